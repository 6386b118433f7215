package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How findings become alerts. */
@ApiObject
public record Alerting(
    @JsonPropertyDescription(
            "Expressions; findings with equal values go into one alert. Absent: "
                + "workload and container.")
        @Size(max = Limits.GROUP_KEYS)
        List<@Size(min = 1, max = Limits.LINE) String> groupBy,
    @JsonPropertyDescription("Text with {{expression}} placeholders. Absent: the title.")
        @Size(min = 1, max = Limits.TEXT)
        @Nullable String message,
    @JsonPropertyDescription(
            "An open alert is deleted after this long without a finding, such as 720h.")
        @Default("720h")
        @Size(max = Limits.DURATION)
        @Pattern(GoDuration.PATTERN)
        @ValidationRule(
            value = "duration(self) >= duration('1m') && duration(self) <= duration('8784h')",
            message = "expireAfter must be between 1m and 8784h (a year)")
        @Nullable String expireAfter) {
  public Alerting {
    groupBy = Absent.list(groupBy);
  }
}
