package dev.tocsin.alert;

import dev.tocsin.alert.Phase.Absent;
import dev.tocsin.alert.Phase.Closed;
import dev.tocsin.alert.Phase.Deleting;
import dev.tocsin.alert.Phase.Forgotten;
import dev.tocsin.alert.Phase.Open;
import dev.tocsin.alert.Phase.Recreating;
import dev.tocsin.alert.Phase.Stored;
import dev.tocsin.engine.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One alert in memory, as a state machine: its {@link Phase}, its {@link AlertContent}, and its
 * {@link WritePace}. The methods that change it are named after what happened, and nothing else
 * changes it.
 *
 * <p>Guarded by the lock of the {@link AlertBook}, which knows of each change of phase.
 */
final class AlertState {
  final AlertName name;
  final AlertSummary summary;
  final @Nullable Overflow overflow;
  final long sequence;

  /** The namespace that it belongs in. */
  final String home;

  final WritePace pace;

  private Phase phase = Phase.ABSENT;

  /** The namespace that it is in, or is to be in. */
  private String namespace;

  /** Why these differ, as long as it has no object. */
  private @Nullable Relocation relocation;

  private Duration expireAfter;

  private final AlertContent content;

  private final AggregatedAlerts aggregated;

  private Form form = Form.FULL;

  /** When its object was made, as far as known. */
  private Instant created;

  /** When it last got a finding, or its object was last changed. */
  private Instant active;

  AlertState(
      AlertName name,
      String home,
      AlertSummary summary,
      @Nullable Overflow overflow,
      Duration expireAfter,
      long sequence,
      AlertSettings settings,
      Instant now) {
    this.name = name;
    this.home = home;
    this.namespace = home;
    this.summary = summary;
    this.overflow = overflow;
    this.aggregated = new AggregatedAlerts(overflow);
    this.expireAfter = expireAfter;
    this.sequence = sequence;
    this.created = now;
    this.active = now;
    this.pace = new WritePace(settings, now);
    this.content = new AlertContent(summary.severity());
  }

  Phase phase() {
    return phase;
  }

  /** The object; null as long as there is none. */
  @Nullable AlertRef ref() {
    return phase instanceof Stored stored ? stored.ref() : null;
  }

  String namespace() {
    return namespace;
  }

  @Nullable Relocation relocation() {
    return relocation;
  }

  Duration expireAfter() {
    return expireAfter;
  }

  /** To be read; what changes it comes here first. */
  AlertContent content() {
    return content;
  }

  Form form() {
    return form;
  }

  boolean isClosed() {
    return phase instanceof Stored stored && stored.triage() == TriageState.CLOSED;
  }

  boolean isDeleting() {
    return phase instanceof Deleting || phase instanceof Recreating;
  }

  /** Whether it has an object that is to stay, and nothing to write. */
  boolean isIdle() {
    return (phase instanceof Open || phase instanceof Closed)
        && !content.isWriting()
        && content.pending().isEmpty();
  }

  /** Whether it counts against caps. */
  boolean countsAgainstCaps() {
    return !(phase instanceof Deleting || phase instanceof Forgotten);
  }

  /** Whether a finding of its group is its own, rather than the first of another alert. */
  boolean takesFindings() {
    return phase instanceof Absent || phase instanceof Open || phase instanceof Recreating;
  }

  /** Whether it got a finding from a node, any where that is {@code ""}, or was changed, since. */
  boolean wasActive(String node, Instant since) {
    return active.isAfter(since) && (node.isEmpty() || content.isOfNode(node));
  }

  /** Whether its time without a finding is over. */
  boolean isOver(AlertSettings settings, Instant now) {
    Duration kept =
        isClosed()
            ? settings.closedRetention()
            : overflow != null ? settings.overflowRetention() : expireAfter;
    return !active.plus(kept).isAfter(now);
  }

  /** What is to be created; null where nothing was found that the object does not say. */
  @Nullable Alert fresh() {
    Finding first = content.firstUnstored();
    if (first == null) {
      return null;
    }
    String incident = content.marking().incident();
    Tally tally = content.tally();
    return new Alert(name, namespace, first, overflow, relocation, expireAfter, tally, incident);
  }

  /** Findings were counted. */
  void counted(
      Reported reported,
      long firstNanos,
      long lastNanos,
      Acknowledgement acknowledgement,
      Instant now) {
    content.pending().add(reported, firstNanos, lastNanos, acknowledgement);
    if (overflow == null) {
      expireAfter = reported.finding().policy().alerting().expireAfter();
    }
    countedAt(now);
  }

