package dev.tocsin.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One alert in memory: what its object says, what it does not say yet, and when to write that.
 * Guarded by the aggregator's lock.
 */
final class Tracked {
  /** Distinct alerts that an overflow alert counts. */
  private static final int FOLDED = 4096;

  /** The same of one pod; there can be many of these. */
  private static final int FOLDED_OF_POD = 256;

  final AlertName name;
  final Headline headline;
  final @Nullable Overflow overflow;
  final long sequence;

  /** The namespace that it belongs in. */
  final String home;

  /** The namespace that it is in, or is to be in. */
  String namespace;

  /** Why these differ, as long as it has no object. */
  @Nullable Relocation relocation;

  Duration expireAfter;
  Triage triage = Triage.OPEN;

  /** The object; null as long as there is none. */
  @Nullable AlertRef ref;

  /** What the object says. */
  Tally written = Tally.NONE;

  /** All nodes that {@link #written} counts, as far as known. */
  final Set<String> writtenNodes = new LinkedHashSet<>(2);

  /** What receivers have of it. */
  Deliveries deliveries = Deliveries.NONE;

  /** What its object says of that. */
  Deliveries writtenDeliveries = Deliveries.NONE;

  /** What is being written at this moment; null when no write is under way. */
  @Nullable Accumulation inFlight;

  /** What the object does not say yet. */
  Accumulation pending = new Accumulation();

  /** Of an overflow alert: the alerts folded into it. */
  final Set<String> folded = new LinkedHashSet<>(0);

  /** Its object is to be deleted. */
  boolean doomed;

  /** Doomed, and fired again since: there is to be a new object. */
  boolean revived;

  Form form = Form.FULL;

  /** When its object was made, as far as known. */
  Instant created;

  /** When it last got a finding, or its object was last changed. */
  Instant active;

  /** Since when there is something to write; null when there is not. */
  @Nullable Instant dirtySince;

  /** Not to be written before. */
  Instant due;

  Instant lastWrite = Instant.MIN;
  Duration interval;
  int failures;

  Tracked(
      AlertName name,
      String home,
      Headline headline,
      @Nullable Overflow overflow,
      Duration expireAfter,
      long sequence,
      Instant now,
      Duration interval) {
    this.name = name;
    this.home = home;
    this.namespace = home;
    this.headline = headline;
    this.overflow = overflow;
    this.expireAfter = expireAfter;
    this.sequence = sequence;
    this.created = now;
    this.active = now;
    this.due = now;
    this.interval = interval;
  }

  /** It is to be written in the system namespace. */
  void relocate(String systemNamespace, String reason) {
    relocation = Relocation.of(home, reason);
    namespace = systemNamespace;
  }

  /** The next object of it is tried where it belongs. */
  void goHome() {
    relocation = null;
    namespace = home;
  }

  /** Of an overflow alert: how many folded alerts it tells apart. */
  int mostFolded() {
    return overflow != null && overflow.cap() == Cap.POD ? FOLDED_OF_POD : FOLDED;
  }

  boolean isClosed() {
    return triage == Triage.CLOSED;
  }

  /** Whether its object counts that report already. */
  boolean counts(Receipt receipt) {
    return receipt.origin != null && Counted.covers(written.counted(), receipt.origin);
  }

  /** Whether a finding of its group is its own, rather than the first of another alert. */
  boolean takesFindings() {
    return !isClosed() && (!doomed || revived);
  }

  /** A finding arrived: it is written when the interval is over, at once after a quiet time. */
  void paceFinding(AlertSettings settings, Instant now) {
    active = now;
    if (failures > 0 || doomed) {
      return;
    }
    if (ref == null || isQuiet(settings, now)) {
      interval = settings.shortestInterval();
      due = now;
    } else {
      due = lastWrite.plus(interval);
    }
  }

  /** Events were lost: that is worth a write, but no hurry. */
  void paceLoss(AlertSettings settings, Instant now) {
    if (dirtySince == null && failures == 0 && ref != null && !isQuiet(settings, now)) {
      due = lastWrite.plus(settings.longestInterval());
    }
  }

  /** A receiver answered late: its object is to say so, with its next write or after a while. */
  void paceDelivery(AlertSettings settings, Instant now) {
    if (inFlight == null) {
      paceLoss(settings, now);
    }
  }

  /** A write succeeded: the next one keeps a greater distance. */
  void paceWritten(AlertSettings settings, Instant now) {
    failures = 0;
    lastWrite = now;
    due = now.plus(interval);
    Duration doubled = interval.multipliedBy(2);
    interval =
        doubled.compareTo(settings.longestInterval()) < 0 ? doubled : settings.longestInterval();
  }

  private boolean isQuiet(AlertSettings settings, Instant now) {
    return lastWrite.equals(Instant.MIN)
        || !lastWrite.plus(settings.longestInterval()).isAfter(now);
  }

  /** How many of the receivers lack the step that its count has reached. */
  long receiversBehind(Set<String> receivers) {
    long step = Announcement.step(written.count() + unwritten().count());
    return receivers.stream().filter(each -> deliveries.step(each) < step).count();
  }

  /** All findings, written or not. */
  Tally tally() {
    return unwritten().onTopOf(written, writtenNodes);
  }

  /** All that its object does not say, or may not say. */
  Accumulation unwritten() {
    if (inFlight == null) {
      return pending;
    }
    Accumulation all = new Accumulation();
    all.add(inFlight);
    all.add(pending);
    return all;
  }

  /** The object is gone: what it said is over, what it did not say yet stays. */
  void forgetObject() {
    ref = null;
    written = Tally.NONE;
    writtenNodes.clear();
    deliveries = Deliveries.NONE;
    writtenDeliveries = Deliveries.NONE;
    triage = Triage.OPEN;
    lastWrite = Instant.MIN;
  }

  /**
   * The write under way failed, or its object is gone: its findings are pending again, but for
   * those that the object turned out to count, which are returned.
   */
  List<Receipt> takeBack() {
    pending = unwritten();
    inFlight = null;
    return pending.dropCounted(written.counted());
  }
}
