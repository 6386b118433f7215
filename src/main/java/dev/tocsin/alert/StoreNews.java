package dev.tocsin.alert;

import dev.tocsin.alert.Caps.Verdict;
import dev.tocsin.engine.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the store tells of its alerts: those of an earlier process, what users changed, what is
 * gone.
 *
 * <p>Guarded by the aggregator's lock.
 */
final class StoreNews {
  /** How long after the start an object without findings waits for them. */
  private static final Duration ORPHAN_AGE = Duration.ofMinutes(2);

  private final Placement placement;
  private final Register register;
  private final Caps caps;
  private final Ledger ledger;
  private Instant adoptOrphansFrom = Instant.MAX;

  StoreNews(Placement placement, Register register, Ledger ledger) {
    this.placement = placement;
    this.register = register;
    this.caps = register.caps();
    this.ledger = ledger;
  }

  /** Takes over what the store has. */
  void observe(StoredAlert stored, Instant now) {
    register.openings().stored(stored);
    Tracked alert = register.get(stored.ref().name());
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
    ledger.settle(alert, now);
  }

  /** Somebody works with an alert that was to be deleted. */
  private void spare(Tracked alert) {
    alert.doomed = false;
    alert.revived = false;
    register.markClean(alert);
  }

  /** The object is gone, by whomever. */
  void gone(Tracked alert, Instant now) {
    if (alert.doomed && !alert.revived) {
      register.remove(alert);
      return;
    }
    caps.remove(alert);
    alert.forgetObject();
    alert.goHome();
    alert.folded.clear();
    alert.doomed = false;
    alert.revived = false;
    caps.add(alert);
    alert.due = now;
    ledger.settle(alert, now);
  }

  @Nullable Tracked find(AlertRef ref) {
    Tracked alert = register.get(ref.name());
    return alert != null && alert.ref != null && alert.ref.isSameObject(ref) ? alert : null;
  }

  /** All that was stored is known by now. */
  void loaded(Instant now) {
    admitAgain(now);
    register.openings().loaded(alert -> register.holds(alert) && alert.ref == null);
    adoptOrphansFrom = now.plus(ORPHAN_AGE);
  }

  /**
   * Gives those a finding that say they have none: their writer ended between the object and its
   * status. Sensors report again what has no receipt, so they are given the time for it first.
   */
  void adoptOrphans(Instant now) {
    if (now.isBefore(adoptOrphansFrom)) {
      return;
    }
    for (Tracked alert : List.copyOf(register.alerts())) {
      if (alert.ref != null
          && !alert.doomed
          && alert.inFlight == null
          && alert.written.count() == 0
          && alert.pending.isEmpty()) {
        alert.pending.add(Tally.once(alert.created));
        ledger.settle(alert, now);
      }
    }
  }

  /** Applies the caps to what was opened before it was known what is stored. */
  private void admitAgain(Instant now) {
    List<Tracked> unwritten =
        register.alerts().stream()
            .filter(alert -> alert.ref == null && alert.overflow == null)
            .sorted(
                Comparator.<Tracked>comparingInt(alert -> -alert.headline.severity().ordinal())
                    .thenComparingLong(alert -> alert.sequence))
            .toList();
    unwritten.forEach(caps::remove);
    for (Tracked alert : unwritten) {
      Finding first = alert.pending.first();
      if (first == null || !register.holds(alert)) {
        continue;
      }
      switch (caps.judge(alert.headline)) {
        case Verdict.Free(List<Tracked> displaced) -> {
          ledger.displace(displaced, now);
          caps.add(alert);
        }
        case Verdict.Exceeded(Overflow overflow) -> {
          ledger.fold(alert, ledger.overflowAlert(overflow, first, now), now);
          register.remove(alert);
        }
      }
    }
  }

  private void adopt(StoredAlert stored, Instant now) {
    AlertName name = stored.ref().name();
    Tracked previous = register.latest(name.base());
    Tracked alert =
        register.track(
            name,
            placement.home(stored),
            stored.headline(),
            stored.overflow(),
            stored.expireAfter(),
            stored.modified());
    caps.remove(alert);
    takeOver(alert, stored);
    alert.ref = stored.ref();
    alert.namespace = stored.ref().namespace();
    alert.triage = stored.triage();
    caps.add(alert);
    if (previous != null && previous.name.episode() > name.episode()) {
      register.setLatest(previous);
    } else if (previous != null && previous.ref == null && previous.inFlight == null) {
      // it was opened before this was known, under a name that is not the next
      alert.pending.add(previous.pending);
      previous.pending = new Accumulation();
      register.remove(previous);
    }
    alert.due = now;
    ledger.settle(alert, now);
  }

  private void takeOver(Tracked alert, StoredAlert stored) {
    alert.created = stored.created();
    Tally tally = stored.tally();
    alert.written = tally;
    alert.writtenNodes.addAll(tally.nodes());
    register.receipts().stored(alert.pending.dropCounted(tally.counted()));
    alert.deliveries = stored.deliveries();
    alert.writtenDeliveries = stored.deliveries();
  }
}
