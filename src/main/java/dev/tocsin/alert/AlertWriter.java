package dev.tocsin.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries an aggregator's alerts to a store: the only one that writes them, in one thread, under
 * the {@link Governor}. What cannot be written stays with the aggregator and is tried again.
 *
 * <p>An alert's turn is up to three requests: create the object, or bring its labels up to date;
 * announce it; write its status.
 */
public final class AlertWriter {
  private static final Logger log = LoggerFactory.getLogger(AlertWriter.class);

  private final Aggregator aggregator;
  private final Outbox outbox;
  private final StoreAnswers answers;
  private final AlertStore store;
  private final Receivers receivers;
  private final InstantSource clock;
  private final Governor governor;
  private final Thread thread;
  private final WriterLog troubles = new WriterLog();
  private volatile @Nullable Instant drainUntil;
  private volatile boolean available = true;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong created = new AtomicLong();
  private final AtomicLong updated = new AtomicLong();
  private final AtomicLong deleted = new AtomicLong();
  private final AtomicLong announced = new AtomicLong();
  private final AtomicLong conflicts = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  public AlertWriter(
      Aggregator aggregator,
      AlertStore store,
      Receivers receivers,
      AlertSettings settings,
      InstantSource clock) {
    this.aggregator = aggregator;
    this.outbox = aggregator.outbox();
    this.answers = aggregator.answers();
    this.store = store;
    this.receivers = receivers;
    outbox.announceTo(receivers.names());
    this.clock = clock;
    this.governor = new Governor(settings, clock.instant());
    this.thread = Thread.ofPlatform().name("alert-writer").daemon().unstarted(this::run);
  }

  /**
   * Begins to load what is stored, and then to write.
   *
   * @param onFailure is notified of a mistake of this program after which nothing is written any
   *     more
   */
  public void start(Consumer<Throwable> onFailure) {
    store.watch(aggregator);
    thread.setUncaughtExceptionHandler((_, failure) -> onFailure.accept(failure));
    thread.start();
  }

  /**
   * Writes what is left, without regard to the rate, and ends; after the deadline it ends without.
   * Closes the store and the receivers.
   */
  public Drained close(Duration deadline) throws InterruptedException {
    drainUntil = clock.instant().plus(deadline);
    outbox.wakeUp();
    if (thread.getState() != Thread.State.NEW) { // or nothing was ever to be written
      thread.join(deadline);
    }
    if (thread.isAlive()) {
      thread.interrupt();
      thread.join(Duration.ofSeconds(1));
    }
    store.close();
    receivers.close();
    Drained drained = new Drained(aggregator.stats().pendingFindings());
    if (!drained.isComplete()) {
      log.error(
          "{} findings are in no alert: they could not be stored before the shutdown",
          drained.pendingFindings());
    }
    return drained;
  }

  /** Whether it was started and has not ended. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  public WriterStats stats() {
    return new WriterStats(
        requests.get(),
        created.get(),
        updated.get(),
        deleted.get(),
        announced.get(),
        conflicts.get(),
        refused.get(),
        failures.get(),
        available);
  }

  private void run() {
    try {
      while (true) {
        long wakeUps = outbox.wakeUps();
        Instant deadline = drainUntil;
        if (deadline != null && outbox.isDrained(deadline)) {
          return;
        }
        Duration idle = Duration.between(clock.instant(), step(deadline != null));
        if (idle.isPositive()) {
          outbox.await(wakeUps, idle);
        } else if (Thread.interrupted()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // close() does not wait any longer
    }
  }

  /** Gives at most one alert its turn, and says when to be called again. */
  Instant step(boolean draining) {
    Instant now = clock.instant();
    Instant ready = draining ? governor.resumesAt() : governor.readyAt(now);
    if (ready.isAfter(now)) {
      return ready;
    }
    Job job = outbox.claim(now, draining);
    if (job == null) {
      return outbox.nextDue(now, draining);
    }
    try {
      switch (job) {
        case Job.Write write -> write(write);
        case Job.Delete delete -> delete(delete);
      }
    } catch (RuntimeException e) {
      governor.spend(1, now);
      troubles.failed(job.alert(), e);
      holdUp(job);
    } catch (InterruptedException e) {
      holdUp(job);
      Thread.currentThread().interrupt(); // close() does not wait any longer
    }
    return now;
  }

