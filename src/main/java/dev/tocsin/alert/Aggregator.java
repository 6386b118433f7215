package dev.tocsin.alert;

import dev.tocsin.engine.AlertListener;
import dev.tocsin.engine.CorrelationListener;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.AlertView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Findings to alerts, in memory. {@link #accept} does no I/O and may be called from the evaluation
 * thread; an {@link AlertWriter} carries the result to the store.
 *
 * <p>A replay needs no writer: {@link #alerts} is what would have been written.
 */
public final class Aggregator implements AlertStore.Watcher, CorrelationListener {
  /** Ids remembered to drop a finding that is reported twice. */
  private static final int REMEMBERED_FINDINGS = 65_536;

  /** Counts of open alerts that are given out, those of the rest of a namespace not included. */
  private static final int OPEN_ALERT_COUNTS = 2000;

  /** How long after its last finding an alert counts as affected by a loss of events. */
  private static final Duration AFFECTED_BY_LOSS = Duration.ofMinutes(10);

  private final InstantSource clock;
  private final SeenFindings seen = new SeenFindings(REMEMBERED_FINDINGS);
  private final AlertBook book;
  private final Ledger ledger;
  private final StoreObserver observer;
  private final StoreAnswers answers;
  private final Outbox outbox;
  private final Incidents incidents;
  private long findings;
  private long duplicates;

  public Aggregator(AlertSettings settings, InstantSource clock) {
    this.clock = clock;
    this.book = new AlertBook(settings);
    Placement placement = new Placement(settings.systemNamespace());
    this.ledger = new Ledger(settings, placement, book);
    this.observer = new StoreObserver(placement, book, ledger);
    this.incidents = new Incidents(placement, book, ledger);
    this.answers = new StoreAnswers(settings, book, ledger, observer);
    this.outbox = new Outbox(settings, book, ledger, observer, answers);
  }

  /**
   * Notifies a listener, beside those that there are, of each alert that opens, once it is known
   * what is stored, and before that of those that are. To be added before {@link #loaded}.
   */
  public void addListener(AlertListener listener) {
    book.addListener(listener);
  }

  /**
   * Counts a finding. One whose id was accepted before is dropped, and so is one of a policy that
   * is not active. A finding without an event time counts as of now.
   */
  public void accept(Finding finding) {
    accept(Reported.once(finding), null, () -> {});
  }

  /**
   * Counts a finding, as {@link #accept(Finding)}.
   *
   * @param done run, without any lock held, once an alert's object counts it, or when it is not to
   *     be counted
   */
  public void accept(Finding finding, Runnable done) {
    accept(Reported.once(finding), null, done);
  }

  /**
   * Counts findings that a spool keeps until they are stored. The reports of a spool come in the
   * order of their sequence; one that comes again is not counted again, also when it was counted by
   * another process.
   *
   * @param origin null when nobody keeps them
   * @param done run, without any lock held, once an alert's object counts them, or when they are
   *     not to be counted
   */
  public void accept(Reported reported, @Nullable Origin origin, Runnable done) {
    if (reported.finding().policy().mode() != Policy.Mode.ACTIVE) {
      done.run();
      return;
    }
    Instant now = clock.instant();
    book.change(
        () -> {
          if (!count(reported, new Acknowledgement(origin, reported.count(), done), now)) {
            duplicates += reported.count();
          }
        });
  }

  /** Counts a finding of a policy over alerts, and notes what its alert is made of. */
  @Override
  public void found(Finding finding) {
    accept(finding);
    if (finding.policy().mode() == Policy.Mode.ACTIVE) {
      Instant now = clock.instant();
      book.change(() -> incidents.found(finding, now));
    }
  }

  @Override
  public void matched(Finding draft, AlertView alert) {
    if (draft.policy().mode() == Policy.Mode.ACTIVE) {
      Instant now = clock.instant();
      book.change(() -> incidents.matched(draft, alert, now));
    }
  }

  private boolean count(Reported reported, Acknowledgement acknowledgement, Instant now) {
    if (!book.acknowledgements().isNew(acknowledgement)) {
      return false;
    }
    if (!seen.add(reported.finding().id())
        || !ledger.count(
            reported,
            timeOr(reported.firstNanos(), now),
            timeOr(reported.lastNanos(), now),
            acknowledgement,
            now)) {
      book.acknowledgements().stored(acknowledgement);
      return false;
    }
    findings += reported.count();
    return true;
  }

  private static long timeOr(long eventNanos, Instant now) {
    return eventNanos != 0 ? eventNanos : nanos(now);
  }

  /**
   * Notes that events were lost, on every open alert that got a finding from there in the last ten
   * minutes: its count may be too low.
   *
   * @param node {@code ""} when it is not known on which node
   */
  public void lost(String node, long events) {
    if (events <= 0) {
      return;
    }
    Instant now = clock.instant();
    book.change(
        () -> {
          for (AlertState alert : List.copyOf(book.alerts())) {
            if (isAffected(alert, node, now)) {
              ledger.lost(alert, events, now);
            }
          }
        });
  }

  /** All alerts with unwritten findings as they would be written, in the order of firstSeen. */
  public List<Alert> alerts() {
    return book.read(
        () ->
            book.alerts().stream()
                .map(AlertState::fresh)
                .flatMap(Stream::ofNullable)
                .sorted(
                    Comparator.<Alert>comparingLong(alert -> alert.tally().firstSeenNanos())
                        .thenComparing(alert -> alert.name().toString()))
                .toList());
  }

  /**
   * Forgets alerts that no writer has taken and whose time without a finding is over, as a writer
   * would delete them. For a replay.
   */
  public void expirePending() {
    book.change(() -> ledger.expirePending(clock.instant()));
  }

  /**
   * Notes what an output has of an alert, for the alert's status: it is written when the alert is
   * written the next time, after a while in any case. Nothing is noted of an object that is gone.
   *
   * @param output names it among the deliveries of the alert
   */
  public void delivered(AlertRef ref, String output, Delivery delivery) {
    Instant now = clock.instant();
    book.change(
        () -> {
          AlertState alert = book.get(ref);
          if (alert != null) {
            alert.delivered(ref, output, delivery, now);
            ledger.settle(alert, now);
          }
        });
  }

  /** By policy, as {@code namespace/name}. Overflow alerts are not counted. */
  public Map<String, PolicyAlerts> countsByPolicy() {
    return book.read(
        () -> {
          Map<String, PolicyAlerts> counts = new HashMap<>();
          ledger
              .overflowedFindings()
              .forEach((policy, n) -> counts.put(policy, new PolicyAlerts(0, 0, n)));
          book.openings()
              .countsByPolicy()
              .forEach(
                  (policy, n) ->
                      counts.merge(policy, new PolicyAlerts(0, n, 0), PolicyAlerts::plus));
          for (AlertState alert : book.alerts()) {
            if (alert.overflow == null && isOpen(alert)) {
              counts.merge(
                  alert.summary.policyKey(), new PolicyAlerts(1, 0, 0), PolicyAlerts::plus);
            }
          }
          return counts;
        });
  }

  /**
   * Alerts that nobody has acknowledged or closed, by severity (of an incident, the highest of what
   * it is made of), policy and the namespace that they belong in. At most some 2,000 counts.
   */
  public Map<OpenAlerts.Key, Long> openAlerts() {
    OpenAlerts open = new OpenAlerts(OPEN_ALERT_COUNTS);
    untriaged().forEach(open::add); // shared out while findings are taken in
    return open.counts();
  }

  private Map<OpenAlerts.Key, Long> untriaged() {
    return book.read(
        () -> {
          Map<OpenAlerts.Key, Long> counts = new HashMap<>();
          for (AlertState alert : book.alerts()) {
            if (alert.phase().isUntriaged()) {
              counts.merge(
                  new OpenAlerts.Key(
                      alert.content().marking().wanted().severity(),
                      alert.summary.policyKey(),
                      alert.home),
                  1L,
                  Long::sum);
            }
          }
          return counts;
        });
  }

  public AggregatorStats stats() {
    return book.read(
        () ->
            new AggregatorStats(
                findings,
                duplicates,
                ledger.overflowedFindings().values().stream().mapToLong(Long::longValue).sum(),
                ledger.evictedAlerts(),
                book.alerts().size(),
                book.pending().size(),
                book.alerts().stream().mapToLong(alert -> alert.content().unstored().count()).sum(),
                outbox.isOpen()));
  }

  @Override
  public void observed(StoredAlert stored) {
    Instant now = clock.instant();
    book.change(
        () -> {
          // a finding that was written before a restart is not counted again after it
          stored.tally().samples().forEach(sample -> seen.add(sample.findingId()));
          observer.observe(stored, now);
        });
  }

  @Override
  public void deleted(AlertRef ref) {
    Instant now = clock.instant();
    book.change(
        () -> {
          AlertState alert = book.get(ref);
          if (alert != null) {
            observer.gone(alert, now);
          }
        });
  }

  @Override
  public void loaded() {
    Instant now = clock.instant();
    book.change(
        () -> {
          observer.loaded(now);
          outbox.open();
        });
  }

  Outbox outbox() {
    return outbox;
  }

  StoreAnswers answers() {
    return answers;
  }

  private static boolean isAffected(AlertState alert, String node, Instant now) {
    return isOpen(alert) && alert.wasActive(node, now.minus(AFFECTED_BY_LOSS));
  }

  private static boolean isOpen(AlertState alert) {
    return !alert.isClosed() && !alert.isDeleting();
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
