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
    @JsonPropertyDescription("Number of nodes it was seen on.") @Min(0) @Nullable Integer nodeCount,
    @JsonPropertyDescription(
            "The latest findings. If there are several policies, the latest of each is "
                + "kept longest.")
        @Size(max = Limits.SAMPLES)
        List<FindingSample> samples,
    @JsonPropertyDescription("Whether events were lost while the alert was open.")
        @Nullable Boolean gap,
    @JsonPropertyDescription("Number of events lost while the alert was open.") @Min(0)
        @Nullable Long lostEvents,
    @JsonPropertyDescription(
            "How far the findings of each recently reporting node are included in the "
                + "count. It keeps the count exact when a sensor reports again after a "
                + "failover.")
        @Size(max = Limits.COUNTED_NODES)
        List<Counted> counted,
    @JsonPropertyDescription("For an overflow alert, what is aggregated into it.")
        @Nullable Aggregated overflow,
    @JsonPropertyDescription(
            "For an alert of a policy over alerts, a summary of the alerts that it "
                + "consists of.")
        @Nullable Incident incident,
    @JsonPropertyDescription(
            "The alerts that it consists of, earliest first. If there are too many, "
                + "the least severe are left out. Each has the label tocsin.dev/incident.")
        @Size(max = Limits.PARTS)
        List<AlertPart> contributors,
    @JsonPropertyDescription("How far each receiver is with the alert.")
        @Size(max = Limits.DELIVERIES)
        List<ReceiverState> deliveries,
    @JsonPropertyDescription("Delivered.") @Size(max = 8) List<Condition> conditions) {

  public SecurityAlertStatus {
    nodes = Absent.list(nodes);
    samples = Absent.list(samples);
    counted = Absent.list(counted);
    contributors = Absent.list(contributors);
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
      @JsonPropertyDescription("Identity of the node's spool.") @Size(max = Limits.LABEL)
          @Nullable String spool,
      @JsonPropertyDescription("Highest sequence number counted.") @Min(0)
          @Nullable Long sequence) {}

  /** How things stand with the alerts that an alert is made of. */
  @ApiObject
  public record Incident(
      @JsonPropertyDescription("Number of alerts.") @Min(0) @Nullable Long alerts,
      @JsonPropertyDescription("The highest severity among them.") @KnownOrUnknown
          @Nullable AlertSeverity severity,
      @JsonPropertyDescription("Their MITRE ATT&CK techniques.") @Size(max = Limits.TECHNIQUES)
          List<@Size(max = Limits.LABEL) String> techniques,
      @JsonPropertyDescription("Their MITRE ATT&CK tactics.") @Size(max = Limits.TACTICS)
          List<@Size(max = Limits.LABEL) String> tactics,
      @JsonPropertyDescription("One sentence about what happened so far.") @Size(max = Limits.TEXT)
          @Nullable String message) {
    public Incident {
      techniques = Absent.list(techniques);
      tactics = Absent.list(tactics);
    }
  }

  /** One of the alerts that an alert is made of. */
  @ApiObject
  public record AlertPart(
      @JsonPropertyDescription("Namespace of the alert.") @Size(max = Limits.LABEL)
          @Nullable String namespace,
      @JsonPropertyDescription("Name of the alert.") @Size(max = Limits.NAME) @Nullable String name,
      @JsonPropertyDescription("Its policy as namespace/name.") @Size(max = Limits.LABEL_KEY)
          @Nullable String policy,
      @JsonPropertyDescription("Its severity.") @KnownOrUnknown @Nullable AlertSeverity severity,
      @JsonPropertyDescription("Event time of its earliest finding.") @Size(max = Limits.TIMESTAMP)
          @Nullable String firstSeen,
      @JsonPropertyDescription("Start of its message.") @Size(max = Limits.LINE)
          @Nullable String message) {}

  /** What an overflow alert stands for. */
  @ApiObject
  public record Aggregated(
      @JsonPropertyDescription(
              "Number of alerts that were not written; a lower bound when there are very "
                  + "many.")
          @Min(0)
          @Nullable Long alerts,
      @JsonPropertyDescription("Who has the most findings in it, largest first.")
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
      @JsonPropertyDescription("Subject as namespace/pod, or the node.")
          @Size(max = Limits.LABEL_KEY)
          @Nullable String subject,
      @JsonPropertyDescription("Upper bound of its findings.") @Min(0) @Nullable Long findings) {}

  /** What one receiver has of an alert. */
  @ApiObject
  public record ReceiverState(
      @JsonPropertyDescription("kubernetes-event, or an AlertOutput as namespace/name.")
          @Size(max = Limits.LABEL_KEY)
          @Nullable String receiver,
      @JsonPropertyDescription("Highest power of ten of the count that was delivered or given up.")
          @Min(0)
          @Nullable Long step,
      @JsonPropertyDescription(
              "For an AlertOutput, the latest revision of the alert that was delivered "
                  + "or given up. It increases when the count reaches another power of ten, "
                  + "and when the triage is edited.")
          @Min(0)
          @Nullable Long revision,
      @JsonPropertyDescription(
              "For an AlertOutput, the event that the revision was sent as: Opened, "
                  + "Escalated, Changed or Closed.")
          @Size(max = Limits.LABEL)
          @Nullable String event,
      @JsonPropertyDescription(
              "Announced, Waiting (will be retried), Held (the message says by what) or "
                  + "GivenUp.")
          @Size(max = Limits.LABEL)
          @Nullable String state,
      @JsonPropertyDescription("Why the alert is not delivered.") @Size(max = Limits.LINE)
          @Nullable String message,
      @JsonPropertyDescription("Since when it is in this state.") @Size(max = Limits.TIMESTAMP)
          @Nullable String since) {}

  /** One finding. */
  @ApiObject
  public record FindingSample(
      @JsonPropertyDescription("Identity of the finding.") @Size(max = Limits.IDENTIFIER)
          @Nullable String id,
      @JsonPropertyDescription("The policy as namespace/name. Only in overflow alerts.")
          @Size(max = Limits.LABEL_KEY)
          @Nullable String policy,
      @JsonPropertyDescription("Event time.") @Size(max = Limits.TIMESTAMP) @Nullable String time,
      @JsonPropertyDescription("The node.") @Size(max = Limits.NAME) @Nullable String node,
      @JsonPropertyDescription("Subject as namespace/pod, or the node.")
          @Size(max = Limits.NAME + Limits.LABEL + 1)
          @Nullable String subject,
      @JsonPropertyDescription("The policy's message, filled in.") @Size(max = Limits.TEXT)
          @Nullable String message,
      @JsonPropertyDescription("The process.") @Nullable ProcessFacts process) {}
}
