package dev.tocsin.sink;

import dev.tocsin.alert.AlertName;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSummary;
import dev.tocsin.alert.Announcement;
import dev.tocsin.alert.Cap;
import dev.tocsin.alert.Contribution;
import dev.tocsin.alert.Deliveries;
import dev.tocsin.alert.Delivery;
import dev.tocsin.alert.Origin;
import dev.tocsin.alert.Overflow;
import dev.tocsin.alert.Sample;
import dev.tocsin.alert.StoredAlert;
import dev.tocsin.alert.Tally;
import dev.tocsin.alert.Transition;
import dev.tocsin.alert.TriageState;
import dev.tocsin.api.v1alpha1.GoDuration;
import dev.tocsin.api.v1alpha1.ProcessFacts;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.ExceededCap;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.PodFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.engine.Facts.ProcessSnapshot;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.Severity;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A {@code SecurityAlert} object as the package of alerts knows it: the way back. */
final class StoredAlerts {
  /** Entries of an overflow alert's group. */
  static final String CAP = "cap";

  static final String TARGET = "target";
  static final String LIMIT = "limit";

  private static final PartReader<ProcessFacts, ProcessSnapshot> PROCESS =
      new PartReader<>(ProcessFacts.class, ProcessSnapshot.class, ProcessSnapshot.NONE);

  private static final Duration DEFAULT_EXPIRY = Duration.ofHours(720);

  private StoredAlerts() {}

  /** Null for an object that this program did not make: then it is none of its business. */
  static @Nullable StoredAlert of(SecurityAlert resource) {
    AlertRef ref = ref(resource);
    SecurityAlertSpec spec = resource.getSpec();
    if (ref == null || spec == null || spec.policy() == null || spec.severity() == null) {
      return null;
    }
    AlertSummary summary = summary(spec);
    Tally tally = tally(resource.getStatus(), summary);
    ObjectMeta metadata = resource.getMetadata();
    Instant created =
        time(metadata.getCreationTimestamp(), tally.count() > 0 ? tally.lastSeen() : Instant.EPOCH);
    return new StoredAlert(
        ref,
        summary,
        overflow(metadata, spec),
        triage(spec.triage()),
        expireAfter(metadata, spec),
        tally,
        deliveries(resource.getStatus(), tally),
        AlertLabels.marks(metadata, summary),
        lookAgain(spec.triage()),
        Objects.requireNonNullElse(metadata.getGeneration(), 1L),
        created,
        modified(metadata, created),
        AlertEventViews.of(resource, tally, created));
  }

  /** Null for an object with a name that is not an alert's. */
  static @Nullable AlertRef ref(SecurityAlert resource) {
    ObjectMeta metadata = resource.getMetadata();
    AlertName name = AlertName.parse(metadata.getName());
    return name == null
        ? null
        : new AlertRef(
            metadata.getNamespace(), name, metadata.getUid(), metadata.getResourceVersion());
  }

  private static AlertSummary summary(SecurityAlertSpec spec) {
    PodFacts pod = spec.pod();
    return new AlertSummary(
        spec.policy().namespace(),
        spec.policy().name(),
        severity(spec.severity()),
        spec.mitreAttack().stream()
            .map(each -> new Policy.AttackTechnique(each.technique(), each.tactics()))
            .toList(),
        spec.message() == null ? spec.title() : spec.message(),
        text(spec.node()),
        pod == null ? "" : text(pod.namespace()),
        pod == null ? "" : text(pod.name()),
        pod == null ? "" : text(pod.uid()),
        spec.workload() == null
            ? ""
            : AlertSummary.workload(spec.workload().kind(), spec.workload().name()));
  }

  static Severity severity(dev.tocsin.api.v1alpha1.AlertSeverity severity) {
    return switch (severity) {
      case INFO -> Severity.INFO;
      case LOW -> Severity.LOW;
      case MEDIUM -> Severity.MEDIUM;
      // what a newer version says and this one does not know must not be evicted for others
      case HIGH, UNKNOWN -> Severity.HIGH;
      case CRITICAL -> Severity.CRITICAL;
    };
  }

  private static @Nullable Overflow overflow(ObjectMeta metadata, SecurityAlertSpec spec) {
    ExceededCap exceeded = spec.overflow();
    if (exceeded == null) {
      return overflowOfEarlierVersion(metadata, spec);
    }
    Cap cap = CamelCase.constant(Cap.class, exceeded.cap());
    return cap == null
        ? null
        : new Overflow(
            cap,
            text(exceeded.target()),
            exceeded.limit() == null ? 0 : exceeded.limit(),
            severity(spec.severity()));
  }

  /** Earlier versions say the cap in a label, and what it limits in the group. */
  private static @Nullable Overflow overflowOfEarlierVersion(
      ObjectMeta metadata, SecurityAlertSpec spec) {
    String label =
        metadata.getLabels() == null ? null : metadata.getLabels().get(AlertLabels.OVERFLOW);
    Cap cap = CamelCase.constant(Cap.class, label);
    String limit = spec.group().getOrDefault(LIMIT, "");
    return cap == null
        ? null
        : new Overflow(
            cap,
            spec.group().getOrDefault(TARGET, ""),
            limit.matches("[0-9]{1,9}") ? Integer.parseInt(limit) : 0,
            severity(spec.severity()));
  }

  private static TriageState triage(dev.tocsin.api.v1alpha1.@Nullable Triage triage) {
    return triage == null || triage.state() == null
        ? TriageState.OPEN
        : switch (triage.state()) {
          case OPEN, UNKNOWN -> TriageState.OPEN;
          case ACKNOWLEDGED -> TriageState.ACKNOWLEDGED;
          case CLOSED -> TriageState.CLOSED;
        };
  }

