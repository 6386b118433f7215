package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How often and where it happened. */
@ApiObject
public record SecurityAlertStatus(
    @JsonPropertyDescription("Findings so far.") @Min(0) @Nullable Long count,
    @JsonPropertyDescription("Event time of the earliest finding.") @Size(max = Limits.TIMESTAMP)
        @Nullable String firstSeen,
    @JsonPropertyDescription("Event time of the latest finding.") @Size(max = Limits.TIMESTAMP)
        @Nullable String lastSeen,
    @JsonPropertyDescription("Nodes it was seen on, at most 10.") @Size(max = Limits.ALERT_NODES)
        List<@Size(max = Limits.NAME) String> nodes,
    @JsonPropertyDescription("How many nodes it was seen on.") @Min(0) @Nullable Integer nodeCount,
    @JsonPropertyDescription(
            "The latest findings; of several policies, the latest of each for the longest.")
        @Size(max = Limits.SAMPLES)
        List<FindingSample> samples,
    @JsonPropertyDescription("Whether events were lost while it was open.") @Nullable Boolean gap,
    @JsonPropertyDescription("How many events were lost while it was open.") @Min(0)
        @Nullable Long lostEvents,
    @JsonPropertyDescription(
            "Up to where the findings of each node that reported lately are in the count: what"
                + " keeps it exact when a sensor reports again after a failover.")
        @Size(max = Limits.COUNTED_NODES)
        List<Counted> counted,
    @JsonPropertyDescription("Of an overflow alert: what is aggregated into it.")
        @Nullable Aggregated overflow,
    @JsonPropertyDescription("What each of those that alerts are announced to has of it.")
        @Size(max = Limits.DELIVERIES)
        List<ReceiverState> deliveries,
    @JsonPropertyDescription("Delivered.") @Size(max = 8) List<Condition> conditions) {

  public SecurityAlertStatus {
    nodes = Absent.list(nodes);
    samples = Absent.list(samples);
    counted = Absent.list(counted);
    deliveries = Absent.list(deliveries);
    conditions = Absent.list(conditions);
  }

  public static SecurityAlertStatusBuilder builder() {
    return new SecurityAlertStatusBuilder();
  }

  /** How far one node's spool is in the count. */
  @ApiObject
  public record Counted(
      @JsonPropertyDescription("The node.") @Size(max = Limits.NAME) @Nullable String node,
      @JsonPropertyDescription("Identity of its spool.") @Size(max = Limits.LABEL)
          @Nullable String spool,
      @JsonPropertyDescription("The greatest sequence counted.") @Min(0) @Nullable Long sequence) {}

  /** What an overflow alert stands for. */
  @ApiObject
  public record Aggregated(
      @JsonPropertyDescription("Alerts that were not written, or more.") @Min(0)
          @Nullable Long alerts,
      @JsonPropertyDescription("Who has the most findings in it, the largest first.")
          @Size(max = Limits.CONTRIBUTORS)
          List<Contributor> contributors) {
    public Aggregated {
      contributors = Absent.list(contributors);
    }
  }

  /** One policy and pod in an overflow alert. */
  @ApiObject
  public record Contributor(
      @JsonPropertyDescription("The policy as namespace/name.") @Size(max = Limits.LABEL_KEY)
          @Nullable String policy,
      @JsonPropertyDescription("namespace/pod, or the node.") @Size(max = Limits.LABEL_KEY)
          @Nullable String subject,
      @JsonPropertyDescription("Its findings, at most.") @Min(0) @Nullable Long findings) {}

  /** What one receiver has of an alert. */
  @ApiObject
  public record ReceiverState(
      @JsonPropertyDescription("kubernetes-event, or an AlertOutput as namespace/name.")
          @Size(max = Limits.LABEL_KEY)
          @Nullable String receiver,
      @JsonPropertyDescription(
              "The greatest power of ten of the count that was delivered or given up.")
          @Min(0)
          @Nullable Long step,
      @JsonPropertyDescription(
              "Of an AlertOutput: the greatest revision of the alert that was delivered or given"
                  + " up. It rises when the count reaches another power of ten, and when the triage"
                  + " is edited.")
          @Min(0)
          @Nullable Long revision,
      @JsonPropertyDescription(
              "Of an AlertOutput: what that revision was sent as: Opened, Escalated, Changed or"
                  + " Closed.")
          @Size(max = Limits.LABEL)
          @Nullable String event,
      @JsonPropertyDescription("Announced, Waiting (it is tried again) or GivenUp.")
          @Size(max = Limits.LABEL)
          @Nullable String state,
      @JsonPropertyDescription("Why it is not delivered.") @Size(max = Limits.LINE)
          @Nullable String message,
      @JsonPropertyDescription("When the state began.") @Size(max = Limits.TIMESTAMP)
          @Nullable String since) {}

  /** One finding. */
  @ApiObject
  public record FindingSample(
      @JsonPropertyDescription("Identity of the finding.") @Size(max = Limits.IDENTIFIER)
          @Nullable String id,
      @JsonPropertyDescription("The policy as namespace/name; in overflow alerts only.")
          @Size(max = Limits.LABEL_KEY)
          @Nullable String policy,
      @JsonPropertyDescription("Event time.") @Size(max = Limits.TIMESTAMP) @Nullable String time,
      @JsonPropertyDescription("The node.") @Size(max = Limits.NAME) @Nullable String node,
      @JsonPropertyDescription("namespace/pod, or the node.")
          @Size(max = Limits.NAME + Limits.LABEL + 1)
          @Nullable String subject,
      @JsonPropertyDescription("The policy's message, its holes filled.") @Size(max = Limits.TEXT)
          @Nullable String message,
      @JsonPropertyDescription("The process.") @Nullable ProcessFacts process) {}
}
