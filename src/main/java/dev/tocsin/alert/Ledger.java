package dev.tocsin.alert;

import dev.tocsin.alert.Caps.Verdict;
import dev.tocsin.engine.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which alert a finding belongs to, and what is to be written of it.
 *
 * <p>The life of an alert: the first finding of a group opens it (or is folded into an overflow
 * alert where a cap is reached); it counts until it is closed by a user, expires, or its object is
 * deleted. After closing, the next finding opens a new episode under a name of its own. After a
 * deletion, the next finding writes the same name again, counting only what was not in the deleted
 * object. Where its namespace refuses to have it written, its findings go on in the system
 * namespace. What comes from the store is {@link StoreNews}.
 *
 * <p>Guarded by the aggregator's lock.
 */
final class Ledger {
  private final AlertSettings settings;
  private final Placement placement;
  private final Register register;
  private final Caps caps;
  private final Map<String, Long> foldedFindings = new HashMap<>();
  private long displacedAlerts;

  Ledger(AlertSettings settings, Placement placement, Register register) {
    this.settings = settings;
    this.placement = placement;
    this.register = register;
    this.caps = register.caps();
  }

  /** Findings that went into overflow alerts, by policy, since the start. */
  Map<String, Long> foldedFindings() {
    return foldedFindings;
  }

  long displacedAlerts() {
    return displacedAlerts;
  }

  /** A write did not succeed, or nobody knows: what it said is pending again. */
  void takeBack(Tracked alert) {
    register.receipts().stored(alert.takeBack());
  }

  /**
   * Counts findings, in their alert or in an overflow alert.
   *
   * @return false when the alert counts them already
   */
  boolean count(Reported reported, long firstNanos, long lastNanos, Receipt receipt, Instant now) {
    Finding finding = reported.finding();
    AlertName first = placement.nameOf(finding);
    Tracked alert = register.latest(first.base());
    if (alert != null && alert.counts(receipt)) {
      return false;
    }
    boolean opens = alert == null || !alert.takesFindings();
    if (alert == null || opens) {
      alert = open(first, finding, now);
    }
    if (alert.counts(receipt)) {
      return false;
    }
    alert.pending.add(reported, firstNanos, lastNanos, receipt);
    if (opens) {
      register.openings().opened(alert, finding);
    }
    if (alert.overflow == null) {
      alert.expireAfter = finding.policy().alerting().expireAfter();
    } else {
      contribute(Headline.of(finding), alert, List.of(receipt));
    }
    touched(alert, now);
    return true;
  }

