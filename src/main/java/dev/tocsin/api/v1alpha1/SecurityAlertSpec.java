package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened. Written once, then immutable, but for {@code triage}. */
@ApiObject
public record SecurityAlertSpec(
    @JsonPropertyDescription("The policy that fired.") @Required PolicyReference policy,
    @JsonPropertyDescription("The policy's title.") @Required @Size(max = Limits.LINE) String title,
    @JsonPropertyDescription("The policy's message, its holes filled from the first finding.")
        @Size(max = Limits.TEXT)
        @Nullable String message,
    @Required @KnownOrUnknown Severity severity,
    @Min(0) @Max(100) @Nullable Integer riskScore,
    @Size(max = 16) List<MitreTechnique> mitreAttack,
    @JsonPropertyDescription("What it is about, for reading: namespace/pod, or the node.")
        @Size(max = Limits.NAME + Limits.LABEL + 1)
        @Nullable String subject,
    @Size(max = Limits.NAME) @Nullable String node,
    @Size(max = Limits.NAME) @Nullable String cluster,
    @JsonPropertyDescription("Absent for a host process.") @Nullable PodFacts pod,
    @JsonPropertyDescription("The controller of the pod.") @Nullable Workload workload,
    @Nullable ContainerFacts container,
    @JsonPropertyDescription("The process of the first finding.") @Nullable ProcessFacts process,
    @JsonPropertyDescription("Parent first.") @Size(max = Limits.ANCESTORS)
        List<ProcessFacts> ancestors,
    @JsonPropertyDescription("The event of the first finding.") @Nullable EventFacts event,
    @JsonPropertyDescription("What its findings have in common: expression to value.")
        @Size(max = Limits.GROUP_KEYS)
        Map<String, @Size(max = Limits.GROUP_VALUE) String> group,
    @JsonPropertyDescription("What people made of it; the only part that can be changed.")
        @Default("{}")
        @Nullable Triage triage) {

  public SecurityAlertSpec {
    mitreAttack = Absent.list(mitreAttack);
    ancestors = Absent.list(ancestors);
    group = Absent.map(group);
  }

  public static SecurityAlertSpecBuilder builder(
      PolicyReference policy, String title, Severity severity) {
    return new SecurityAlertSpecBuilder(policy, title, severity);
  }

  public SecurityAlertSpec withTriage(Triage triage) {
    return new SecurityAlertSpec(
        policy,
        title,
        message,
        severity,
        riskScore,
        mitreAttack,
        subject,
        node,
        cluster,
        pod,
        workload,
        container,
        process,
        ancestors,
        event,
        group,
        triage);
  }

  /** One generation of a policy. */
  @ApiObject
  public record PolicyReference(
      @Required @Size(min = 1, max = Limits.NAME) String name,
      @Required @Size(min = 1, max = Limits.LABEL) String namespace,
      @Size(max = Limits.UID) @Nullable String uid,
      @Min(0) @Nullable Long generation) {}

  /** The pod at the time of the first finding. */
  @ApiObject
  public record PodFacts(
      @Required @Size(max = Limits.LABEL) String namespace,
      @Required @Size(max = Limits.NAME) String name,
      @Size(max = Limits.UID) @Nullable String uid,
      @Size(max = Limits.NAME) @Nullable String serviceAccount,
      @Size(max = Limits.LABELS) Map<String, @Size(max = Limits.LABEL) String> labels) {
    public PodFacts {
      labels = Absent.map(labels);
    }
  }

  /** The controller that people know: a Deployment, not its ReplicaSet. */
  @ApiObject
  public record Workload(
      @Required @Size(max = Limits.NAME) String kind,
      @Required @Size(max = Limits.NAME) String name) {}

  /** The container at the time of the first finding. */
  @ApiObject
  public record ContainerFacts(
      @Size(max = Limits.NAME) @Nullable String name,
      @Size(max = Limits.NAME) @Nullable String id,
      @Size(max = Limits.IMAGE) @Nullable String image,
      @Size(max = Limits.IMAGE) @Nullable String imageID) {}

  /** The event of the first finding. */
  @ApiObject
  public record EventFacts(
      @JsonPropertyDescription("ProcessExec, ProcessKprobe, ...") @Size(max = Limits.IDENTIFIER)
          @Nullable String kind,
      @Size(max = Limits.TIMESTAMP) @Nullable String time,
      @JsonPropertyDescription("The traced function, without its architecture prefix.")
          @Size(max = Limits.IDENTIFIER)
          @Nullable String function,
      @JsonPropertyDescription("The Tetragon policy that made the event.") @Size(max = Limits.NAME)
          @Nullable String tracingPolicy,
      @Nullable ConnectionFacts connection,
      @Nullable FileFacts file) {}

  @ApiObject
  public record ConnectionFacts(
      @Size(max = Limits.LABEL) @Nullable String sourceIP,
      @Min(0) @Max(65535) @Nullable Integer sourcePort,
      @Size(max = Limits.LABEL) @Nullable String destinationIP,
      @Min(0) @Max(65535) @Nullable Integer destinationPort,
      @Size(max = Limits.LABEL) @Nullable String protocol) {}

  @ApiObject
  public record FileFacts(
      @Size(max = Limits.PATH) @Nullable String path,
      @Size(max = Limits.LINE) @Nullable String flags,
      @Size(max = Limits.LINE) @Nullable String permission) {}
}
