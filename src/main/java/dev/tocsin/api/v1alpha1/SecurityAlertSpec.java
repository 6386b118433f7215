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
    @JsonPropertyDescription("The policy's message, filled in from the first finding.")
        @Size(max = Limits.TEXT)
        @Nullable String message,
    @JsonPropertyDescription("The policy's severity.") @Required @KnownOrUnknown
        AlertSeverity severity,
    @JsonPropertyDescription("The policy's risk score, 0 to 100.") @Min(0) @Max(100)
        @Nullable Integer riskScore,
    @JsonPropertyDescription("The policy's MITRE ATT&CK techniques.") @Size(max = 16)
        List<MitreTechnique> mitreAttack,
    @JsonPropertyDescription("What the alert is about, for display: namespace/pod, or the node.")
        @Size(max = Limits.NAME + Limits.LABEL + 1)
        @Nullable String subject,
    @JsonPropertyDescription("The node of the first finding.") @Size(max = Limits.NAME)
        @Nullable String node,
    @JsonPropertyDescription("Name of the cluster, as configured in Tetragon.")
        @Size(max = Limits.NAME)
        @Nullable String cluster,
    @JsonPropertyDescription("Pod of the first finding. Absent for a host process.")
        @Nullable PodFacts pod,
    @JsonPropertyDescription("The controller of the pod.") @Nullable Workload workload,
    @JsonPropertyDescription("The container of the first finding.")
        @Nullable ContainerFacts container,
    @JsonPropertyDescription("The process of the first finding.") @Nullable ProcessFacts process,
    @JsonPropertyDescription("Ancestors of the process, the parent first.")
        @Size(max = Limits.ANCESTORS)
        List<ProcessFacts> ancestors,
    @JsonPropertyDescription("The event of the first finding.") @Nullable EventFacts event,
    @JsonPropertyDescription("What its findings have in common, from expression to value.")
        @Size(max = Limits.GROUP_KEYS)
        Map<String, @Size(max = Limits.GROUP_VALUE) String> group,
    @JsonPropertyDescription("For an overflow alert, the cap that was hit.")
        @Nullable ExceededCap overflow,
    @JsonPropertyDescription(
            "An open alert is deleted after this long without a finding. An overflow "
                + "alert is kept as long as the installation is configured to.")
        @Size(max = Limits.DURATION)
        @Nullable String expireAfter,
    @JsonPropertyDescription(
            "The decision of people about the alert. The only part that can be changed.")
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
      @JsonPropertyDescription("Service account of the pod.") @Size(max = Limits.NAME)
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
      @JsonPropertyDescription("Container id, without the runtime's prefix.")
          @Size(max = Limits.NAME)
          @Nullable String id,
      @JsonPropertyDescription("Image name, as the pod uses it.") @Size(max = Limits.IMAGE)
          @Nullable String image,
      @JsonPropertyDescription("Image digest.") @Size(max = Limits.IMAGE)
          @Nullable String imageID) {}

  /** The event of the first finding. */
  @ApiObject
  public record EventFacts(
      @JsonPropertyDescription("Kind of the event: ProcessExec, ProcessKprobe, ...")
          @Size(max = Limits.IDENTIFIER)
          @Nullable String kind,
      @JsonPropertyDescription("Event time.") @Size(max = Limits.TIMESTAMP) @Nullable String time,
      @JsonPropertyDescription("The traced function, without its architecture prefix.")
          @Size(max = Limits.IDENTIFIER)
          @Nullable String function,
      @JsonPropertyDescription("The tracing policy that produced the event.")
          @Size(max = Limits.NAME)
          @Nullable String tracingPolicy,
      @JsonPropertyDescription("The connection that the event is about.")
          @Nullable ConnectionFacts connection,
      @JsonPropertyDescription("The file that the event is about.") @Nullable FileFacts file) {}

  @ApiObject
  public record ConnectionFacts(
      @JsonPropertyDescription("Source address.") @Size(max = Limits.LABEL)
          @Nullable String sourceIP,
      @JsonPropertyDescription("Source port.") @Min(0) @Max(65535) @Nullable Integer sourcePort,
      @JsonPropertyDescription("Destination address.") @Size(max = Limits.LABEL)
          @Nullable String destinationIP,
      @JsonPropertyDescription("Destination port.") @Min(0) @Max(65535)
          @Nullable Integer destinationPort,
      @JsonPropertyDescription("Protocol: TCP, UDP, ...") @Size(max = Limits.LABEL)
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
