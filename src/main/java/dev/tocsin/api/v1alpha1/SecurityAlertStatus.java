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
    @JsonPropertyDescription(
            "Of an alert of a policy over alerts: how things stand with the alerts that it is made"
                + " of.")
        @Nullable Incident incident,
    @JsonPropertyDescription(
            "The alerts that it is made of, the earliest first; of too many, the least severe are"
                + " left out. Each has the label tocsin.dev/incident.")
        @Size(max = Limits.PARTS)
        List<AlertPart> contributors,
    @JsonPropertyDescription("What each of those that alerts are announced to has of it.")
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
      @JsonPropertyDescription("Identity of its spool.") @Size(max = Limits.LABEL)
          @Nullable String spool,
      @JsonPropertyDescription("The greatest sequence counted.") @Min(0) @Nullable Long sequence) {}

  /** How things stand with the alerts that an alert is made of. */
  @ApiObject
  public record Incident(
      @JsonPropertyDescription("How many alerts it is made of.") @Min(0) @Nullable Long alerts,
      @JsonPropertyDescription("The highest severity among them.") @KnownOrUnknown
          @Nullable AlertSeverity severity,
      @JsonPropertyDescription("Their techniques of MITRE ATT&CK.") @Size(max = Limits.TECHNIQUES)
          List<@Size(max = Limits.LABEL) String> techniques,
      @JsonPropertyDescription("Their tactics of MITRE ATT&CK.") @Size(max = Limits.TACTICS)
          List<@Size(max = Limits.LABEL) String> tactics,
      @JsonPropertyDescription("What has happened so far, in a sentence.") @Size(max = Limits.TEXT)
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
      @JsonPropertyDescription("The beginning of its message.") @Size(max = Limits.LINE)
          @Nullable String message) {}

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
      @JsonPropertyDescription(
              "Announced, Waiting (it is tried again), Held (by what the message names) or"
                  + " GivenUp.")
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
