package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which policies it concerns, and what it silences. */
@ApiObject
public record DetectionExceptionSpec(
    @JsonPropertyDescription("Policies that it applies to.") @Required Policies policies,
    @JsonPropertyDescription("CEL over an event. If true, the policy's match does not count.")
        @Required
        @Size(min = 1, max = Limits.EXPRESSION)
        String match,
    @JsonPropertyDescription("Why this is not an attack.") @Size(max = Limits.LINE)
        @Nullable String reason,
    @JsonPropertyDescription("Who is responsible for it.") @Size(max = Limits.LINE)
        @Nullable String owner,
    @JsonPropertyDescription("When it stops having any effect.") @Size(max = Limits.TIMESTAMP)
        @Nullable String expiresAt) {

  /** By name or by label. */
  @ApiObject
  @ValidationRule(
      value = "has(self.names) != has(self.selector)",
      message = "policies are given either by names or by a selector")
  public record Policies(
      @JsonPropertyDescription("Names of policies.") @Size(min = 1, max = Limits.ENTRIES)
          List<@Size(min = 1, max = Limits.NAME) String> names,
      @JsonPropertyDescription("Labels of policies.") @Nullable LabelSelector selector) {
    public Policies {
      names = Absent.list(names);
    }

    /** Whether it is a selector that says nothing, which selects every policy. */
    public boolean selectsAll() {
      return selector != null
          && (selector.getMatchLabels() == null || selector.getMatchLabels().isEmpty())
          && (selector.getMatchExpressions() == null || selector.getMatchExpressions().isEmpty());
    }
  }
}
