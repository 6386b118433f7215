package dev.tocsin.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What the store and the receivers answered to the writer's jobs, and what becomes of the alerts
 * then. What the store says unasked is for the {@link StoreObserver}.
 *
 * <p>Takes the book's lock, but for {@link #place}.
 */
final class StoreAnswers {
  private static final Duration REFUSED_PAUSE = Duration.ofMinutes(10);

  /** So often an update may be refused before its findings go on in the system namespace. */
  private static final int MOST_REFUSED_UPDATES = 5;

  private final String systemNamespace;
  private final AlertBook book;
  private final Ledger ledger;
  private final StoreObserver observer;
  private final Refusals refusals = new Refusals();

  StoreAnswers(AlertSettings settings, AlertBook book, Ledger ledger, StoreObserver observer) {
    this.systemNamespace = settings.systemNamespace();
    this.book = book;
    this.ledger = ledger;
    this.observer = observer;
  }

  /**
   * An alert that is to be created goes to the system namespace as long as its own is known to
   * refuse. With the lock held.
   */
  void place(AlertState alert, Instant now) {
    if (alert.ref() == null && alert.relocation() == null) {
      String refusal = refusals.reason(alert.namespace(), now);
      if (refusal != null) {
        alert.relocated(systemNamespace, refusal);
      }
    }
  }

  void created(Job.Write write, AlertRef ref) {
    book.change(
        () -> {
          Alert fresh = Objects.requireNonNull(write.fresh());
          write.alert().created(ref, fresh.marks());
          book.moved(write.alert());
          refusals.accepted(ref.namespace());
        });
  }

  /**
   * Its labels say that.
   *
   * @param ref the object as it is now
   */
  void marked(Job.Write write, AlertMarks marks, AlertRef ref) {
    book.change(() -> write.alert().marked(ref, marks));
  }

  /** Its labels may not say that. */
  void markRefused(Job.Write write, AlertMarks marks) {
    book.change(() -> write.alert().content().marking().refused(marks));
  }

  /** A receiver's answer, or that there is none yet: then it is overtaken by one that came. */
  void delivered(
      AlertState alert, String receiver, Announcement announcement, Outcome outcome, Instant now) {
    book.change(
        () -> {
          Delivery before = alert.content().deliveries().of(receiver);
          if (before == null || before.step() < announcement.step()) {
            Delivery delivery = Delivery.after(before, announcement.step(), outcome, now);
            alert.delivered(announcement.alert(), receiver, delivery, now);
          }
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
}
