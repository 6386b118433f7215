package dev.tocsin.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queue of what is to be written, in the order of urgency: the writer's side of an {@link
 * Aggregator}. The writer {@link #claim claims} one job, works on it without the lock, and reports
 * what came of it, which is up to the {@link AlertState} then.
 */
final class Outbox {
  private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(1);
  private static final Duration REFUSED_PAUSE = Duration.ofMinutes(10);

  /** So often an update may be refused before its findings go on in the system namespace. */
  private static final int MOST_REFUSED_UPDATES = 5;

  private final String systemNamespace;
  private final AlertBook book;
  private final Ledger ledger;
  private final StoreObserver observer;
  private final Turns turns;
  private final Refusals refusals = new Refusals();
  private boolean open;
  private Instant nextExpiry = Instant.MIN;

  Outbox(AlertSettings settings, AlertBook book, Ledger ledger, StoreObserver observer) {
    this.systemNamespace = settings.systemNamespace();
    this.book = book;
    this.ledger = ledger;
    this.observer = observer;
    this.turns = new Turns(systemNamespace);
  }

  /**
   * From now on it is known what is stored, so writing cannot make a second alert of one. With the
   * lock held.
   */
  void open() {
    open = true;
    book.wake();
  }

  /** With the lock held. */
  boolean isOpen() {
    return open;
  }

  /** From now on alerts are to be announced to these. */
  void announceTo(Set<String> receivers) {
    book.change(() -> book.setReceivers(receivers));
  }

  /**
   * The job whose {@link Turns turn} it is; null when none is due.
   *
   * @param draining whether findings are to be written before their alert's interval is over
   */
  @Nullable Job claim(Instant now, boolean draining) {
    return book.<@Nullable Job>read(
        () -> {
          if (!open) {
            return null;
          }
          if (!draining && !now.isBefore(nextExpiry)) {
            observer.adoptOrphans(now);
            ledger.expire(now);
            nextExpiry = now.plus(EXPIRY_INTERVAL);
          }
          List<AlertState> due = new ArrayList<>();
          for (AlertState alert : book.pending()) {
            if (isDue(alert, now, draining)) {
              due.add(alert);
            }
          }
          AlertState next = turns.next(due);
          return next == null ? null : start(next, now);
        });
  }

  /** When {@link #claim} may next have a job, as things stand. */
  Instant nextDue(Instant now, boolean draining) {
    return book.read(
        () -> {
          Instant next = open && !draining ? nextExpiry : now.plus(EXPIRY_INTERVAL);
          if (open) {
            for (AlertState alert : book.pending()) {
              if (alert.pace.due().isBefore(next) && !(draining && alert.isDeleting())) {
                next = alert.pace.due();
              }
            }
          }
          return next;
        });
  }

  /** Wakes the writer from outside. */
  void wakeUp() {
    book.change(book::wake);
  }

  /** Waits until somebody wakes the writer after that many wake-ups, or the time is over. */
  void await(long known, Duration longest) throws InterruptedException {
    book.await(known, longest);
  }

  long wakeUps() {
    return book.read(book::wakeUps);
  }

  /** Whether nothing is left that could be written before that time. */
  boolean isDrained(Instant deadline) {
    return book.read(
        () ->
            book.pending().stream()
                .noneMatch(
                    alert ->
                        !alert.isDeleting()
                            && !(alert.pace.failures() > 0 && alert.pace.due().isAfter(deadline))));
  }

  /** What receivers have of an alert by now. */
  Deliveries deliveries(AlertState alert) {
    return book.read(() -> alert.content().deliveries());
  }

  void created(Job.Write write, AlertRef ref) {
    book.change(
        () -> {
          write.alert().created(ref);
          book.moved(write.alert());
          refusals.accepted(ref.namespace());
        });
  }

  /** A receiver's answer, or that there is none yet: then it is overtaken by one that came. */
  void delivered(
      AlertState alert, String receiver, Announcement announcement, Outcome outcome, Instant now) {
    book.change(
        () -> {
          alert.delivered(receiver, announcement, outcome, now);
          ledger.settle(alert, now);
        });
  }

  /**
   * @param deliveries that were written
   */
  void updated(Job.Write write, AlertRef ref, Deliveries deliveries, Instant now) {
    book.change(
        () -> {
          AlertState alert = write.alert();
          book.acknowledgements().stored(alert.written(ref, write.tally(), deliveries, now));
          ledger.settle(alert, now);
        });
  }

  /** The name is taken, or the object was changed by somebody: observe it, and try again. */
  void overtaken(Job job, StoredAlert stored, Duration pause, Instant now) {
    book.change(
        () -> {
          AlertState alert = job.alert();
          book.acknowledgements().stored(alert.notWritten());
          alert.pace.failed(pause, now);
          observer.observe(stored, now);
          ledger.settle(alert, now);
        });
  }

  /** The object is gone; findings that came meanwhile make another one. */
  void missing(Job job, AlertRef ref, Instant now) {
    book.change(
        () -> {
          AlertState alert = job.alert();
          book.acknowledgements().stored(alert.notWritten());
          if (book.get(ref) == alert) {
            observer.gone(alert, now);
          } else {
            ledger.settle(alert, now);
          }
        });
  }

  /**
   * Its namespace does not take it: for a while new alerts of that namespace are made in the system
   * namespace, this one first. What the system namespace does not take either waits alone, and is
   * tried where it belongs again.
   *
   * @return whether the namespace was not known to refuse
   */
  boolean creationRefused(Job.Write write, String reason, Duration pause, Instant now) {
    AlertState alert = write.alert();
    boolean[] isNew = {false};
    book.change(
        () -> {
          book.acknowledgements().stored(alert.notWritten());
          if (alert.namespace().equals(systemNamespace)) {
            alert.broughtHome();
            alert.pace.failed(pause, now);
          } else {
            isNew[0] = refusals.refused(alert.namespace(), reason, now);
            alert.relocated(systemNamespace, reason);
            alert.pace.writeAt(now);
          }
          ledger.settle(alert, now);
        });
    return isNew[0];
  }

  /** Its namespace does not take the change: it is tried again, then goes on elsewhere. */
  void updateRefused(Job.Write write, String reason, Duration pause, Instant now) {
    book.change(
        () -> {
          AlertState alert = write.alert();
          book.acknowledgements().stored(alert.notWritten());
          alert.pace.failed(pause, now);
          if (alert.pace.failures() < MOST_REFUSED_UPDATES
              || !ledger.continueInSystemNamespace(alert, reason, now)) {
            ledger.settle(alert, now);
          }
        });
  }

  /**
   * Refused as invalid: tried in its reduced form, then in the system namespace, where other rules
   * may hold, and after that seldom.
   */
  void invalid(Job.Write write, String reason, Instant now) {
    book.change(
        () -> {
          AlertState alert = write.alert();
          book.acknowledgements().stored(alert.notWritten());
          alert.pace.writeAt(now);
          if (alert.form() == Form.FULL) {
            alert.reduced();
          } else if (write.known() == null && !alert.namespace().equals(systemNamespace)) {
            alert.relocated(systemNamespace, reason);
          } else {
            alert.pace.failed(REFUSED_PAUSE, now);
          }
          ledger.settle(alert, now);
        });
  }

  /** Not done; to be tried again after the pause. */
  void failed(Job job, Duration pause, Instant now) {
    book.change(
        () -> {
          AlertState alert = job.alert();
          book.acknowledgements().stored(alert.notWritten());
          alert.pace.failed(pause, now);
          ledger.settle(alert, now);
        });
  }

  private Job start(AlertState alert, Instant now) {
    book.clearPending(alert);
    AlertRef known = alert.ref();
    if (known == null && alert.relocation() == null) {
      String refusal = refusals.reason(alert.namespace(), now);
      if (refusal != null) {
        alert.relocated(systemNamespace, refusal);
      }
    }
    Tally tally = alert.content().tally();
    int behind = alert.content().receiversBehind(book.receivers());
    Alert fresh = known == null ? alert.fresh() : null;
    alert.claimed();
    if (known != null && alert.isDeleting()) {
      turns.charge(alert, 1);
      return new Job.Delete(alert, known);
    }
    turns.charge(alert, 1 + (known == null ? 1 : 0) + behind);
    return new Job.Write(
        alert,
        fresh,
        known,
        alert.form() == Form.FULL ? tally : tally.reduced(),
        behind > 0 ? Announcement.step(tally.count()) : 0,
        alert.form());
  }

  /** While draining, only what failed keeps its distance. */
  private static boolean isDue(AlertState alert, Instant now, boolean draining) {
    return !alert.pace.due().isAfter(now)
        || draining && alert.pace.failures() == 0 && !alert.isDeleting();
  }
}
