package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of an output. */
@ApiObject
public record AlertOutputStatus(
    @JsonPropertyDescription("The generation this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Accepted, Delivering.") @Size(max = 8) List<Condition> conditions,
    @JsonPropertyDescription("Alerts that are waiting to be sent.") @Min(0) @Nullable Long pending,
    @JsonPropertyDescription("Number of alerts that the receiver accepted.") @Min(0)
        @Nullable Long delivered,
    @JsonPropertyDescription(
            "Number of alerts that the receiver rejected, or did not accept within "
                + "seven days.")
        @Min(0)
        @Nullable Long givenUp,
    @JsonPropertyDescription("When the receiver last accepted something.")
        @Size(max = Limits.TIMESTAMP)
        @Nullable String lastSuccess,
    @JsonPropertyDescription(
            "Alerts that the receiver has as open, the most severe and newest of them: their end is"
                + " sent even when their objects are deleted while no operator leads.")
        @Size(max = MOST_OPEN)
        List<OpenAlert> open,
    @JsonPropertyDescription("Result of the latest tocsin output test.") @Nullable TestRun test) {
  public static final int MOST_OPEN = 100;

  public AlertOutputStatus {
    conditions = Absent.list(conditions);
    open = Absent.list(open);
  }

  /** With the result of a test. */
  public AlertOutputStatus withTest(@Nullable TestRun test) {
    return new AlertOutputStatus(
        observedGeneration, conditions, pending, delivered, givenUp, lastSuccess, open, test);
  }

  /** What there is to say of the end of an alert whose object is gone. */
  @ApiObject
  public record OpenAlert(
      @JsonPropertyDescription("The alert: namespace/name.") @Size(max = 2 * Limits.NAME)
          @Nullable String alert,
      @JsonPropertyDescription("Its object's uid.") @Size(max = Limits.LABEL) @Nullable String uid,
      @JsonPropertyDescription("The last revision that the receiver has taken.") @Min(0)
          @Nullable Long revision,
      @JsonPropertyDescription("The power of ten that its count had reached then.") @Min(0)
          @Nullable Long step,
      @JsonPropertyDescription("Its severity.") @Size(max = Limits.LABEL) @Nullable String severity,
      @JsonPropertyDescription("Its policy: namespace/name.") @Size(max = 2 * Limits.NAME)
          @Nullable String policy,
      @JsonPropertyDescription("Its title.") @Size(max = Limits.LINE) @Nullable String title) {}

  /** One test alert, opened and closed, and what the receiver said. */
  @ApiObject
  public record TestRun(
      @JsonPropertyDescription("Which test: the value of the annotation tocsin.dev/test.")
          @Size(max = Limits.LABEL)
          @Nullable String request,
      @JsonPropertyDescription("When the test ended.") @Size(max = Limits.TIMESTAMP)
          @Nullable String time,
      @JsonPropertyDescription("Whether the receiver accepted both test messages.")
          @Nullable Boolean delivered,
      @JsonPropertyDescription("Requests and responses, without secrets.") @Size(max = 16)
          List<@Size(max = Limits.LINE) String> exchange) {
    public TestRun {
      exchange = Absent.list(exchange);
    }
  }
}