  private void write(Job.Write write) throws InterruptedException {
    AlertRef ref = write.known();
    if (ref == null) {
      ref = create(write);
      if (ref == null) {
        return;
      }
    }
    if (write.marks() != null) {
      ref = mark(write, write.marks(), ref);
      if (ref == null) {
        return;
      }
    }
    if (write.step() > 0) {
      announce(write, ref);
    }
    Deliveries deliveries = outbox.deliveries(write.alert());
    switch (counted(store.update(ref, write.tally(), deliveries, write.form()))) {
      case Outcome.Done(AlertRef newer) -> {
        updated.incrementAndGet();
        answers.updated(write, newer, deliveries, clock.instant());
      }
      case Outcome.Missing() -> answers.missing(write, ref, clock.instant());
      case Outcome.Changed(StoredAlert stored) -> overtaken(write, stored);
      case Outcome.Exists(StoredAlert stored) -> overtaken(write, stored);
      case Outcome.NamespaceGone() -> answers.missing(write, ref, clock.instant());
      case Outcome.Refused(String message) -> {
        refused.incrementAndGet();
        warn(write, message);
        answers.updateRefused(write, message, pause(write), clock.instant());
      }
      case Outcome.Invalid(String message) -> invalid(write, message);
      case Outcome.Unavailable unavailable -> retry(write, unavailable);
    }
  }

  /** The new object, or null when it is somebody else's turn. */
  private @Nullable AlertRef create(Job.Write write) {
    Alert fresh = write.fresh();
    if (fresh == null) {
      throw new IllegalStateException("nothing to create");
    }
    switch (counted(store.create(fresh, write.form()))) {
      case Outcome.Done(AlertRef ref) -> {
        created.incrementAndGet();
        answers.created(write, ref);
        return ref;
      }
      case Outcome.Exists(StoredAlert stored) -> overtaken(write, stored);
      case Outcome.Changed(StoredAlert stored) -> overtaken(write, stored);
      case Outcome.NamespaceGone() ->
          refused(write, fresh, "the namespace is deleted or being deleted");
      case Outcome.Refused(String message) -> refused(write, fresh, message);
      case Outcome.Invalid(String message) -> invalid(write, message);
      case Outcome.Unavailable unavailable -> retry(write, unavailable);
      case Outcome.Missing() -> retry(write, new Outcome.Unavailable("not created", null));
    }
    return null;
  }

  /**
   * The object as it is now, or null when it is somebody else's turn. Where its labels are refused,
   * its count is written all the same.
   */
  private @Nullable AlertRef mark(Job.Write write, AlertMarks marks, AlertRef ref) {
    switch (counted(store.mark(ref, marks))) {
      case Outcome.Done(AlertRef newer) -> {
        updated.incrementAndGet();
        answers.marked(write, marks, newer);
        if (marks.reopened()) {
          asked(receivers.reopened(newer));
        }
        return newer;
      }
      case Outcome.Refused(String message) -> {
        return notMarked(write, marks, ref, message);
      }
      case Outcome.Invalid(String message) -> {
        return notMarked(write, marks, ref, message);
      }
      case Outcome.Missing _, Outcome.NamespaceGone _ ->
          answers.missing(write, ref, clock.instant());
      case Outcome.Changed(StoredAlert stored) -> overtaken(write, stored);
      case Outcome.Exists(StoredAlert stored) -> overtaken(write, stored);
      case Outcome.Unavailable unavailable -> retry(write, unavailable);
    }
    return null;
  }

