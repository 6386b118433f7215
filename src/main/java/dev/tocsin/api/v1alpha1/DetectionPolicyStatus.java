package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a policy. */
@ApiObject
public record DetectionPolicyStatus(
    @JsonPropertyDescription("Cluster in the system namespace, else Namespace.") @KnownOrUnknown
        @Nullable Scope scope,
    @JsonPropertyDescription("The generation this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Accepted, Loaded, DataAvailable, Healthy, Ready; Stalled or Reconciling while not"
                + " ready.")
        @Size(max = 8)
        List<Condition> conditions,
    @JsonPropertyDescription("The nodes that run it.") @Nullable Nodes nodes,
    @JsonPropertyDescription("Events that matched this generation.") @Min(0) @Nullable Long matches,
    @JsonPropertyDescription("Alerts of this policy.") @Nullable Alerts alerts,
    @JsonPropertyDescription("Event time of the newest match.") @Size(max = Limits.TIMESTAMP)
        @Nullable String lastMatchTime,
    @JsonPropertyDescription("Mean cost of evaluating one event, such as 84ns.")
        @Size(max = Limits.DURATION)
        @Nullable String meanCost,
    @JsonPropertyDescription(
            "In mode Shadow, some of the alerts that this generation would have "
                + "created, newest first.")
        @Size(max = 5)
        List<Sample> samples) {

  public DetectionPolicyStatus {
    conditions = Absent.list(conditions);
    samples = Absent.list(samples);
  }

  /** The same with another cost. */
  public DetectionPolicyStatus withMeanCost(@Nullable String other) {
    return new DetectionPolicyStatus(
        scope,
        observedGeneration,
        conditions,
        nodes,
        matches,
        alerts,
        lastMatchTime,
        other,
        samples);
  }

  /** What a policy's namespace lets it see. */
  public enum Scope {
    @JsonProperty("Cluster")
    CLUSTER,
    @JsonProperty("Namespace")
    NAMESPACE,
    /** A value that this version does not know. */
    @JsonEnumDefaultValue
    @JsonProperty("Unknown")
    UNKNOWN
  }

  /** The nodes that run a policy, and those where it cannot fire. */
  @ApiObject
  public record Nodes(
      @JsonPropertyDescription("loaded/desired, for display.") @Size(max = Limits.LABEL)
          @Nullable String ready,
      @JsonPropertyDescription("Nodes that should run it.") @Min(0) int desired,
      @JsonPropertyDescription("Nodes that run this generation.") @Min(0) int loaded,
      @JsonPropertyDescription("Nodes where it cannot fire.") @Min(0) int blind,
      @JsonPropertyDescription("Some of the blind nodes, and why.") @Size(max = 10)
          List<BlindNode> blindExamples) {
    public Nodes {
      blindExamples = Absent.list(blindExamples);
    }
  }

  /** A node where a policy cannot fire. */
  @ApiObject
  public record BlindNode(
      @JsonPropertyDescription("The node.") @Required @Size(max = Limits.NAME) String node,
      @JsonPropertyDescription("Why it cannot fire there.") @Required @Size(max = Limits.TEXT)
          String reason) {}

  /** What a policy in shadow mode would have reported. */
  @ApiObject
  public record Sample(
      @JsonPropertyDescription("Time of the event.") @Size(max = Limits.TIMESTAMP)
          @Nullable String time,
      @JsonPropertyDescription("The node.") @Size(max = Limits.NAME) @Nullable String node,
      @JsonPropertyDescription("The pod, as namespace/name; absent for a process of the node.")
          @Size(max = Limits.LABEL_KEY)
          @Nullable String pod,
      @JsonPropertyDescription("The message that the alert would have had.")
          @Size(max = Limits.LINE)
          @Nullable String message) {}

  /** Alerts of a policy. */
  @ApiObject
  public record Alerts(
      @JsonPropertyDescription("Alerts that are not closed.") @Min(0) long open,
      @JsonPropertyDescription("Alerts created so far.") @Min(0) long total,
      @JsonPropertyDescription("Findings that hit a cap and did not create an alert of their own.")
          @Min(0)
          long overflowed) {}
}
