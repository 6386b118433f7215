package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which workloads a policy sees, besides what its namespace allows. */
@ApiObject
public record WorkloadScope(
    @JsonPropertyDescription("Labels of the pod's namespace.")
        @Nullable LabelSelector namespaceSelector,
    @JsonPropertyDescription("Labels of the pod.") @Nullable LabelSelector podSelector,
    @JsonPropertyDescription("Labels of the node.") @Nullable LabelSelector nodeSelector,
    @JsonPropertyDescription("Names of containers.") @Nullable Containers containers,
    @JsonPropertyDescription(
            "Whether processes outside any pod are included. They have no namespace, "
                + "so only a policy in the system namespace sees them.")
        @Default("Exclude")
        @KnownOrUnknown
        @Nullable Host host) {

  /** Name patterns of containers. */
  @ApiObject
  public record Containers(
      @JsonPropertyDescription("Name patterns with *. Empty: all containers.")
          @Size(max = Limits.ENTRIES)
          List<@Size(min = 1, max = Limits.LABEL) String> include,
      @JsonPropertyDescription("Name patterns with *. They take precedence over include.")
          @Size(max = Limits.ENTRIES)
          List<@Size(min = 1, max = Limits.LABEL) String> exclude) {
    public Containers {
      include = Absent.list(include);
      exclude = Absent.list(exclude);
    }
  }

  /** Processes outside any pod. */
  public enum Host {
    @JsonProperty("Exclude")
    EXCLUDE,
    @JsonProperty("Include")
    INCLUDE,
    @JsonProperty("Only")
    ONLY,
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN
  }
}
