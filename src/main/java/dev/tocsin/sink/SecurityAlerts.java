package dev.tocsin.sink;

import dev.tocsin.alert.Alert;
import dev.tocsin.alert.AlertSummary;
import dev.tocsin.alert.Cap;
import dev.tocsin.alert.Deliveries;
import dev.tocsin.alert.Form;
import dev.tocsin.alert.Overflow;
import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.GoDuration;
import dev.tocsin.api.v1alpha1.Limits;
import dev.tocsin.api.v1alpha1.MitreTechnique;
import dev.tocsin.api.v1alpha1.ProcessFacts;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.ConnectionFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.ContainerFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.EventFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.ExceededCap;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.FileFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.PodFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.PolicyReference;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.Workload;
import dev.tocsin.api.v1alpha1.SecurityAlertSpecBuilder;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.api.v1alpha1.Triage;
import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Facts.ConnectionSnapshot;
import dev.tocsin.engine.Facts.FileSnapshot;
import dev.tocsin.engine.Facts.ProcessSnapshot;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.Pod;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An alert as a {@code SecurityAlert} object, valid whatever the event's texts were. */
public final class SecurityAlerts {
  private static final Pattern TECHNIQUE = Pattern.compile("T[0-9]{4}(\\.[0-9]{3})?");
  private static final Pattern TACTIC = Pattern.compile("[A-Z][A-Za-z]{0,62}");
  private static final int TECHNIQUES = 16;
  private static final PartWriter<Pod, PodFacts> POD =
      new PartWriter<>(
          Pod.class, PodFacts.class, Map.of(Map.class, labels -> labels((Map<?, ?>) labels)));

  private static final PartWriter<Pod.Workload, Workload> WORKLOAD =
      new PartWriter<>(Pod.Workload.class, Workload.class, Map.of());

  private static final PartWriter<Container, ContainerFacts> CONTAINER =
      new PartWriter<>(Container.class, ContainerFacts.class, Map.of());

  private static final PartWriter<ProcessSnapshot, ProcessFacts> PROCESS =
      new PartWriter<>(ProcessSnapshot.class, ProcessFacts.class, Map.of());

  private static final PartWriter<ConnectionSnapshot, ConnectionFacts> CONNECTION =
      new PartWriter<>(ConnectionSnapshot.class, ConnectionFacts.class, Map.of());

  private static final PartWriter<FileSnapshot, FileFacts> FILE =
      new PartWriter<>(FileSnapshot.class, FileFacts.class, Map.of());

  private static final PartWriter<Facts, EventFacts> EVENT =
      new PartWriter<>(
          Facts.class,
          EventFacts.class,
          Map.of(
              EventKind.class,
              kind -> ((EventKind) kind).apiName(),
              ConnectionSnapshot.class,
              each ->
                  each instanceof ConnectionSnapshot connection && connection.present()
                      ? CONNECTION.write(connection)
                      : null,
              FileSnapshot.class,
              each ->
                  each instanceof FileSnapshot file && file.present() ? FILE.write(file) : null));

  private SecurityAlerts() {}

  /** What an alert is about, as far as its object says it. */
  public static Attribution where(SecurityAlertSpec spec) {
    return AlertEventViews.where(spec);
  }

  /** The whole object, as it stands after the last write. */
  public static SecurityAlert toResource(Alert alert) {
    SecurityAlert resource = toResource(alert, Form.FULL);
    resource.setStatus(AlertStatus.of(alert.tally(), Deliveries.NONE));
    return resource;
  }

