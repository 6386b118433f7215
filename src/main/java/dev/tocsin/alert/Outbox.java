package dev.tocsin.alert;

import dev.tocsin.engine.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written, in the order of urgency, and what came of it. The writer's side of an
 * {@link Aggregator}: it {@link #claim claims} one job, works on it without the lock, and reports
 * back.
 */
final class Outbox {
  private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(1);
  private static final Duration REFUSED_PAUSE = Duration.ofMinutes(10);

  private final AlertSettings settings;
  private final ReentrantLock lock;
  private final Condition changed;
  private final Register register;
  private final Ledger ledger;
  private final StoreNews news;
  private boolean open;
  private long wakeUps;
  private Instant nextExpiry = Instant.MIN;

  Outbox(
      AlertSettings settings,
      ReentrantLock lock,
      Register register,
      Ledger ledger,
      StoreNews news) {
    this.settings = settings;
    this.lock = lock;
    this.changed = lock.newCondition();
    this.register = register;
    this.ledger = ledger;
    this.news = news;
  }

  /** From now on it is known what is stored, so writing cannot make a second alert of one. */
  void open() {
    open = true;
    wake();
  }

  boolean isOpen() {
    return open;
  }

  /** Wakes the writer; with the lock held. */
  void wake() {
    wakeUps++;
    changed.signalAll();
  }

  /**
   * The most urgent job that is due; null when there is none.
   *
   * @param draining whether findings are to be written before their alert's interval is over
   */
  @Nullable Job claim(Instant now, boolean draining) {
    lock.lock();
    try {
      if (!open) {
        return null;
      }
      if (!draining && !now.isBefore(nextExpiry)) {
        news.adoptOrphans(now);
        ledger.expire(now);
        nextExpiry = now.plus(EXPIRY_INTERVAL);
      }
      Tracked best = null;
      for (Tracked alert : register.dirty()) {
        if (isDue(alert, now, draining) && (best == null || isMoreUrgent(alert, best))) {
          best = alert;
        }
      }
      return best == null ? null : start(best);
    } finally {
      lock.unlock();
    }
  }

  /** When {@link #claim} may next have a job, as things stand. */
  Instant nextDue(Instant now, boolean draining) {
    lock.lock();
    try {
      Instant next = open && !draining ? nextExpiry : now.plus(EXPIRY_INTERVAL);
      if (open) {
        for (Tracked alert : register.dirty()) {
          if (alert.due.isBefore(next) && !(draining && alert.doomed)) {
            next = alert.due;
          }
        }
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the writer from outside. */
  void wakeUp() {
    lock.lock();
    try {
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until somebody wakes the writer after that many wake-ups, or the time is over. */
  void await(long known, Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long nanos = longest.toNanos();
      while (nanos > 0 && wakeUps == known) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  long wakeUps() {
    lock.lock();
    try {
      return wakeUps;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is left that could be written before that time. */
  boolean isDrained(Instant deadline) {
    lock.lock();
    try {
      return register.dirty().stream()
          .noneMatch(
              alert -> !alert.doomed && !(alert.failures > 0 && alert.due.isAfter(deadline)));
    } finally {
      lock.unlock();
    }
  }

  void created(Job.Write write, AlertRef ref) {
    report(
        () -> {
          Tracked alert = write.alert();
          if (register.holds(alert)) {
            boolean observed = alert.ref != null && alert.ref.isSameObject(ref);
            if (!observed) {
              alert.ref = ref;
            }
            alert.written = Tally.NONE;
          }
        });
  }

  /** The announcement was made, or is given up. */
  void announced(Job.Write write, Delivery delivery) {
    report(
        () -> {
          write.alert().announced = Math.max(write.alert().announced, write.step());
          write.alert().delivery = delivery;
        });
  }

  void updated(Job.Write write, AlertRef ref, Instant now) {
    report(
        () -> {
          Tracked alert = write.alert();
          Accumulation inFlight = alert.inFlight;
          // else the object was deleted meanwhile, and what it said went with it
          if (alert.ref != null && alert.ref.isSameObject(ref)) {
            if (ref.isNewerThan(alert.ref)) {
              alert.ref = ref;
            }
            alert.written = write.tally();
            if (inFlight != null) {
              alert.writtenNodes.addAll(inFlight.nodes());
            }
          }
          if (inFlight != null) {
            register.receipts().stored(inFlight.receipts());
          }
          alert.inFlight = null;
          alert.paceWritten(settings, now);
          ledger.settle(alert, now);
        });
  }

  /** The name is taken, or the object was changed by somebody: learn, and try again. */
  void overtaken(Job job, StoredAlert stored, Duration pause, Instant now) {
    report(
        () -> {
          Tracked alert = job.alert();
          ledger.takeBack(alert);
          alert.failures++;
          alert.due = now.plus(pause);
          news.observe(stored, now);
          ledger.settle(alert, now);
        });
  }

  void missing(Job job, AlertRef ref, Instant now) {
    report(
        () -> {
          Tracked alert = job.alert();
          ledger.takeBack(alert);
          if (alert.ref != null && alert.ref.isSameObject(ref)) {
            news.gone(alert, now);
          } else {
            ledger.settle(alert, now);
          }
        });
  }

  /** Its object was deleted as asked; findings that came meanwhile start it anew. */
  void deleted(Job.Delete delete, Instant now) {
    missing(delete, delete.known(), now);
  }

  /** False when it is in the system namespace already, so that moving does not help. */
  boolean namespaceGone(Job.Write write, Instant now) {
    lock.lock();
    try {
      Tracked alert = write.alert();
      if (alert.namespace.equals(settings.systemNamespace())) {
        return false;
      }
      ledger.takeBack(alert);
      ledger.moveToSystemNamespace(alert);
      alert.due = now;
      ledger.settle(alert, now);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Refused as invalid: tried in its reduced form, and after that seldom. */
  void refused(Job.Write write, Instant now) {
    report(
        () -> {
          Tracked alert = write.alert();
          ledger.takeBack(alert);
          if (alert.form == Form.FULL) {
            alert.form = Form.REDUCED;
            alert.due = now;
          } else {
            alert.failures++;
            alert.due = now.plus(REFUSED_PAUSE);
          }
          ledger.settle(alert, now);
        });
  }

  /** Not done; to be tried again after the pause. */
  void failed(Job job, Duration pause, Instant now) {
    report(
        () -> {
          Tracked alert = job.alert();
          ledger.takeBack(alert);
          alert.failures++;
          alert.due = now.plus(pause);
          ledger.settle(alert, now);
        });
  }

  private void report(Runnable outcome) {
    List<Receipt> stored;
    lock.lock();
    try {
      outcome.run();
      stored = register.receipts().take();
    } finally {
      lock.unlock();
    }
    stored.forEach(Receipt::tell);
  }

  private Job start(Tracked alert) {
    register.markClean(alert);
    Tally tally = alert.tally();
    alert.inFlight = alert.pending;
    alert.pending = new Accumulation();
    AlertRef known = alert.ref;
    if (known != null && alert.doomed) {
      return new Job.Delete(alert, known);
    }
    long step = Announcement.step(tally.count());
    return new Job.Write(
        alert,
        known == null ? fresh(alert, alert.inFlight, tally) : null,
        known,
        alert.form == Form.FULL ? tally : tally.reduced(),
        step > alert.announced ? step : 0,
        alert.delivery,
        alert.form);
  }

  private static Alert fresh(Tracked alert, Accumulation unwritten, Tally tally) {
    Finding first = unwritten.first();
    if (first == null) {
      throw new IllegalStateException(alert.name + " is to be created, but nothing was found");
    }
    return new Alert(alert.name, alert.namespace, first, alert.overflow, alert.expireAfter, tally);
  }

  /** While draining, only what failed keeps its distance. */
  private static boolean isDue(Tracked alert, Instant now, boolean draining) {
    return !alert.due.isAfter(now) || draining && alert.failures == 0 && !alert.doomed;
  }

  /**
   * What waits longest goes first, but some are given a start: what makes room for others, then new
   * alerts, the more severe the more. So a flood of new alerts delays updates, and does not stop
   * them.
   */
  private static boolean isMoreUrgent(Tracked one, Tracked other) {
    int order = rank(one).compareTo(rank(other));
    return order != 0 ? order < 0 : one.sequence < other.sequence;
  }

  private static Instant rank(Tracked alert) {
    Instant since = alert.dirtySince == null ? alert.due : alert.dirtySince;
    if (alert.doomed) {
      return since.minusSeconds(90);
    }
    return alert.ref == null
        ? since.minusSeconds(10L * (alert.headline.severity().ordinal() + 1))
        : since;
  }
}
