package dev.tocsin.engine;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.event.AlertView;
import dev.tocsin.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Policies over alerts ({@code events: [SecurityAlert]}): runs where alerts are made, and only
 * there. Every alert that opens is one event, at the time of its first finding, and its place is
 * what that finding was about. Alerts of these policies themselves are no events for them, so there
 * is no loop. Thread safe.
 *
 * <p>A window over alerts begins with the alerts that are there: those that were opened in the
 * {@link #REMEMBERED last day}, also before a restart, are put into the windows of a policy when it
 * is installed first and of every new generation. What a finding that is stored has covered stays
 * covered, for the same generation. A policy without a window sees only what opens from now on.
 *
 * <p>Windows count as over nodes: see {@link CrossNodeWindows}.
 */
public final class AlertCorrelation implements AlertListener {
  /** The longest window. */
  static final Duration REMEMBERED = Duration.ofHours(24);

  /**
   * More alerts than this in a day, and the oldest are not put into the windows of new policies.
   */
  static final int MOST_REMEMBERED = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final InstantSource clock;
  private final Redaction redaction;
  private final CorrelationListener listener;
  private final Engine engine;
  private final CrossNodeWindows windows;

  /** In the order of event time. */
  private final NavigableSet<AlertView> recent =
      new TreeSet<>(
          Comparator.comparingLong(AlertView::firstSeenNanos)
              .thenComparing(AlertView::namespace)
              .thenComparing(AlertView::name));

  private List<CompiledPolicy> installed = List.of();

  /** What the listener is to be notified of. */
  private List<Runnable> notifications = new ArrayList<>();

  /** The one that is evaluated. */
  private AlertView current = AlertView.NONE;

  /**
   * @param listener called with no lock held, on the thread that reported the alert
   */
  public AlertCorrelation(InstantSource clock, Redaction redaction, CorrelationListener listener) {
    this.clock = clock;
    this.redaction = redaction;
    this.listener = listener;
    this.windows =
        new CrossNodeWindows(
            clock,
            (finding, stored) -> {
              found(finding);
              stored.run(); // nobody waits: the alerts are stored themselves
            });
    this.engine =
        Engine.forwarding(
            clock,
            redaction,
            finding -> {
              matched(finding);
              found(finding);
            },
            match -> count(match));
  }

  private void found(Finding finding) {
    notifications.add(() -> listener.found(finding));
  }

  private void matched(Finding draft) {
    AlertView alert = current;
    notifications.add(() -> listener.matched(draft, alert));
  }

  private void count(Match match) {
    matched(match.finding());
    windows.accept(match, () -> {});
  }

  /**
   * Replaces the policies, as {@link Engine#install}.
   *
   * @param policies all there are; those over events are left out
   */
  public void install(List<CompiledPolicy> policies) {
    locked(
        () -> {
          List<CompiledPolicy> before = installed;
          installed = policies.stream().filter(each -> each.policy().isOverAlerts()).toList();
          engine.install(installed);
          windows.install(installed);
          Set<PolicyId> known = new HashSet<>();
          before.forEach(each -> known.add(each.policy().id()));
          forgetOld();
          fill(
              installed.stream().filter(each -> !known.contains(each.policy().id())).toList(),
              List.copyOf(recent));
        });
  }

  @Override
  public void opened(AlertView alert) {
    if (alert.overAlerts()) {
      return;
    }
    locked(
        () -> {
          remember(alert);
          engine.resume();
          evaluate(engine, alert);
          windows.expire();
        });
  }

  @Override
  public void restored(List<AlertView> alerts, Set<String> findingIds) {
    locked(
        () -> {
          windows.remember(findingIds);
          NavigableSet<AlertView> others = new TreeSet<>(recent);
          alerts.stream().filter(alert -> !alert.overAlerts()).forEach(this::remember);
          fill(installed, recent.stream().filter(alert -> !others.contains(alert)).toList());
        });
  }

  /** Matches, findings and errors of the policies over alerts. */
  public List<PolicyStats> stats() {
    return PolicyStats.merged(Stream.concat(engine.stats().stream(), windows.stats().stream()));
  }

  /**
   * Puts alerts into the windows of these policies, whatever else they do with alerts. One that
   * breaks over them is suspended, as it would be over the next alert.
   */
  private void fill(List<CompiledPolicy> policies, List<AlertView> alerts) {
    List<CompiledPolicy> windowed =
        policies.stream().filter(each -> each.window() != null).toList();
    if (windowed.isEmpty() || alerts.isEmpty()) {
      return;
    }
    Engine filling = Engine.forwarding(clock, redaction, finding -> {}, this::count);
    filling.install(windowed);
    alerts.forEach(alert -> evaluate(filling, alert));
    filling.suspensions().forEach(engine::suspend);
  }

  private void evaluate(Engine by, AlertView alert) {
    current = alert;
    by.evaluate(Event.of(alert), alert.where());
  }

  private void remember(AlertView alert) {
    recent.add(alert);
    forgetOld();
  }

  private void forgetOld() {
    Instant oldest = clock.instant().minus(REMEMBERED);
    while (!recent.isEmpty()
        && (recent.size() > MOST_REMEMBERED
            || Instant.ofEpochSecond(0, recent.first().firstSeenNanos()).isBefore(oldest))) {
      recent.removeFirst();
    }
  }

  /** Does it with the lock held, then hands on what came of it without. */
  private void locked(Runnable action) {
    List<Runnable> made;
    lock.lock();
    try {
      action.run();
      made = notifications;
      notifications = new ArrayList<>();
    } finally {
      lock.unlock();
    }
    made.forEach(Runnable::run);
  }
}
