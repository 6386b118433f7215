package dev.tocsin.alert;

import dev.tocsin.alert.Caps.CapResult;
import dev.tocsin.engine.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Observes the store: the alerts of an earlier process, what users changed, what is gone.
 *
 * <p>Guarded by the book's lock.
 */
final class StoreObserver {
  /** How long after the start an object without findings waits for them. */
  private static final Duration ORPHAN_AGE = Duration.ofMinutes(2);

  private final Placement placement;
  private final AlertBook book;
  private final Caps caps;
  private final Ledger ledger;
  private Instant adoptOrphansFrom = Instant.MAX;

  StoreObserver(Placement placement, AlertBook book, Ledger ledger) {
    this.placement = placement;
    this.book = book;
    this.caps = book.caps();
    this.ledger = ledger;
  }

  /** Takes over what the store has. */
  void observe(StoredAlert stored, Instant now) {
    book.openings().stored(stored);
    AlertState alert = book.get(stored.ref().name());
    if (alert == null) {
      adopt(stored, now);
      return;
    }
    AlertRef known = alert.ref();
    if (known != null && !stored.ref().isNewerThan(known)) {
      return;
    }
    boolean wasDeleting = alert.isDeleting();
    book.acknowledgements().stored(alert.observed(stored));
    book.moved(alert);
    if (wasDeleting && !alert.isDeleting()) {
      book.clearPending(alert);
    }
    ledger.settle(alert, now);
  }

  /** The object is gone, by whomever. */
  void gone(AlertState alert, Instant now) {
    alert.deleted(now);
    if (alert.phase() instanceof Phase.Forgotten) {
      book.forget(alert);
      return;
    }
    book.moved(alert);
    ledger.settle(alert, now);
  }

  /** All that was stored is known by now. */
  void loaded(Instant now) {
    admitAgain(now);
    book.openings().loaded(alert -> alert.phase() instanceof Phase.Absent);
    adoptOrphansFrom = now.plus(ORPHAN_AGE);
  }

  /**
   * Gives those a finding that say they have none: their writer ended between the object and its
   * status. Sensors report again what has not been acknowledged, so they are given the time for it
   * first.
   */
  void adoptOrphans(Instant now) {
    if (now.isBefore(adoptOrphansFrom)) {
      return;
    }
    for (AlertState alert : List.copyOf(book.alerts())) {
      if (alert.isIdle() && alert.content().written().count() == 0) {
        alert.orphaned();
        ledger.settle(alert, now);
      }
    }
  }

  /** Applies the caps to what was opened before it was known what is stored. */
  private void admitAgain(Instant now) {
    List<AlertState> pending =
        book.alerts().stream()
            .filter(alert -> alert.ref() == null && alert.overflow == null)
            .sorted(
                Comparator.<AlertState>comparingInt(alert -> -alert.summary.severity().ordinal())
                    .thenComparingLong(alert -> alert.sequence))
            .toList();
    pending.forEach(caps::remove);
    for (AlertState alert : pending) {
      Finding first = alert.content().pending().first();
      if (first == null || alert.phase() instanceof Phase.Forgotten) {
        continue;
      }
      switch (caps.judge(alert.summary)) {
        case CapResult.Free(List<AlertState> evicted) -> {
          ledger.evict(evicted, now);
          caps.add(alert);
        }
        case CapResult.Exceeded(Overflow overflow) -> {
          ledger.aggregate(alert, ledger.overflowAlert(overflow, first, now), now);
          book.forget(alert);
        }
      }
    }
  }

  private void adopt(StoredAlert stored, Instant now) {
    AlertName name = stored.ref().name();
    AlertState previous = book.latest(name.base());
    AlertState alert =
        book.add(
            name,
            placement.home(stored),
            stored.summary(),
            stored.overflow(),
            stored.expireAfter(),
            stored.modified());
    book.acknowledgements().stored(alert.observed(stored));
    book.moved(alert);
    if (previous != null && previous.name.episode() > name.episode()) {
      book.setLatest(previous);
    } else if (previous != null && previous.ref() == null && !previous.content().isWriting()) {
      // it was opened before this was known, under a name that is not the next
      alert.counted(previous.handedOver(), now);
      book.forget(previous);
    }
    alert.pace.writeAt(now);
    ledger.settle(alert, now);
  }
}