  /** Without its status, as it is created. */
  static SecurityAlert toResource(Alert alert, Form form) {
    SecurityAlert resource = new SecurityAlert();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(alert.name().toString())
            .withNamespace(alert.namespace())
            .withLabels(AlertLabels.of(alert, AlertSummary.of(alert)))
            .withAnnotations(AlertLabels.annotations(alert))
            .build());
    resource.setSpec(
        alert.overflow() == null ? spec(alert, form) : spec(alert, alert.overflow(), form));
    return resource;
  }

  private static SecurityAlertSpec spec(Alert alert, Form form) {
    Policy policy = alert.finding().policy();
    Facts facts = alert.finding().facts();
    SecurityAlertSpecBuilder spec =
        SecurityAlertSpec.builder(
                reference(policy.id(), alert),
                Plain.text(
                    policy.title().isEmpty() ? policy.id().name() : policy.title(), Limits.LINE),
                severity(policy.severity()))
            .expireAfter(GoDuration.format(alert.expireAfter()))
            .triage(Triage.open());
    if (form == Form.REDUCED) {
      return spec.build();
    }
    Pod pod = facts.where().pod();
    Container container = facts.where().container();
    return spec.message(Plain.orAbsent(alert.finding().message(), Limits.TEXT))
        .riskScore(Math.clamp(policy.riskScore(), 0, 100))
        .mitreAttack(techniques(policy.mitreAttack()))
        .subject(subject(pod.namespace(), pod.name(), facts.node()))
        .node(Plain.orAbsent(facts.node(), Limits.NAME))
        .cluster(Plain.orAbsent(facts.cluster(), Limits.NAME))
        .pod(pod.present() ? POD.write(pod) : null)
        .workload(workload(pod.workload()))
        .container(container.present() ? CONTAINER.write(container) : null)
        .process(process(facts.process()))
        .ancestors(
            facts.ancestors().stream()
                .limit(Limits.ANCESTORS)
                .map(SecurityAlerts::process)
                .filter(Objects::nonNull)
                .toList())
        .event(EVENT.write(facts))
        .group(group(alert.finding().group()))
        .build();
  }

  private static SecurityAlertSpec spec(Alert alert, Overflow overflow, Form form) {
    Map<String, String> group = new LinkedHashMap<>();
    String cap = CamelCase.apiName(overflow.cap());
    String target = Plain.text(overflow.target(), Limits.GROUP_VALUE);
    group.put(StoredAlerts.CAP, cap);
    group.put(StoredAlerts.TARGET, target);
    group.put(StoredAlerts.LIMIT, Integer.toString(overflow.limit()));
    SecurityAlertSpecBuilder spec =
        SecurityAlertSpec.builder(
                reference(alert.finding().policy().id(), alert),
                Plain.text(overflow.title(), Limits.LINE),
                severity(overflow.severity()))
            .message(Plain.text(overflow.message(), Limits.TEXT))
            .group(group)
            .overflow(new ExceededCap(cap, target.isEmpty() ? null : target, overflow.limit()))
            .expireAfter(GoDuration.format(alert.expireAfter()))
            .triage(Triage.open());
    if (overflow.cap() != Cap.POD || form == Form.REDUCED) {
      return spec.build();
    }
    Facts facts = alert.finding().facts();
    Pod pod = facts.where().pod();
    return spec.subject(subject(pod.namespace(), pod.name(), facts.node()))
        .node(Plain.orAbsent(facts.node(), Limits.NAME))
        .cluster(Plain.orAbsent(facts.cluster(), Limits.NAME))
        .pod(pod.present() ? POD.write(pod) : null)
        .workload(workload(pod.workload()))
        .build();
  }

  private static PolicyReference reference(PolicyId id, Alert alert) {
    return new PolicyReference(
        id.name().isEmpty() ? "unnamed" : Plain.text(id.name(), Limits.NAME),
        id.namespace().isEmpty() ? alert.namespace() : Plain.text(id.namespace(), Limits.LABEL),
        Plain.orAbsent(id.uid(), Limits.UID),
        Math.max(0, id.generation()));
  }

  /** As alerts may name them; what is not of their form is left out. */
  static List<MitreTechnique> techniques(List<Policy.AttackTechnique> attack) {
    return attack.stream()
        .filter(technique -> TECHNIQUE.matcher(technique.technique()).matches())
        .limit(TECHNIQUES)
        .map(
            technique ->
                new MitreTechnique(
                    technique.technique(),
                    technique.tactics().stream()
                        .filter(tactic -> TACTIC.matcher(tactic).matches())
                        .limit(Limits.TACTICS)
                        .toList()))
        .toList();
  }

  /** What a row of a table is about: namespace/pod, or the node. */
  static @Nullable String subject(String podNamespace, String podName, String node) {
    return podName.isEmpty()
        ? Plain.orAbsent(node, Limits.NAME)
        : Plain.text(podNamespace + "/" + podName, Limits.NAME + Limits.LABEL + 1);
  }

  private static Map<String, String> labels(Map<?, ?> labels) {
    Map<String, String> bounded = new LinkedHashMap<>();
    labels.entrySet().stream()
        .limit(Limits.LABELS)
        .forEach(
            label ->
                bounded.put(
                    Plain.text((String) label.getKey(), Limits.LABEL_KEY),
                    Plain.text((String) label.getValue(), Limits.LABEL)));
    return bounded;
  }

  private static @Nullable Workload workload(Pod.Workload workload) {
    return workload.kind().isEmpty() || workload.name().isEmpty() ? null : WORKLOAD.write(workload);
  }

  /** Null where there is none: what policies over alerts report has no process. */
  static @Nullable ProcessFacts process(ProcessSnapshot process) {
    return process.equals(ProcessSnapshot.NONE) ? null : PROCESS.write(process);
  }

  private static Map<String, String> group(Map<String, String> group) {
    Map<String, String> bounded = new LinkedHashMap<>();
    group.entrySet().stream()
        .limit(Limits.GROUP_KEYS)
        .forEach(
            entry ->
                bounded.put(
                    Plain.text(entry.getKey(), Limits.LINE),
                    Plain.text(entry.getValue(), Limits.GROUP_VALUE)));
    return bounded;
  }

  /** Null for a time that is not known. */
  static @Nullable String time(long unixNanos) {
    return unixNanos <= 0 ? null : Timestamps.format(Instant.ofEpochSecond(0, unixNanos));
  }

  static AlertSeverity severity(dev.tocsin.engine.policy.Severity severity) {
    return switch (severity) {
      case INFO -> AlertSeverity.INFO;
      case LOW -> AlertSeverity.LOW;
      case MEDIUM -> AlertSeverity.MEDIUM;
      case HIGH -> AlertSeverity.HIGH;
      case CRITICAL -> AlertSeverity.CRITICAL;
    };
  }
}
