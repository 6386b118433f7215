package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Correlates the matches of one group within a time. */
@ApiObject
@ValidationRule(
    value = "(self.type in ['ValueCount', 'Sum']) == has(self.field)",
    message = "field is required for types ValueCount and Sum, and only means something there")
@ValidationRule(
    value = "(self.type in ['EventCount', 'ValueCount', 'Sum']) == has(self.condition)",
    message =
        "condition is required for types EventCount, ValueCount and Sum, and only means something"
            + " there")
@ValidationRule(
    value = "self.type == 'Sum' || !has(self.condition) || self.condition.gte <= 10000",
    message = "only a Sum can ask for more than 10000")
@ValidationRule(
    value = "(self.type in ['Temporal', 'TemporalOrdered']) == has(self.steps)",
    message =
        "steps are required for types Temporal and TemporalOrdered, and only mean something there")
public record Window(
    @JsonPropertyDescription(
            "EventCount counts matches, ValueCount counts distinct values of field, "
                + "Sum adds up field. Temporal needs every step within the time, "
                + "TemporalOrdered needs them in order.")
        @Required
        @KnownOrUnknown
        Type type,
    @JsonPropertyDescription(
            "For ValueCount, the expression whose distinct values are counted. For "
                + "Sum, an int expression that is added up; a value that is absent or below "
                + "1 adds nothing.")
        @Size(min = 1, max = Limits.EXPRESSION)
        @Nullable String field,
    @JsonPropertyDescription(
            "Expressions; matches with different values are counted in different "
                + "windows. Absent: workload and container.")
        @Size(max = Limits.GROUP_KEYS)
        List<@Size(min = 1, max = Limits.LINE) String> groupBy,
    @JsonPropertyDescription("Length of the window in event time, such as 90s or 5m. At most 24h.")
        @Required
        @Size(max = Limits.DURATION)
        @Pattern(GoDuration.PATTERN)
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('24h')",
            message = "within must be between 1s and 24h")
        String within,
    @JsonPropertyDescription("The threshold for a finding.") @Nullable Condition condition,
    @JsonPropertyDescription("For Temporal and TemporalOrdered, what must be seen within the time.")
        @Size(min = 2, max = 16)
        List<Step> steps) {

  public Window {
    groupBy = Absent.list(groupBy);
    steps = Absent.list(steps);
  }

  /** The correlation types of Sigma, and sums. */
  public enum Type {
    @JsonProperty("EventCount")
    EVENT_COUNT,
    @JsonProperty("ValueCount")
    VALUE_COUNT,
    @JsonProperty("Sum")
    SUM,
    @JsonProperty("Temporal")
    TEMPORAL,
    @JsonProperty("TemporalOrdered")
    TEMPORAL_ORDERED,
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN
  }

  /** A bound on the count or sum. */
  @ApiObject
  public record Condition(
      @JsonPropertyDescription("Minimum value, inclusive.")
          @Required
          @Min(1)
          @Max(1_000_000_000_000L)
          long gte) {}

  /** One stage of a temporal window. */
  @ApiObject
  public record Step(
      @JsonPropertyDescription("Name of the step in messages.")
          @Required
          @Size(min = 1, max = Limits.LABEL)
          String name,
      @JsonPropertyDescription("Event kinds of the step. Absent: those of the policy.")
          @Size(max = 16)
          @KnownOrUnknown
          List<WatchedKind> events,
      @JsonPropertyDescription("CEL over an event, in addition to the policy's match.")
          @Required
          @Size(min = 1, max = Limits.EXPRESSION)
          String match) {
    public Step {
      events = Absent.list(events);
    }
  }
}
