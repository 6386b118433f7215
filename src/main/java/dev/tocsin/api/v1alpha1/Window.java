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
            "EventCount counts matches, ValueCount distinct values of field, Sum adds field up;"
                + " Temporal wants every step within the time, TemporalOrdered in their order.")
        @Required
        @KnownOrUnknown
        Type type,
    @JsonPropertyDescription(
            "ValueCount: the expression whose distinct values count. Sum: the int that is added up;"
                + " what is below 1 or absent adds nothing.")
        @Size(min = 1, max = Limits.EXPRESSION)
        @Nullable String field,
    @JsonPropertyDescription(
            "Expressions whose values keep windows apart. Absent: workload and container.")
        @Size(max = Limits.GROUP_KEYS)
        List<@Size(min = 1, max = Limits.LINE) String> groupBy,
    @JsonPropertyDescription("Length of the window, on event time: 90s, 5m, at most 24h.")
        @Required
        @Size(max = Limits.DURATION)
        @Pattern(GoDuration.PATTERN)
        @ValidationRule(
            value = "duration(self) >= duration('1s') && duration(self) <= duration('24h')",
            message = "within must be between 1s and 24h")
        String within,
    @JsonPropertyDescription("How many, or how much, make a finding.")
        @Nullable Condition condition,
    @JsonPropertyDescription("Temporal, TemporalOrdered: what must be seen within the time.")
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
      @JsonPropertyDescription("At least so many.") @Required @Min(1) @Max(1_000_000_000_000L)
          long gte) {}

  /** One stage of a temporal window. */
  @ApiObject
  public record Step(
      @JsonPropertyDescription("Names it in messages.") @Required @Size(min = 1, max = Limits.LABEL)
          String name,
      @JsonPropertyDescription("Its event kinds; absent: those of the policy.")
          @Size(max = 16)
          @KnownOrUnknown
          List<WatchedKind> events,
      @JsonPropertyDescription("CEL over one event; holds in addition to the policy's match.")
          @Required
          @Size(min = 1, max = Limits.EXPRESSION)
          String match) {
    public Step {
      events = Absent.list(events);
    }
  }
}
