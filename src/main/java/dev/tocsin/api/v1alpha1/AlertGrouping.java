package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which alerts are sent together. */
@ApiObject
public record AlertGrouping(
    @JsonPropertyDescription(
            "CEL expressions over an alert that return text. Alerts with equal values "
                + "for all of them are sent together. Absent: alert.policy and "
                + "alert.namespace.")
        @Size(max = Limits.GROUP_KEYS)
        List<@Size(min = 1, max = Limits.LIST_VALUE) String> by,
    @JsonProperty("wait")
        @JsonPropertyDescription(
            "How long to wait for more alerts of a new group. Absent: 10s. At most 10m.")
        @Size(max = Limits.DURATION)
        @Pattern(GoDuration.PATTERN)
        @ValidationRule(
            value = "duration(self) >= duration('0s') && duration(self) <= duration('10m')",
            message = "a group waits for 10m at most")
        @Nullable String waiting,
    @JsonPropertyDescription(
            "Shortest time between two messages about the same group. Absent: 5m. At "
                + "most 24h.")
        @Size(max = Limits.DURATION)
        @Pattern(GoDuration.PATTERN)
        @ValidationRule(
            value = "duration(self) >= duration('0s') && duration(self) <= duration('24h')",
            message = "the interval of a group is 24h at most")
        @Nullable String interval,
    @JsonPropertyDescription(
            "How long after a group was sent those of it that are still open, and not acknowledged,"
                + " are sent again; absent: never. 10m to 168h.")
        @Size(max = Limits.DURATION)
        @Pattern(GoDuration.PATTERN)
        @ValidationRule(
            value = "duration(self) >= duration('10m') && duration(self) <= duration('168h')",
            message = "what is still open is repeated after 10m to 168h")
        @Nullable String repeat) {
  public AlertGrouping {
    by = Absent.list(by);
  }
}
