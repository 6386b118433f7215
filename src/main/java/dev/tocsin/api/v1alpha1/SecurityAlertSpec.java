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
    @JsonPropertyDescription("The policy's severity.") @Required @KnownOrUnknown
        AlertSeverity severity,
    @JsonPropertyDescription("The policy's risk score, 0 to 100.") @Min(0) @Max(100)
        @Nullable Integer riskScore,
    @JsonPropertyDescription("The policy's techniques of MITRE ATT&CK.") @Size(max = 16)
        List<MitreTechnique> mitreAttack,
    @JsonPropertyDescription("What it is about, for reading: namespace/pod, or the node.")
        @Size(max = Limits.NAME + Limits.LABEL + 1)
        @Nullable String subject,
    @JsonPropertyDescription("The node of the first finding.") @Size(max = Limits.NAME)
        @Nullable String node,
    @JsonPropertyDescription("The name that Tetragon has for the cluster.") @Size(max = Limits.NAME)
        @Nullable String cluster,
    @JsonPropertyDescription("Absent for a host process.") @Nullable PodFacts pod,
    @JsonPropertyDescription("The controller of the pod.") @Nullable Workload workload,
    @JsonPropertyDescription("The container of the first finding.")
        @Nullable ContainerFacts container,
    @JsonPropertyDescription("The process of the first finding.") @Nullable ProcessFacts process,
    @JsonPropertyDescription("Parent first.") @Size(max = Limits.ANCESTORS)
        List<ProcessFacts> ancestors,
    @JsonPropertyDescription("The event of the first finding.") @Nullable EventFacts event,
    @JsonPropertyDescription("What its findings have in common: expression to value.")
        @Size(max = Limits.GROUP_KEYS)
        Map<String, @Size(max = Limits.GROUP_VALUE) String> group,
    @JsonPropertyDescription("Of an overflow alert: the cap that it stands for.")
        @Nullable ExceededCap overflow,
    @JsonPropertyDescription(
            "Without a finding for so long, an open alert is deleted. An overflow alert is kept as"
                + " long as the installation says.")
        @Size(max = Limits.DURATION)
        @Nullable String expireAfter,
    @JsonPropertyDescription("What people made of it; the only part that can be changed.")
        @Default("{}")
        @Nullable Triage triage) {

  public SecurityAlertSpec {
    mitreAttack = Absent.list(mitreAttack);
    ancestors = Absent.list(ancestors);
    group = Absent.map(group);
  }

  public static SecurityAlertSpecBuilder builder(
      PolicyReference policy, String title, AlertSeverity severity) {
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
        overflow,
        expireAfter,
        triage);
  }

  /** One generation of a policy. */
  @ApiObject
  public record PolicyReference(
      @JsonPropertyDescription("Name of the policy.") @Required @Size(min = 1, max = Limits.NAME)
          String name,
      @JsonPropertyDescription("Namespace of the policy.")
          @Required
          @Size(min = 1, max = Limits.LABEL)
          String namespace,
      @JsonPropertyDescription("Uid of the policy.") @Size(max = Limits.UID) @Nullable String uid,
      @JsonPropertyDescription("Generation of the policy that fired.") @Min(0)
          @Nullable Long generation) {}

  /** What kept findings from making further alerts of their own. */
  @ApiObject
  public record ExceededCap(
      @JsonPropertyDescription(
              "What limits the number of alerts: Pod, Policy, Node, Namespace, Namespaced,"
                  + " AllNamespaced or Cluster.")
          @Required
          @Size(max = Limits.LABEL)
          String cap,
      @JsonPropertyDescription(
              "The policy, node or namespace whose alerts are limited; absent for the cluster.")
          @Size(max = Limits.GROUP_VALUE)
          @Nullable String target,
      @JsonPropertyDescription("The value of the cap when it was first exceeded.") @Min(0)
          @Nullable Integer limit) {}

  /** The pod at the time of the first finding. */
  @ApiObject
  public record PodFacts(
      @JsonPropertyDescription("Namespace of the pod.") @Required @Size(max = Limits.LABEL)
          String namespace,
      @JsonPropertyDescription("Name of the pod.") @Required @Size(max = Limits.NAME) String name,
      @JsonPropertyDescription("Uid of the pod.") @Size(max = Limits.UID) @Nullable String uid,
      @JsonPropertyDescription("Service account that the pod runs as.") @Size(max = Limits.NAME)
          @Nullable String serviceAccount,
      @JsonPropertyDescription("Labels of the pod.") @Size(max = Limits.LABELS)
          Map<String, @Size(max = Limits.LABEL) String> labels) {
    public PodFacts {
      labels = Absent.map(labels);
    }
  }

  /** The controller that people know: a Deployment, not its ReplicaSet. */
  @ApiObject
  public record Workload(
      @JsonPropertyDescription("Kind of the controller: Deployment, StatefulSet, ...")
          @Required
          @Size(max = Limits.NAME)
          String kind,
      @JsonPropertyDescription("Name of the controller.") @Required @Size(max = Limits.NAME)
          String name) {}

  /** The container at the time of the first finding. */
  @ApiObject
  public record ContainerFacts(
      @JsonPropertyDescription("Name of the container in its pod.") @Size(max = Limits.NAME)
          @Nullable String name,
      @JsonPropertyDescription("Id of the container, without the runtime's prefix.")
          @Size(max = Limits.NAME)
          @Nullable String id,
      @JsonPropertyDescription("Image by the name that the pod uses.") @Size(max = Limits.IMAGE)
          @Nullable String image,
      @JsonPropertyDescription("Image by its digest.") @Size(max = Limits.IMAGE)
          @Nullable String imageID) {}

  /** The event of the first finding. */
  @ApiObject
  public record EventFacts(
      @JsonPropertyDescription("ProcessExec, ProcessKprobe, ...") @Size(max = Limits.IDENTIFIER)
          @Nullable String kind,
      @JsonPropertyDescription("Event time.") @Size(max = Limits.TIMESTAMP) @Nullable String time,
      @JsonPropertyDescription("The traced function, without its architecture prefix.")
          @Size(max = Limits.IDENTIFIER)
          @Nullable String function,
      @JsonPropertyDescription("The Tetragon policy that made the event.") @Size(max = Limits.NAME)
          @Nullable String tracingPolicy,
      @JsonPropertyDescription("The connection that the event is about.")
          @Nullable ConnectionFacts connection,
      @JsonPropertyDescription("The file that the event is about.") @Nullable FileFacts file) {}

  @ApiObject
  public record ConnectionFacts(
      @JsonPropertyDescription("Address it comes from.") @Size(max = Limits.LABEL)
          @Nullable String sourceIP,
      @JsonPropertyDescription("Port it comes from.") @Min(0) @Max(65535)
          @Nullable Integer sourcePort,
      @JsonPropertyDescription("Address it goes to.") @Size(max = Limits.LABEL)
          @Nullable String destinationIP,
      @JsonPropertyDescription("Port it goes to.") @Min(0) @Max(65535)
          @Nullable Integer destinationPort,
      @JsonPropertyDescription("TCP, UDP, ...") @Size(max = Limits.LABEL)
          @Nullable String protocol) {}

  @ApiObject
  public record FileFacts(
      @JsonPropertyDescription("Path of the file, as the process sees it.") @Size(max = Limits.PATH)
          @Nullable String path,
      @JsonPropertyDescription("Flags, as Tetragon writes them.") @Size(max = Limits.LINE)
          @Nullable String flags,
      @JsonPropertyDescription("Permission bits, as Tetragon writes them.") @Size(max = Limits.LINE)
          @Nullable String permission) {}
}
