package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which alerts, how long, and why. */
@ApiObject
@ValidationRule(
    value = "has(self.match) != has(self.matchers)",
    message = "alerts are chosen either by match or by matchers")
@ValidationRule(
    value = "!has(self.startsAt) || timestamp(self.startsAt) < timestamp(self.expiresAt)",
    message = "a silence ends after it starts",
    fieldPath = ".expiresAt")
@ValidationRule(
    value =
        "!has(self.startsAt) || timestamp(self.expiresAt) - timestamp(self.startsAt) <="
            + " duration('720h')",
    message = "a silence lasts 720h (30 days) at most",
    fieldPath = ".expiresAt")
public record AlertSilenceSpec(
    @JsonPropertyDescription(
            "CEL over an alert, as in policies over SecurityAlert. An alert on which "
                + "it fails is not silenced.")
        @Size(min = 1, max = Limits.EXPRESSION)
        @Nullable String match,
    @JsonPropertyDescription("Conditions that an alert must all meet.") @Size(min = 1, max = 16)
        List<Matcher> matchers,
    @JsonPropertyDescription("When it starts. Absent: when it is created.")
        @Size(max = Limits.TIMESTAMP)
        @Nullable String startsAt,
    @JsonPropertyDescription("When it ends, at most 30 days after it starts.")
        @Required
        @Size(max = Limits.TIMESTAMP)
        String expiresAt,
    @JsonPropertyDescription("Why nobody needs to be notified.")
        @Required
        @Size(min = 1, max = Limits.LINE)
        String reason,
    @JsonPropertyDescription(
            "Who created it. With the chart's admission policies installed, the API "
                + "server accepts only the name of the requesting user.")
        @Size(max = Limits.LINE)
        @Nullable String createdBy) {
  public AlertSilenceSpec {
    matchers = Absent.list(matchers);
  }

  /** A condition for one value of an alert. What an alert does not have is empty. */
  @ApiObject
  public record Matcher(
      @JsonPropertyDescription(
              "Which property of the alert is compared. Workload is the name of the "
                  + "pod's controller.")
          @Required
          @KnownOrUnknown
          Subject name,
      @JsonPropertyDescription("Expected value.") @Required @Size(max = Limits.GROUP_VALUE)
          String value,
      @JsonPropertyDescription(
              "Whether value is a regular expression (RE2) that must match the whole "
                  + "property.")
          @Default("false")
          @Nullable Boolean regex,
      @JsonPropertyDescription("Whether the comparison is negated.") @Default("false")
          @Nullable Boolean negate) {

    /** A value of an alert. */
    public enum Subject {
      @JsonProperty("alert")
      ALERT,
      @JsonProperty("policy")
      POLICY,
      @JsonProperty("policyNamespace")
      POLICY_NAMESPACE,
      @JsonProperty("severity")
      SEVERITY,
      @JsonProperty("namespace")
      NAMESPACE,
      @JsonProperty("pod")
      POD,
      @JsonProperty("workload")
      WORKLOAD,
      @JsonProperty("node")
      NODE,
      /** A value that this version does not know. */
      @JsonEnumDefaultValue
      @JsonProperty("Unknown")
      UNKNOWN
    }
  }
}