  /** It got what another alert has not written. */
  void counted(Accumulation others, Instant now) {
    content.pending().add(others);
    countedAt(now);
  }

  private void countedAt(Instant now) {
    active = now;
    if (!isDeleting()) {
      pace.counted(phase instanceof Stored, now);
    }
  }

  /** Another alert counts what this one has not written. */
  Accumulation handedOver() {
    return content.handedOver();
  }

  /** Of an overflow alert: a group has no alert of its own, but this one. */
  void aggregated(String base) {
    if (aggregated.add(base)) {
      content.pending().addAggregated(1);
    }
  }

  /** Of an alert over alerts: that one is part of it. */
  void joinedBy(ContributingAlert alert, Instant now) {
    content.joinedBy(alert);
    countedAt(now);
  }

  /** It is part of an incident. */
  void joined(AlertName incident, Instant now) {
    content.marking().joined(incident);
    pace.changed(now);
  }

  /** Its writer ended before it wrote the status, and nobody reported the findings again. */
  void orphaned() {
    content.orphaned(created);
  }

  /** Events were lost: its count may be too low. */
  void eventsLost(long events, Instant now) {
    if (phase instanceof Stored) {
      pace.changed(now);
    }
    content.pending().addLost(events);
  }

  void claimed() {
    content.claimed();
  }

  /** The writer made its object, whose status is empty. */
  void created(AlertRef ref, AlertMarks marks) {
    phase = phase.created(ref);
    content.created(marks);
  }

  /** The writer wrote its labels. */
  void marked(AlertRef ref, AlertMarks marks) {
    if (isObject(ref)) {
      phase = phase.written(ref);
      content.marking().written(marks);
    }
  }

  /** A receiver has something of that very object, which is written with what else changes. */
  void delivered(AlertRef ref, String receiver, Delivery delivery, Instant now) {
    if (isObject(ref) && !delivery.equals(content.deliveries().of(receiver))) {
      content.delivered(receiver, delivery);
      if (!content.isWriting()) {
        pace.changed(now);
      }
    }
  }

  /**
   * The writer wrote its status.
   *
   * @return the reports that are stored now
   */
  List<Acknowledgement> written(AlertRef ref, Tally tally, Deliveries said, Instant now) {
    // else the object was deleted meanwhile, and what it said went with it
    if (isObject(ref)) {
      phase = phase.written(ref);
      content.written(tally, said);
    }
    pace.written(now);
    return content.landed();
  }

  /**
   * A write was not done, or nobody knows: what it said is pending again.
   *
   * @return the reports that the object turned out to count
   */
  List<Acknowledgement> notWritten() {
    return content.notWritten();
  }

  /** It is to be written in the system namespace. */
  void relocated(String systemNamespace, String reason) {
    relocation = Relocation.of(home, reason);
    namespace = systemNamespace;
  }

  /** The next object of it is tried where it belongs. */
  void broughtHome() {
    relocation = null;
    namespace = home;
  }

  void reduced() {
    form = Form.REDUCED;
  }

  /**
   * The store has an object of its name, of which nothing as new is known.
   *
   * @return the reports that the object counts
   */
  List<Acknowledgement> observed(StoredAlert stored) {
    boolean isKnown = isObject(stored.ref());
    phase = phase.observed(stored.ref(), stored.triage());
    namespace = stored.ref().namespace();
    if (stored.modified().isAfter(active)) {
      active = stored.modified();
    }
    if (!isKnown) {
      objectGone();
    }
    content.marking().observed(stored.marks(), stored.lookAgain());
    if (isKnown && stored.tally().counted().equals(content.written().counted())) {
      return List.of();
    }
    // else it was written by another writer, or by us and the answer was lost
    created = stored.created();
    return content.observed(stored);
  }

  /** Its object is gone, by whomever: what it said is over, what it did not say yet stays. */
  void deleted(Instant now) {
    phase = phase.deleted();
    objectGone();
    broughtHome();
    aggregated.clear();
    pace.writeAt(now);
  }

  /** Its object is to be deleted: its time is over, or others need its place. */
  void expired(Instant now) {
    phase = phase.expired();
    pace.writeAt(now);
  }

  /** It fires again while its object is to be deleted. */
  void firedAgain() {
    phase = phase.firedAgain();
  }

  void forgotten() {
    phase = Phase.FORGOTTEN;
  }

  private boolean isObject(AlertRef ref) {
    AlertRef known = ref();
    return known != null && known.isSameObject(ref);
  }

  private void objectGone() {
    content.objectGone();
    pace.objectGone();
  }
}
