package dev.tocsin.alert;

import dev.tocsin.alert.Caps.CapResult;
import dev.tocsin.alert.Phase.Absent;
import dev.tocsin.alert.Phase.Closed;
import dev.tocsin.alert.Phase.Deleting;
import dev.tocsin.alert.Phase.Forgotten;
import dev.tocsin.alert.Phase.Open;
import dev.tocsin.alert.Phase.Recreating;
import dev.tocsin.engine.Finding;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which alert a finding belongs to, and what is to be written of it.
 *
 * <p>The life of an alert: the first finding of a group opens it (or is aggregated into an overflow
 * alert where a cap is reached); it counts until it is closed by a user, expires, or its object is
 * deleted. After closing, the next finding opens a new episode under a name of its own. After a
 * deletion, the next finding writes the same name again, counting only what was not in the deleted
 * object. Where its namespace refuses to have it written, its findings go on in the system
 * namespace. What comes from the store is {@link StoreObserver}.
 *
 * <p>Guarded by the book's lock.
 */
final class Ledger {
  private final AlertSettings settings;
  private final Placement placement;
  private final AlertBook book;
  private final Caps caps;
  private final Map<String, Long> overflowedFindings = new HashMap<>();
  private long evictedAlerts;

  Ledger(AlertSettings settings, Placement placement, AlertBook book) {
    this.settings = settings;
    this.placement = placement;
    this.book = book;
    this.caps = book.caps();
  }

  /** Findings that went into overflow alerts, by policy, since the start. */
  Map<String, Long> overflowedFindings() {
    return overflowedFindings;
  }

  long evictedAlerts() {
    return evictedAlerts;
  }

  /**
   * Counts findings, in their alert or in an overflow alert.
   *
   * @return false when the alert counts them already
   */
  boolean count(
      Reported reported,
      long firstNanos,
      long lastNanos,
      Acknowledgement acknowledgement,
      Instant now) {
    Finding finding = reported.finding();
    AlertName first = placement.nameOf(finding);
    AlertState alert = book.latest(first.base());
    if (alert != null && alert.content().counts(acknowledgement)) {
      return false;
    }
    boolean opens = alert == null || !alert.takesFindings();
    if (alert == null || opens) {
      alert = open(first, finding, now);
    }
    if (alert.content().counts(acknowledgement)) {
      return false;
    }
    alert.counted(reported, firstNanos, lastNanos, acknowledgement, now);
    if (opens) {
      book.openings().opened(alert, finding);
    }
    if (alert.overflow != null) {
      contribute(AlertSummary.of(finding), alert, List.of(acknowledgement));
    }
    settle(alert, now);
    return true;
  }

  /** Deletes what nobody has seen for long. */
  void expire(Instant now) {
    for (AlertState alert : List.copyOf(book.alerts())) {
      if (alert.isIdle() && alert.isOver(settings, now)) {
        delete(alert, now);
      }
    }
  }

  /** The same where nothing is ever stored: what would be deleted is forgotten. */
  void expirePending(Instant now) {
    for (AlertState alert : List.copyOf(book.alerts())) {
      if (alert.ref() == null && alert.isOver(settings, now)) {
        book.forget(alert);
      }
    }
  }

  /** Takes back acknowledgements whose time is over. */
  void reopenOverdue(Instant now) {
    for (AlertState alert : List.copyOf(book.alerts())) {
      if (alert.phase() instanceof Open) {
        alert.content().marking().at(now);
        settle(alert, now);
      }
    }
  }

  /**
   * The namespace of an object refuses what is to be written in it: its findings go on in the next
   * episode, in the system namespace.
   *
   * @return false when it is in the system namespace already, or there is no finding to begin with
   */
  boolean continueInSystemNamespace(AlertState alert, String reason, Instant now) {
    if (alert.namespace().equals(placement.systemNamespace())
        || alert.content().pending().first() == null) {
      return false;
    }
    AlertState next = book.addNext(alert, now);
    next.relocated(placement.systemNamespace(), reason);
    next.counted(alert.handedOver(), now);
    book.clearPending(alert);
    settle(next, now);
    return true;
  }

  /** Decides what is next for an alert that no write is under way for. */
  void settle(AlertState alert, Instant now) {
    if (alert.content().isWriting()) {
      return;
    }
    switch (alert.phase()) {
      case Absent _ -> {
        if (alert.content().pending().first() == null) {
          book.forget(alert);
        } else if (alert.content().needsWrite(book.receivers())) {
          book.markPending(alert, now);
        }
      }
      case Open _ -> {
        if (alert.content().needsWrite(book.receivers())) {
          book.markPending(alert, now);
        }
      }
      case Closed _ -> {
        reopen(alert, now);
        if (!alert.content().saysDeliveriesAndMarks()) {
          book.markPending(alert, now);
        }
      }
      case Deleting _, Recreating _ -> book.markPending(alert, now);
      case Forgotten _ -> {
        // what a write that was under way has left of it
      }
    }
  }

