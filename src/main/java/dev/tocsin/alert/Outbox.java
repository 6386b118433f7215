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
 * what came of it to the {@link StoreAnswers}. No state of an alert is changed here.
 */
final class Outbox {
  private static final Duration EXPIRY_INTERVAL = Duration.ofMinutes(1);
  private final AlertBook book;
  private final Ledger ledger;
  private final StoreObserver observer;
  private final StoreAnswers answers;
  private final Turns turns;
  private boolean open;
  private Instant nextExpiry = Instant.MIN;

  Outbox(
      AlertSettings settings,
      AlertBook book,
      Ledger ledger,
      StoreObserver observer,
      StoreAnswers answers) {
    this.book = book;
    this.ledger = ledger;
    this.observer = observer;
    this.answers = answers;
    this.turns = new Turns(settings.systemNamespace());
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
            ledger.reopenOverdue(now);
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

  private Job start(AlertState alert, Instant now) {
    answers.place(alert, now);
    AlertRef known = alert.ref();
    Tally tally = alert.content().tally();
    int behind = alert.content().receiversBehind(book.receivers());
    Alert fresh = known == null ? alert.fresh() : null;
    book.claim(alert);
    if (known != null && alert.isDeleting()) {
      turns.charge(alert, 1);
      return new Job.Delete(alert, known);
    }
    AlertMarks marks = known == null ? null : alert.content().marking().due();
    turns.charge(alert, 1 + (known == null || marks != null ? 1 : 0) + behind);
    return new Job.Write(
        alert,
        fresh,
        known,
        marks,
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