  /** Dooms what nobody has seen for long. */
  void expire(Instant now) {
    for (Tracked alert : register.alerts()) {
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
    for (Tracked alert : List.copyOf(register.alerts())) {
      if (alert.ref == null && isOver(alert, now)) {
        register.remove(alert);
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

  /**
   * The namespace of an object refuses what is to be written in it: its findings go on in the next
   * episode, in the system namespace.
   *
   * @return false when it is in the system namespace already, or there is no finding to begin with
   */
  boolean continueInSystemNamespace(Tracked alert, String reason, Instant now) {
    if (alert.namespace.equals(placement.systemNamespace()) || alert.pending.first() == null) {
      return false;
    }
    Tracked next =
        register.track(
            alert.name.next(),
            alert.namespace,
            alert.headline,
            alert.overflow,
            alert.expireAfter,
            now);
    next.relocate(placement.systemNamespace(), reason);
    next.pending.add(alert.pending);
    alert.pending = new Accumulation();
    register.markClean(alert);
    touched(next, now);
    return true;
  }

  /** Decides what is next for an alert that no write is under way for. */
  void settle(Tracked alert, Instant now) {
    if (!register.holds(alert) || alert.inFlight != null) {
      return;
    }
    if (alert.ref == null && (alert.doomed || alert.pending.first() == null)) {
      register.remove(alert);
    } else if (alert.doomed) {
      register.markDirty(alert, now);
    } else if (alert.isClosed()) {
      reopen(alert, now);
    } else if (!alert.pending.isEmpty()
        || alert.receiversBehind(register.receivers()) > 0
        || !alert.deliveries.equals(alert.writtenDeliveries)) {
      register.markDirty(alert, now);
    }
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

  /** Opens the alert of a new group, or its next episode; or says which overflow alert it is. */
  private Tracked open(AlertName first, Finding finding, Instant now) {
    Tracked previous = register.latest(first.base());
    Headline headline = Headline.of(finding);
    String namespace = placement.namespaceOf(finding);
    switch (caps.judge(headline)) {
      case Verdict.Exceeded(Overflow overflow) -> {
        Tracked alert = overflowAlert(overflow, finding, now);
        noteFolded(alert, first.base());
        return alert;
      }
      case Verdict.Free(List<Tracked> displaced) -> displace(displaced, now);
    }
    return previous != null && !previous.isClosed() && register.holds(previous)
        ? revive(previous)
        : register.track(
            previous == null ? first : previous.name.next(),
            namespace,
            headline,
            null,
            finding.policy().alerting().expireAfter(),
            now);
  }

  Tracked overflowAlert(Overflow overflow, Finding finding, Instant now) {
    AlertName first = placement.nameOf(overflow);
    Tracked alert = register.latest(first.base());
    if (alert != null && !alert.isClosed()) {
      return alert.takesFindings() ? alert : revive(alert);
    }
    Headline headline = Headline.of(finding, overflow);
    if (overflow.cap() == Cap.POD) {
      switch (caps.judgeOverflowOfPod(headline)) {
        case Verdict.Exceeded(Overflow outer) -> {
          return overflowAlert(outer, finding, now);
        }
        case Verdict.Free(List<Tracked> displaced) -> displace(displaced, now);
      }
    }
    return register.track(
        alert == null ? first : alert.name.next(),
        placement.namespaceOf(overflow, finding),
        headline,
        overflow,
        settings.overflowRetention(),
        now);
  }

  /** A doomed alert fires again: when its object is deleted, it is written anew. */
  private Tracked revive(Tracked doomed) {
    doomed.revived = true;
    caps.add(doomed);
    return doomed;
  }

  /** Deletes closed alerts to make room. */
  void displace(List<Tracked> closed, Instant now) {
    displacedAlerts += closed.size();
    closed.forEach(alert -> doom(alert, now));
  }

  /** What an alert without an object had counted goes into an overflow alert. */
  void fold(Tracked alert, Tracked overflow, Instant now) {
    Accumulation unwritten = alert.pending;
    alert.pending = new Accumulation();
    overflow.pending.add(unwritten);
    contribute(alert.headline, overflow, unwritten.receipts());
    noteFolded(overflow, alert.name.base());
    register.receipts().stored(overflow.pending.dropCounted(overflow.written.counted()));
    touched(overflow, now);
  }

  /** Notes whose findings an overflow alert got. */
  private void contribute(Headline who, Tracked overflow, List<Receipt> receipts) {
    for (Receipt receipt : receipts) {
      receipt.contribution = Contribution.of(who, receipt.count);
      overflow.pending.addContribution(receipt.contribution);
      foldedFindings.merge(who.policyKey(), receipt.count, Long::sum);
    }
  }

  private static void noteFolded(Tracked overflow, String base) {
    if (overflow.folded.size() < overflow.mostFolded() && overflow.folded.add(base)) {
      overflow.pending.addFolded(1);
    }
  }

  private void doom(Tracked alert, Instant now) {
    caps.remove(alert);
    if (alert.ref == null && alert.inFlight == null) {
      register.remove(alert);
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
    register.markClean(closed);
    if (first != null) {
      Overflow overflow = closed.overflow;
      Tracked next = register.latest(closed.name.base());
      boolean opens = next == null || !next.takesFindings();
      if (next == null || opens) {
        next =
            overflow == null
                ? open(new AlertName(closed.name.base(), 1), first, now)
                : overflowAlert(overflow, first, now);
      }
      next.pending.add(unseen);
      if (opens) {
        register.openings().opened(next, first);
      }
      if (overflow == null && next.overflow != null) {
        contribute(closed.headline, next, unseen.receipts());
      }
      touched(next, now);
    }
  }
}
