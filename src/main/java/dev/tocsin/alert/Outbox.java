package dev.tocsin.alert;

import dev.tocsin.engine.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

  /** So often an update may be refused before its findings go on in the system namespace. */
  private static final int MOST_REFUSED_UPDATES = 5;

  private final AlertSettings settings;
  private final ReentrantLock lock;
  private final Condition changed;
  private final Register register;
  private final Ledger ledger;
  private final StoreNews news;
  private final Turns turns;
  private final Refusals refusals = new Refusals();
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
    this.turns = new Turns(settings.systemNamespace());
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
   * The job whose {@link Turns turn} it is; null when none is due.
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
      List<Tracked> due = new ArrayList<>();
      for (Tracked alert : register.dirty()) {
        if (isDue(alert, now, draining)) {
          due.add(alert);
        }
      }
      Tracked next = turns.next(due);
      return next == null ? null : start(next, now);
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
    report(() -> {
      Tracked alert = write.alert();
      if (register.holds(alert)) {
        boolean observed = alert.ref != null && alert.ref.isSameObject(ref);
        if (!observed) {
          alert.ref = ref;
        }
        alert.written = Tally.NONE;
      }
      refusals.accepted(ref.namespace());
    });
  }

  /** From now on alerts are to be announced to these. */
  void announceTo(Set<String> receivers) {
    lock.lock();
    try {
      register.setReceivers(receivers);
    } finally {
      lock.unlock();
    }
  }

  /** What receivers have of an alert by now. */
  Deliveries deliveries(Tracked alert) {
    lock.lock();
    try {
      return alert.deliveries;
    } finally {
      lock.unlock();
    }
  }

  /** A receiver's answer, or that there is none yet: then it is overtaken by one that came. */
  void delivered(
      Tracked alert, String receiver, Announcement announcement, Outcome outcome, Instant now) {
    report(() -> {
      AlertRef ref = alert.ref;
      if (ref == null
          || !ref.isSameObject(announcement.alert())
          || alert.deliveries.step(receiver) >= announcement.step()) {
        return;
      }
      Delivery before = alert.deliveries.of(receiver);
      alert.deliveries =
          alert.deliveries.with(
              receiver, Delivery.after(before, announcement.step(), outcome, now));
      alert.paceDelivery(settings, now);
      ledger.settle(alert, now);
      wake();
    });
  }

  /**
   * @param deliveries that were written
   */
  void updated(Job.Write write, AlertRef ref, Deliveries deliveries, Instant now) {
    report(() -> {
      Tracked alert = write.alert();
      Accumulation inFlight = alert.inFlight;
      // else the object was deleted meanwhile, and what it said went with it
      if (alert.ref != null && alert.ref.isSameObject(ref)) {
        if (ref.isNewerThan(alert.ref)) {
          alert.ref = ref;
        }
        alert.written = write.tally();
        alert.writtenDeliveries = deliveries;
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
    report(() -> {
      Tracked alert = job.alert();
      ledger.takeBack(alert);
      alert.failures++;
      alert.due = now.plus(pause);
      news.observe(stored, now);
      ledger.settle(alert, now);
    });
  }

  void missing(Job job, AlertRef ref, Instant now) {
    report(() -> {
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

  /**
   * Its namespace does not take it: for a while new alerts of that namespace are made in the system
   * namespace, this one first. What the system namespace does not take either waits alone, and is
   * tried where it belongs again.
   *
   * @return whether the namespace was not known to refuse
   */
  boolean creationRefused(Job.Write write, String reason, Duration pause, Instant now) {
    lock.lock();
    try {
      Tracked alert = write.alert();
      boolean news = false;
      ledger.takeBack(alert);
      if (alert.namespace.equals(settings.systemNamespace())) {
        alert.goHome();
        alert.failures++;
        alert.due = now.plus(pause);
      } else {
        news = refusals.refused(alert.namespace, reason, now);
        alert.relocate(settings.systemNamespace(), reason);
        alert.due = now;
      }
      ledger.settle(alert, now);
      return news;
    } finally {
      lock.unlock();
    }
  }

  /** Its namespace does not take the change: it is tried again, then goes on elsewhere. */
  void updateRefused(Job.Write write, String reason, Duration pause, Instant now) {
    report(() -> {
      Tracked alert = write.alert();
      ledger.takeBack(alert);
      alert.failures++;
      alert.due = now.plus(pause);
      if (alert.failures < MOST_REFUSED_UPDATES
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
    report(() -> {
      Tracked alert = write.alert();
      ledger.takeBack(alert);
      alert.due = now;
      if (alert.form == Form.FULL) {
        alert.form = Form.REDUCED;
      } else if (write.known() == null && !alert.namespace.equals(settings.systemNamespace())) {
        alert.relocate(settings.systemNamespace(), reason);
      } else {
        alert.failures++;
        alert.due = now.plus(REFUSED_PAUSE);
      }
      ledger.settle(alert, now);
    });
  }

  /** Not done; to be tried again after the pause. */
  void failed(Job job, Duration pause, Instant now) {
    report(() -> {
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

  private Job start(Tracked alert, Instant now) {
    register.markClean(alert);
    if (alert.ref == null && alert.relocation == null) {
      String refusal = refusals.reason(alert.namespace, now);
      if (refusal != null) {
        alert.relocate(settings.systemNamespace(), refusal);
      }
    }
    Tally tally = alert.tally();
    alert.inFlight = alert.pending;
    alert.pending = new Accumulation();
    AlertRef known = alert.ref;
    if (known != null && alert.doomed) {
      turns.charge(alert, 1);
      return new Job.Delete(alert, known);
    }
    int behind = (int) alert.receiversBehind(register.receivers());
    turns.charge(alert, 1 + (known == null ? 1 : 0) + behind);
    return new Job.Write(
        alert,
        known == null ? fresh(alert, alert.inFlight, tally) : null,
        known,
        alert.form == Form.FULL ? tally : tally.reduced(),
        behind > 0 ? Announcement.step(tally.count()) : 0,
        alert.form);
  }

  private static Alert fresh(Tracked alert, Accumulation unwritten, Tally tally) {
    Finding first = unwritten.first();
    if (first == null) {
      throw new IllegalStateException(alert.name + " is to be created, but nothing was found");
    }
    return new Alert(
        alert.name,
        alert.namespace,
        first,
        alert.overflow,
        alert.relocation,
        alert.expireAfter,
        tally);
  }

  /** While draining, only what failed keeps its distance. */
  private static boolean isDue(Tracked alert, Instant now, boolean draining) {
    return !alert.due.isAfter(now) || draining && alert.failures == 0 && !alert.doomed;
  }
}
