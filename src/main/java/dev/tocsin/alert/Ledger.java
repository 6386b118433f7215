package dev.tocsin.alert;

import dev.tocsin.alert.Caps.Displaced;
import dev.tocsin.alert.Caps.Verdict;
import dev.tocsin.engine.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All alerts there are, and which of them a finding belongs to.
 *
 * <p>The life of an alert: the first finding of a group opens it (or is folded into an overflow
 * alert where a cap is reached); it counts until it is closed by a user, expires, gives way to a
 * more severe one, or its object is deleted. After closing, the next finding opens a new episode
 * under a name of its own. After a deletion, the next finding writes the same name anew, counting
 * only what was not in the deleted object.
 *
 * <p>Guarded by the aggregator's lock.
 */
final class Ledger {
  /** How long after the start an object without findings waits for them. */
  private static final Duration ORPHAN_AGE = Duration.ofMinutes(2);

  private final AlertSettings settings;
  private final Placement placement;
  private final Caps caps;
  private final Map<AlertName, Tracked> byName = new LinkedHashMap<>();

  /** The latest episode, by the base of its name. */
  private final Map<String, Tracked> latest = new HashMap<>();

  private final Set<Tracked> dirty = new LinkedHashSet<>();
  private final Map<String, Long> foldedFindings = new HashMap<>();

  private final Receipts receipts = new Receipts();
  private Instant adoptOrphansFrom = Instant.MAX;

  private long sequence;
  private long marks;
  private long displacedAlerts;

  Ledger(AlertSettings settings) {
    this.settings = settings;
    this.placement = new Placement(settings.systemNamespace());
    this.caps = new Caps(settings);
  }

  Collection<Tracked> alerts() {
    return byName.values();
  }

  /** Alerts with something to write. */
  Set<Tracked> dirty() {
    return dirty;
  }

  /** Grows when an alert becomes dirty. */
  long marks() {
    return marks;
  }

  /** Findings that went into overflow alerts, by policy, since the start. */
  Map<String, Long> foldedFindings() {
    return foldedFindings;
  }

  long displacedAlerts() {
    return displacedAlerts;
  }

  Receipts receipts() {
    return receipts;
  }

  /** A write did not succeed, or nobody knows: what it said is pending again. */
  void takeBack(Tracked alert) {
    receipts.stored(alert.takeBack());
  }

  boolean holds(Tracked alert) {
    return byName.get(alert.name) == alert;
  }

  /**
   * Counts findings, in their alert or in an overflow alert.
   *
   * @return false when the alert counts them already
   */
  boolean count(Reported reported, long firstNanos, long lastNanos, Receipt receipt, Instant now) {
    Finding finding = reported.finding();
    AlertName first = placement.nameOf(finding);
    Tracked alert = latest.get(first.base());
    if (alert != null && alert.counts(receipt)) {
      return false;
    }
    if (alert == null || !alert.takesFindings()) {
      alert = open(first, finding, now);
    }
    if (alert.counts(receipt)) {
      return false;
    }
    alert.pending.add(reported, firstNanos, lastNanos, receipt);
    if (alert.overflow == null) {
      alert.expireAfter = finding.policy().alerting().expireAfter();
    } else {
      countFolded(finding, reported.count());
    }
    touched(alert, now);
    return true;
  }

  /** Takes over what the store has. */
  void observe(StoredAlert stored, Instant now) {
    Tracked alert = byName.get(stored.ref().name());
    if (alert == null) {
      adopt(stored, now);
      return;
    }
    AlertRef known = alert.ref;
    if (known != null && !stored.ref().isNewerThan(known)) {
      return;
    }
    caps.remove(alert);
    if (alert.doomed && alert.triage != stored.triage()) {
      spare(alert);
    }
    if (known == null || !known.isSameObject(stored.ref())) {
      alert.forgetObject();
      takeOver(alert, stored);
    } else if (!stored.tally().counted().equals(alert.written.counted())) {
      takeOver(alert, stored); // written by another writer, or by us and the answer was lost
    }
    alert.ref = stored.ref();
    alert.namespace = stored.ref().namespace();
    alert.triage = stored.triage();
    if (stored.modified().isAfter(alert.active)) {
      alert.active = stored.modified();
    }
    if (!alert.doomed || alert.revived) {
      caps.add(alert);
    }
    settle(alert, now);
  }

  /** Somebody works with an alert that was to be deleted. */
  private void spare(Tracked alert) {
    alert.doomed = false;
    alert.revived = false;
    alert.dirtySince = null;
    dirty.remove(alert);
  }

  /** The object is gone, by whomever. */
  void gone(Tracked alert, Instant now) {
    if (alert.doomed && !alert.revived) {
      remove(alert);
      return;
    }
    caps.remove(alert);
    alert.forgetObject();
    alert.folded.clear();
    alert.doomed = false;
    alert.revived = false;
    caps.add(alert);
    alert.due = now;
    settle(alert, now);
  }

  @Nullable Tracked find(AlertRef ref) {
    Tracked alert = byName.get(ref.name());
    return alert != null && alert.ref != null && alert.ref.isSameObject(ref) ? alert : null;
  }