  private static @Nullable Instant lookAgain(dev.tocsin.api.v1alpha1.@Nullable Triage triage) {
    return triage(triage) != TriageState.ACKNOWLEDGED || triage == null || triage.until() == null
        ? null
        : time(triage.until(), Instant.MAX); // what is no time never comes
  }

  private static Duration expireAfter(ObjectMeta metadata, SecurityAlertSpec spec) {
    String text = spec.expireAfter();
    if (text == null && metadata.getAnnotations() != null) {
      text = metadata.getAnnotations().get(AlertLabels.EXPIRE_AFTER);
    }
    try {
      return text == null ? DEFAULT_EXPIRY : GoDuration.parse(text);
    } catch (IllegalArgumentException notADuration) {
      // somebody edited the annotation; the default is as good as any
      return DEFAULT_EXPIRY;
    }
  }

  private static Tally tally(@Nullable SecurityAlertStatus status, AlertSummary summary) {
    if (status == null || status.count() == null || status.count() == 0) {
      return Tally.NONE;
    }
    Instant first = time(status.firstSeen(), Instant.EPOCH);
    return new Tally(
        status.count(),
        nanos(first),
        nanos(time(status.lastSeen(), first)),
        status.nodes(),
        status.nodeCount() == null ? status.nodes().size() : status.nodeCount(),
        status.samples().stream().map(sample -> sample(sample, summary)).toList(),
        status.lostEvents() == null ? 0 : status.lostEvents(),
        aggregatedAlerts(status),
        contributors(status),
        AlertParts.of(status),
        status.counted().stream()
            .filter(each -> each.sequence() != null)
            .map(each -> new Origin(text(each.node()), text(each.spool()), each.sequence()))
            .toList());
  }

  private static Sample sample(SecurityAlertStatus.FindingSample sample, AlertSummary summary) {
    String subject = text(sample.subject());
    int slash = subject.indexOf('/');
    return new Sample(
        text(sample.id()),
        sample.policy() == null ? summary.policyKey() : sample.policy(),
        nanos(time(sample.time(), Instant.EPOCH)),
        text(sample.node()),
        slash < 0 ? "" : subject.substring(0, slash),
        slash < 0 ? "" : subject.substring(slash + 1),
        text(sample.message()),
        process(sample.process()));
  }

  static ProcessSnapshot process(@Nullable ProcessFacts process) {
    return PROCESS.read(process);
  }

  private static List<Contribution> contributors(SecurityAlertStatus status) {
    return status.overflow() == null
        ? List.of()
        : status.overflow().contributors().stream()
            .map(
                each ->
                    new Contribution(
                        text(each.policy()),
                        text(each.subject()),
                        each.findings() == null ? 0 : each.findings()))
            .toList();
  }

  private static long aggregatedAlerts(SecurityAlertStatus status) {
    SecurityAlertStatus.Aggregated overflow = status.overflow();
    return overflow == null || overflow.alerts() == null ? 0 : overflow.alerts();
  }

  private static Deliveries deliveries(@Nullable SecurityAlertStatus status, Tally tally) {
    if (status == null) {
      return Deliveries.NONE;
    }
    if (status.deliveries().isEmpty()) {
      return deliveriesOfEarlierVersion(status, tally);
    }
    Map<String, Delivery> byReceiver = new HashMap<>();
    for (SecurityAlertStatus.ReceiverState each : status.deliveries()) {
      Delivery.State state = CamelCase.constant(Delivery.State.class, each.state());
      byReceiver.put(
          text(each.receiver()),
          new Delivery(
              each.step() == null ? 0 : each.step(),
              each.revision() == null ? 0 : each.revision(),
              CamelCase.constant(Transition.class, each.event()),
              state == null ? Delivery.State.WAITING : state,
              text(each.message()),
              time(each.since(), Instant.EPOCH)));
    }
    return new Deliveries(byReceiver);
  }

  /** Earlier versions have the Kubernetes Event only, and say of it what the condition says. */
  private static Deliveries deliveriesOfEarlierVersion(SecurityAlertStatus status, Tally tally) {
    Condition condition =
        condition(status, AlertCondition.EVENT_WRITTEN.reason().type()).orElse(null);
    if (condition == null) {
      return Deliveries.NONE;
    }
    String reason = text(condition.getReason());
    Delivery.State state =
        AlertCondition.EVENT_WRITTEN.reason().reason().equals(reason)
            ? Delivery.State.ANNOUNCED
            : AlertCondition.EVENT_REFUSED.reason().reason().equals(reason)
                ? Delivery.State.GIVEN_UP
                : Delivery.State.WAITING;
    return new Deliveries(
        Map.of(
            KubernetesEvents.NAME,
            new Delivery(
                state == Delivery.State.WAITING ? 0 : Announcement.step(tally.count()),
                0,
                null,
                state,
                text(condition.getMessage()),
                time(condition.getLastTransitionTime(), Instant.EPOCH))));
  }

  private static Optional<Condition> condition(SecurityAlertStatus status, String type) {
    return status.conditions().stream()
        .filter(condition -> type.equals(condition.getType()))
        .findFirst();
  }

  /** The latest time that any field manager changed something. */
  private static Instant modified(ObjectMeta metadata, Instant created) {
    List<ManagedFieldsEntry> managed = metadata.getManagedFields();
    return managed == null
        ? created
        : managed.stream()
            .map(entry -> time(entry.getTime(), created))
            .max(Instant::compareTo)
            .orElse(created);
  }

  static Instant time(@Nullable String text, Instant otherwise) {
    try {
      return text == null || text.isEmpty() ? otherwise : Timestamps.parse(text);
    } catch (IllegalArgumentException notATime) {
      // the schema forbids it; where there is no schema, an alert is worth more than its time
      return otherwise;
    }
  }

  static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
