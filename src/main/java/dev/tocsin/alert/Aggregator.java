package dev.tocsin.alert;

import dev.tocsin.engine.AlertFeed;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Findings to alerts, in memory. {@link #accept} does no I/O and may be called from the evaluation
 * thread; an {@link AlertWriter} carries the result to the store.
 *
 * <p>A replay needs no writer: {@link #alerts} is what would have been written.
 */
public final class Aggregator implements AlertStore.Watcher {
  /** Ids remembered to drop a finding that is reported twice. */
  private static final int REMEMBERED_FINDINGS = 65_536;

  /** How long after its last finding an alert counts as affected by a loss of events. */
  private static final Duration AFFECTED_BY_LOSS = Duration.ofMinutes(10);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final SeenFindings seen = new SeenFindings(REMEMBERED_FINDINGS);
  private final Register register;
  private final Ledger ledger;
  private final StoreNews news;
  private final Outbox outbox;
  private final AlertListeners listeners = new AlertListeners();
  private long findings;
  private long duplicates;

  public Aggregator(AlertSettings settings, InstantSource clock) {
    this.clock = clock;
    this.register = new Register(settings);
    Placement placement = new Placement(settings.systemNamespace());
    this.ledger = new Ledger(settings, placement, register);
    this.news = new StoreNews(placement, register, ledger);
    this.outbox = new Outbox(settings, lock, register, ledger, news);
  }

  /**
   * Notifies a listener, beside those that there are, of each alert that opens, once it is known
   * what is stored, and before that of those that are. To be added before {@link #loaded}.
   */
  public void addListener(AlertFeed listener) {
    listeners.add(listener);
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
    changing(() -> {
      if (!count(reported, new Receipt(origin, reported.count(), done), now)) {
        duplicates += reported.count();
      }
    });
  }

  private boolean count(Reported reported, Receipt receipt, Instant now) {
    if (!register.receipts().isNew(receipt)) {
      return false;
    }
    if (!seen.add(reported.finding().id())
        || !ledger.count(
            reported,
            timeOr(reported.firstNanos(), now),
            timeOr(reported.lastNanos(), now),
            receipt,
            now)) {
      register.receipts().stored(receipt);
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
    changing(() -> {
      for (Tracked alert : List.copyOf(register.alerts())) {
        if (isAffected(alert, node, now)) {
          ledger.lost(alert, events, now);
        }
      }
    });
  }

  /** All alerts with unwritten findings as they would be written, in the order of firstSeen. */
  public List<Alert> alerts() {
    lock.lock();
    try {
      return register.alerts().stream()
          .flatMap(alert -> unwritten(alert).stream())
          .sorted(
              Comparator.<Alert>comparingLong(alert -> alert.tally().firstSeenNanos())
                  .thenComparing(alert -> alert.name().toString()))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Forgets alerts that no writer has taken and whose time without a finding is over, as a writer
   * would delete them. For a replay.
   */
  public void expireUnwritten() {
    lock.lock();
    try {
      ledger.expireUnwritten(clock.instant());
    } finally {
      lock.unlock();
    }
  }

  /** By policy, as {@code namespace/name}. Overflow alerts are not counted. */
  public Map<String, PolicyAlerts> countsByPolicy() {
    lock.lock();
    try {
      Map<String, PolicyAlerts> counts = new HashMap<>();
      ledger.foldedFindings().forEach((policy, n) -> counts.put(policy, new PolicyAlerts(0, 0, n)));
      register
          .openings()
          .countsByPolicy()
          .forEach(
              (policy, n) -> counts.merge(policy, new PolicyAlerts(0, n, 0), PolicyAlerts::plus));
      for (Tracked alert : register.alerts()) {
        if (alert.overflow == null && !alert.doomed && !alert.isClosed()) {
          counts.merge(alert.headline.policyKey(), new PolicyAlerts(1, 0, 0), PolicyAlerts::plus);
        }
      }
      return counts;
    } finally {
      lock.unlock();
    }
  }

  public AggregatorStats stats() {
    lock.lock();
    try {
      return new AggregatorStats(
          findings,
          duplicates,
          ledger.foldedFindings().values().stream().mapToLong(Long::longValue).sum(),
          ledger.displacedAlerts(),
          register.alerts().size(),
          register.dirty().size(),
          register.alerts().stream().mapToLong(alert -> alert.unwritten().count()).sum(),
          outbox.isOpen());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void observed(StoredAlert stored) {
    Instant now = clock.instant();
    changing(() -> {
      // a finding that was written before a restart is not counted again after it
      stored.tally().samples().forEach(sample -> seen.add(sample.findingId()));
      news.observe(stored, now);
    });
  }

  @Override
  public void deleted(AlertRef ref) {
    Instant now = clock.instant();
    changing(() -> {
      Tracked alert = news.find(ref);
      if (alert != null) {
        news.gone(alert, now);
      }
    });
  }

  @Override
  public void loaded() {
    Instant now = clock.instant();
    changing(() -> {
      news.loaded(now);
      outbox.open();
    });
  }

  Outbox outbox() {
    return outbox;
  }

  private void changing(Runnable change) {
    List<Receipt> stored;
    Consumer<AlertFeed> opened;
    lock.lock();
    try {
      long marks = register.marks();
      change.run();
      if (register.marks() != marks) {
        outbox.wake();
      }
      stored = register.receipts().take();
      opened = register.openings().take();
    } finally {
      lock.unlock();
    }
    stored.forEach(Receipt::tell);
    opened.accept(listeners);
  }

  private static boolean isAffected(Tracked alert, String node, Instant now) {
    return !alert.isClosed()
        && !alert.doomed
        && alert.active.plus(AFFECTED_BY_LOSS).isAfter(now)
        && (node.isEmpty()
            || alert.writtenNodes.contains(node)
            || alert.unwritten().nodes().contains(node));
  }

  private static List<Alert> unwritten(Tracked alert) {
    Finding first = alert.unwritten().first();
    return first == null
        ? List.of()
        : List.of(
            new Alert(
                alert.name,
                alert.namespace,
                first,
                alert.overflow,
                alert.relocation,
                alert.expireAfter,
                alert.tally()));
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