  /** All that was stored is known by now. */
  void loaded(Instant now) {
    admitAgain(now);
    adoptOrphansFrom = now.plus(ORPHAN_AGE);
  }

  /**
   * Gives those a finding that say they have none: their writer ended between the object and its
   * status. Sensors report again what has no receipt, so they are given the time for it first.
   */
  private void adoptOrphans(Instant now) {
    for (Tracked alert : List.copyOf(byName.values())) {
      if (alert.ref != null
          && !alert.doomed
          && alert.inFlight == null
          && alert.written.count() == 0
          && alert.pending.isEmpty()) {
        alert.pending.add(Tally.once(alert.created));
        settle(alert, now);
      }
    }
  }

  /** Applies the caps to what was opened before it was known what is stored. */
  private void admitAgain(Instant now) {
    List<Tracked> unwritten =
        byName.values().stream()
            .filter(alert -> alert.ref == null && alert.overflow == null)
            .sorted(
                Comparator.<Tracked>comparingInt(alert -> -alert.headline.severity().ordinal())
                    .thenComparingLong(alert -> alert.sequence))
            .toList();
    unwritten.forEach(caps::remove);
    for (Tracked alert : unwritten) {
      Finding first = alert.pending.first();
      if (first == null || !holds(alert)) {
        continue;
      }
      switch (caps.judge(alert.headline.policyKey(), alert.namespace, alert.headline.severity())) {
        case Verdict.Room(List<Displaced> displaced) -> {
          displaced.forEach(other -> giveWay(other, first, now));
          caps.add(alert);
        }
        case Verdict.Exceeded(Overflow overflow) -> {
          fold(alert, overflowAlert(overflow, first, now), first, now);
          remove(alert);
        }
      }
    }
  }

  /** Dooms what nobody has seen for long. */
  void expire(Instant now) {
    if (!now.isBefore(adoptOrphansFrom)) {
      adoptOrphans(now);
    }
    for (Tracked alert : byName.values()) {
      if (alert.ref != null
          && !alert.doomed
          && alert.inFlight == null
          && alert.pending.isEmpty()
          && isOver(alert, now)) {
        doom(alert, now);
      }
    }
  }

  /** The same where nothing is ever stored: what would be deleted is forgotten. */
  void expireUnwritten(Instant now) {
    for (Tracked alert : List.copyOf(byName.values())) {
      if (alert.ref == null && isOver(alert, now)) {
        remove(alert);
      }
    }
  }

  private boolean isOver(Tracked alert, Instant now) {
    Duration kept =
        alert.isClosed()
            ? settings.closedRetention()
            : alert.overflow != null ? settings.overflowRetention() : alert.expireAfter;
    return !alert.active.plus(kept).isAfter(now);
  }

  /** Moves an alert whose namespace is gone. */
  void moveToSystemNamespace(Tracked alert) {
    caps.remove(alert);
    alert.namespace = placement.systemNamespace();
    caps.add(alert);
  }

  /** Decides what is next for an alert that no write is under way for. */
  void settle(Tracked alert, Instant now) {
    if (!holds(alert) || alert.inFlight != null) {
      return;
    }
    if (alert.ref == null && (alert.doomed || alert.pending.first() == null)) {
      remove(alert);
    } else if (alert.doomed) {
      markDirty(alert, now);
    } else if (alert.isClosed()) {
      reopen(alert, now);
    } else if (!alert.pending.isEmpty() || escalates(alert)) {
      markDirty(alert, now);
    }
  }

  /** Whether its count calls for an announcement that was not made. */
  static boolean escalates(Tracked alert) {
    return Announcement.step(alert.written.count() + alert.pending.count()) > alert.announced;
  }

  /** A finding arrived: the alert is to be written when its interval is over. */
  private void touched(Tracked alert, Instant now) {
    alert.paceFinding(settings, now);
    settle(alert, now);
  }

  /** Events were lost: that is worth a write, but no hurry. */
  void lost(Tracked alert, long events, Instant now) {
    alert.paceLoss(settings, now);
    alert.pending.addLost(events);
    settle(alert, now);
  }

  private void markDirty(Tracked alert, Instant now) {
    if (alert.dirtySince == null) {
      alert.dirtySince = now;
      dirty.add(alert);
      marks++;
    }
  }

  /** Opens the alert of a new group, or its next episode; or says which overflow alert it is. */
  private Tracked open(AlertName first, Finding finding, Instant now) {
    Tracked previous = latest.get(first.base());
    Headline headline = Headline.of(finding);
    String namespace = placement.namespaceOf(finding);
    switch (caps.judge(headline.policyKey(), namespace, headline.severity())) {
      case Verdict.Exceeded(Overflow overflow) -> {
        Tracked alert = overflowAlert(overflow, finding, now);
        noteFolded(alert, first.base());
        return alert;
      }
      case Verdict.Room(List<Displaced> displaced) ->
          displaced.forEach(other -> giveWay(other, finding, now));
    }
    return previous != null && !previous.isClosed() && holds(previous)
        ? revive(previous)
        : track(
            previous == null ? first : previous.name.next(),
            namespace,
            headline,
            null,
            finding.policy().alerting().expireAfter(),
            now);
  }

