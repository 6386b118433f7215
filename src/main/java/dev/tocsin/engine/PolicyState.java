package dev.tocsin.engine;

import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.engine.window.WindowStore;
import dev.tocsin.language.EvaluationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one generation of one policy has gathered: counters, window state, whether it is suspended.
 * Written by the evaluating thread; {@link #stats} may be called from any.
 */
final class PolicyState {
  private final PolicyId id;
  private final @Nullable WindowStore windows;
  private final ErrorBudget budget = new ErrorBudget();
  private final Counter matches = new Counter();
  private final Counter findings = new Counter();
  private final Counter lastMatchNanos = new Counter();
  private final Counter errors = new Counter();
  private final Counter late = new Counter();
  private final Counter evicted = new Counter();
  private final Counter timed = new Counter();
  private final Counter timedNanos = new Counter();
  private final Map<String, Counter> exclusionMatches = new ConcurrentHashMap<>();
  private volatile String lastError = "";
  private volatile boolean suspended;

  PolicyState(PolicyId id, Policy.@Nullable Window window) {
    this.id = id;
    this.windows = window == null ? null : new WindowStore(window, WindowStore.Limits.DEFAULT);
  }

  /** Whether it can go on under another compilation of the same generation. */
  boolean isFor(Policy.@Nullable Window window) {
    return windows == null ? window == null : window != null && windows.isFor(window);
  }

  boolean isSuspended() {
    return suspended;
  }

  void matched(long timeNanos) {
    matches.increment();
    lastMatchNanos.atLeast(timeNanos);
  }

  void excluded(String source) {
    exclusionMatches.computeIfAbsent(source, key -> new Counter()).increment();
  }

  void found() {
    findings.increment();
  }

  /** Takes the time of an evaluation that was timed. */
  void took(long nanos) {
    timed.increment();
    timedNanos.add(nanos);
  }

  /**
   * @param event how many events the engine has seen
   */
  void failed(String field, EvaluationException e, long event) {
    errors.increment();
    lastError = field + ": " + e.getMessage();
    if (budget.isSpentBy(e.reason(), event)) {
      suspended = true;
    }
  }

  /** Adds a match to the windows; what was counted when that completed one, else 0. */
  long window(
      Contributor contributor,
      List<String> group,
      long timeNanos,
      List<String> values,
      long nowMillis) {
    if (windows == null) {
      throw new IllegalStateException(id.key() + " has no window");
    }
    long count = windows.add(contributor, group, timeNanos, values, nowMillis);
    late.set(windows.late());
    evicted.set(windows.evicted());
    return count;
  }

  PolicyStats stats() {
    Map<String, Long> excluded = new HashMap<>();
    exclusionMatches.forEach((source, counter) -> excluded.put(source, counter.get()));
    return new PolicyStats(
        id,
        matches.get(),
        findings.get(),
        lastMatchNanos.get(),
        errors.get(),
        suspended,
        lastError,
        Map.copyOf(excluded),
        late.get(),
        evicted.get(),
        new Cost(timed.get(), timedNanos.get()));
  }
}