  private AlertRef notMarked(Job.Write write, AlertMarks marks, AlertRef ref, String reason) {
    refused.incrementAndGet();
    troubles.notMarked(write.alert(), reason, clock.instant());
    answers.markRefused(write, marks);
    return ref;
  }

  private void announce(Job.Write write, AlertRef ref) throws InterruptedException {
    Announcement announcement = new Announcement(ref, write.alert().summary, write.step());
    int offered =
        receivers.offer(
            announcement,
            outbox.deliveries(write.alert()),
            (receiver, what, outcome) -> delivered(write.alert(), receiver, what, outcome));
    asked(offered);
  }

  private void asked(int receivers) {
    requests.addAndGet(receivers);
    governor.spend(receivers, clock.instant());
  }

  /** Called by the threads of receivers, too. */
  private void delivered(
      AlertState alert, String receiver, Announcement announcement, Outcome outcome) {
    switch (outcome) {
      case Outcome.Done _, Outcome.Exists _, Outcome.Changed _ -> announced.incrementAndGet();
      case Outcome.NamespaceGone _, Outcome.Missing _, Outcome.Refused _, Outcome.Invalid _ ->
          refused.incrementAndGet();
      case Outcome.Unavailable _ -> failures.incrementAndGet();
    }
    answers.delivered(alert, receiver, announcement, outcome, clock.instant());
  }

  private void delete(Job.Delete delete) {
    switch (counted(store.delete(delete.known()))) {
      case Outcome.Done _, Outcome.Missing _, Outcome.NamespaceGone _ -> {
        deleted.incrementAndGet();
        answers.missing(delete, delete.known(), clock.instant());
      }
      case Outcome.Changed(StoredAlert stored) -> overtaken(delete, stored);
      case Outcome.Exists(StoredAlert stored) -> overtaken(delete, stored);
      case Outcome.Refused(String message) -> deletionRefused(delete, message);
      case Outcome.Invalid(String message) -> deletionRefused(delete, message);
      case Outcome.Unavailable unavailable -> retry(delete, unavailable);
    }
  }

  private void deletionRefused(Job.Delete delete, String reason) {
    refused.incrementAndGet();
    warn(delete, reason);
    answers.failed(delete, pause(delete), clock.instant());
  }

  private Outcome counted(Outcome outcome) {
    requests.incrementAndGet();
    governor.spend(1, clock.instant());
    if (!(outcome instanceof Outcome.Unavailable)) {
      governor.succeeded();
      available = true;
    }
    return outcome;
  }

  private void overtaken(Job job, StoredAlert stored) {
    conflicts.incrementAndGet();
    Duration pause = job.alert().pace.failures() == 0 ? Duration.ZERO : pause(job);
    answers.overtaken(job, stored, pause, clock.instant());
  }

  private void refused(Job.Write write, Alert fresh, String reason) {
    refused.incrementAndGet();
    if (answers.creationRefused(write, reason, pause(write), clock.instant())) {
      troubles.namespaceRefuses(write.alert(), fresh, reason);
    } else {
      warn(write, reason);
    }
  }

  private void invalid(Job.Write write, String message) {
    refused.incrementAndGet();
    troubles.invalid(write.alert(), write.form(), message);
    answers.invalid(write, message, clock.instant());
  }

  private void retry(Job job, Outcome.Unavailable unavailable) {
    Instant now = clock.instant();
    governor.failed(now, unavailable.retryAfter());
    available = false;
    warn(job, unavailable.message());
    holdUp(job);
  }

  private void warn(Job job, String reason) {
    troubles.notWritten(job.alert(), reason, clock.instant());
  }

  /** Tries it again later, without regard to others. */
  private void holdUp(Job job) {
    failures.incrementAndGet();
    answers.failed(job, pause(job), clock.instant());
  }

  private Duration pause(Job job) {
    return governor.retry(job.alert().pace.failures());
  }
}