  /** Events were lost: that is worth a write, but no hurry. */
  void lost(AlertState alert, long events, Instant now) {
    alert.eventsLost(events, now);
    settle(alert, now);
  }

  /** Opens the alert of a new group, or its next episode; or says which overflow alert it is. */
  private AlertState open(AlertName first, Finding finding, Instant now) {
    AlertState previous = book.latest(first.base());
    AlertSummary summary = AlertSummary.of(finding);
    String namespace = placement.namespaceOf(finding);
    switch (caps.judge(summary)) {
      case CapResult.Exceeded(Overflow overflow) -> {
        AlertState alert = overflowAlert(overflow, finding, now);
        alert.aggregated(first.base());
        return alert;
      }
      case CapResult.Free(List<AlertState> evicted) -> evict(evicted, now);
    }
    return previous != null && !previous.isClosed()
        ? recreate(previous)
        : book.add(
            previous == null ? first : previous.name.next(),
            namespace,
            summary,
            null,
            finding.policy().alerting().expireAfter(),
            now);
  }

  AlertState overflowAlert(Overflow overflow, Finding finding, Instant now) {
    AlertName first = placement.nameOf(overflow);
    AlertState alert = book.latest(first.base());
    if (alert != null && !alert.isClosed()) {
      return alert.takesFindings() ? alert : recreate(alert);
    }
    AlertSummary summary = AlertSummary.of(finding, overflow);
    if (overflow.cap() == Cap.POD) {
      switch (caps.judgeOverflowOfPod(summary)) {
        case CapResult.Exceeded(Overflow outer) -> {
          return overflowAlert(outer, finding, now);
        }
        case CapResult.Free(List<AlertState> evicted) -> evict(evicted, now);
      }
    }
    return book.add(
        alert == null ? first : alert.name.next(),
        placement.namespaceOf(overflow, finding),
        summary,
        overflow,
        settings.overflowRetention(),
        now);
  }

  /** It fires while its object is to be deleted: then it gets a new one. */
  private AlertState recreate(AlertState deleting) {
    deleting.firedAgain();
    book.moved(deleting);
    return deleting;
  }

  /** Deletes closed alerts for others to have their places. */
  void evict(List<AlertState> closed, Instant now) {
    evictedAlerts += closed.size();
    closed.forEach(alert -> delete(alert, now));
  }

  /** What an alert without an object had counted goes into an overflow alert. */
  void aggregate(AlertState alert, AlertState overflow, Instant now) {
    Accumulation pending = alert.handedOver();
    overflow.counted(pending, now);
    contribute(alert.summary, overflow, pending.acknowledgements());
    overflow.aggregated(alert.name.base());
    book.acknowledgements().stored(overflow.content().dropCounted());
    settle(overflow, now);
  }

  /** Notes whose findings an overflow alert got. */
  private void contribute(
      AlertSummary who, AlertState overflow, List<Acknowledgement> acknowledgements) {
    for (Acknowledgement acknowledgement : acknowledgements) {
      acknowledgement.contribution = Contribution.of(who, acknowledgement.count);
      overflow.content().pending().addContribution(acknowledgement.contribution);
      overflowedFindings.merge(who.policyKey(), acknowledgement.count, Long::sum);
    }
  }

  private void delete(AlertState alert, Instant now) {
    alert.expired(now);
    book.moved(alert);
    settle(alert, now);
  }

  /** A closed alert has findings that its user has not seen: they open the next one. */
  private void reopen(AlertState closed, Instant now) {
    Accumulation unseen = closed.handedOver();
    Finding first = unseen.first();
    book.clearPending(closed);
    if (first != null) {
      Overflow overflow = closed.overflow;
      AlertState next = book.latest(closed.name.base());
      boolean opens = next == null || !next.takesFindings();
      if (next == null || opens) {
        next =
            overflow == null
                ? open(new AlertName(closed.name.base(), 1), first, now)
                : overflowAlert(overflow, first, now);
      }
      next.counted(unseen, now);
      if (opens) {
        book.openings().opened(next, first);
      }
      if (overflow == null && next.overflow != null) {
        contribute(closed.summary, next, unseen.acknowledgements());
      }
      settle(next, now);
    }
  }
}