  private Tracked overflowAlert(Overflow overflow, Finding finding, Instant now) {
    AlertName first = placement.nameOf(overflow);
    Tracked alert = latest.get(first.base());
    if (alert != null && !alert.isClosed()) {
      return alert.takesFindings() ? alert : revive(alert);
    }
    return track(
        alert == null ? first : alert.name.next(),
        placement.namespaceOf(overflow, finding),
        Headline.of(finding, overflow),
        overflow,
        settings.overflowRetention(),
        now);
  }

  private Tracked track(
      AlertName name,
      String namespace,
      Headline headline,
      @Nullable Overflow overflow,
      Duration expireAfter,
      Instant now) {
    Tracked alert =
        new Tracked(
            name,
            namespace,
            headline,
            overflow,
            expireAfter,
            sequence++,
            now,
            settings.shortestInterval());
    byName.put(name, alert);
    latest.put(name.base(), alert);
    caps.add(alert);
    return alert;
  }

  /** A doomed alert fires again: when its object is deleted, it is written anew. */
  private Tracked revive(Tracked doomed) {
    doomed.revived = true;
    caps.add(doomed);
    return doomed;
  }

  private void giveWay(Displaced displaced, Finding cause, Instant now) {
    Tracked alert = displaced.alert();
    displacedAlerts++;
    if (!alert.isClosed()) {
      fold(alert, overflowAlert(displaced.overflow(), cause, now), cause, now);
    }
    doom(alert, now);
  }

  /** What an alert had counted goes into an overflow alert. */
  private void fold(Tracked alert, Tracked overflow, Finding cause, Instant now) {
    Tally tally = alert.tally();
    overflow.pending.addDisplaced(tally, alert.pending.receipts(), cause);
    foldedFindings.merge(alert.headline.policyKey(), tally.count(), Long::sum);
    alert.pending = new Accumulation();
    noteFolded(overflow, alert.name.base());
    touched(overflow, now);
  }

  private void countFolded(Finding finding, long findings) {
    foldedFindings.merge(finding.policy().id().key(), findings, Long::sum);
  }

  private static void noteFolded(Tracked overflow, String base) {
    if (overflow.folded.size() < Tracked.FOLDED && overflow.folded.add(base)) {
      overflow.pending.addFolded(1);
    }
  }

  private void doom(Tracked alert, Instant now) {
    caps.remove(alert);
    if (alert.ref == null && alert.inFlight == null) {
      remove(alert);
      return;
    }
    alert.doomed = true;
    alert.revived = false;
    alert.due = now;
    settle(alert, now);
  }

  /** A closed alert has findings that its user has not seen: they open the next one. */
  private void reopen(Tracked closed, Instant now) {
    Accumulation unseen = closed.pending;
    Finding first = unseen.first();
    closed.pending = new Accumulation();
    dirty.remove(closed);
    closed.dirtySince = null;
    if (first != null) {
      Tracked next = latest.get(closed.name.base());
      if (next == null || !next.takesFindings()) {
        next = open(new AlertName(closed.name.base(), 1), first, now);
      }
      next.pending.add(unseen);
      if (next.overflow != null) {
        countFolded(first, unseen.count());
      }
      touched(next, now);
    }
  }

  private void adopt(StoredAlert stored, Instant now) {
    AlertName name = stored.ref().name();
    Tracked previous = latest.get(name.base());
    Tracked alert =
        track(
            name,
            stored.ref().namespace(),
            stored.headline(),
            stored.overflow(),
            stored.expireAfter(),
            stored.modified());
    caps.remove(alert);
    takeOver(alert, stored);
    alert.ref = stored.ref();
    alert.triage = stored.triage();
    caps.add(alert);
    if (previous != null && previous.name.episode() > name.episode()) {
      latest.put(name.base(), previous);
    } else if (previous != null && previous.ref == null && previous.inFlight == null) {
      // it was opened before this was known, under a name that is not the next
      alert.pending.add(previous.pending);
      previous.pending = new Accumulation();
      byName.remove(previous.name);
      dirty.remove(previous);
      caps.remove(previous);
    }
    alert.due = now;
    settle(alert, now);
  }

  private void takeOver(Tracked alert, StoredAlert stored) {
    alert.created = stored.created();
    Tally tally = stored.tally();
    alert.written = tally;
    alert.writtenNodes.addAll(tally.nodes());
    receipts.stored(alert.pending.dropCounted(tally.counted()));
    Delivery delivery = stored.delivery();
    if (delivery != null) {
      alert.delivery = delivery;
      alert.announced =
          delivery.state() == Delivery.State.WAITING ? 0 : Announcement.step(tally.count());
    }
  }

  void remove(Tracked alert) {
    receipts.stored(alert.pending.receipts());
    caps.remove(alert);
    byName.remove(alert.name, alert);
    latest.remove(alert.name.base(), alert);
    dirty.remove(alert);
  }
}
