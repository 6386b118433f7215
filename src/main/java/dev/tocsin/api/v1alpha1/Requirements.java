package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What a node's Tetragon must provide. */
@ApiObject
public record Requirements(
    @JsonPropertyDescription(
            "Tracing policies that must be loaded on a node. The name of one that "
                + "ships with Tocsin stands for its hooks: if the agent reports hooks, any "
                + "tracing policy with those hooks is enough.")
        @Size(max = Limits.ENTRIES)
        List<@Size(min = 1, max = Limits.NAME) String> tracingPolicies,
    @JsonPropertyDescription(
            "Hooks that must all be in place on a node, whichever tracing policy "
                + "provides them.")
        @Size(max = Limits.ENTRIES)
        List<HookRequirement> hooks,
    @JsonPropertyDescription("Options that must be enabled in the agent.")
        @Size(max = 16)
        @KnownOrUnknown
        List<TetragonOption> tetragon) {
  public Requirements {
    tracingPolicies = Absent.list(tracingPolicies);
    hooks = Absent.list(hooks);
    tetragon = Absent.list(tetragon);
  }

  public static final Requirements NONE = new Requirements(List.of(), List.of(), List.of());

  /** Whether it names anything that a tracing policy must do. */
  public boolean askForTracing() {
    return !tracingPolicies.isEmpty() || !hooks.isEmpty();
  }

  /** Options of the agent that add data to events. */
  public enum TetragonOption {
    @JsonProperty("ProcessCredentials")
    PROCESS_CREDENTIALS("enable-process-cred"),
    @JsonProperty("Namespaces")
    NAMESPACES("enable-process-ns"),
    @JsonProperty("Ancestors")
    ANCESTORS("enable-ancestors"),
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN("");

    private final String flag;

    TetragonOption(String flag) {
      this.flag = flag;
    }

    /** Tetragon's name for it, such as {@code enable-process-cred}; empty for {@link #UNKNOWN}. */
    public String flag() {
      return flag;
    }
  }
}
