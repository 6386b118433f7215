package dev.tocsin.engine;

import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.engine.policy.Containment;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.engine.window.WindowStore;
import dev.tocsin.event.Event;
import dev.tocsin.language.EvaluationException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one generation of one policy has gathered: counters, window state, whether it is suspended.
 * Written by the evaluating thread; {@link #stats} may be called from any.
 */
final class PolicyState {

  private final PolicyId id;
  private final Policy.@Nullable Window window;
  private final Counter matches = new Counter();
  private final Counter findings = new Counter();
  private final Counter lastMatchNanos = new Counter();
  private final Counter errors = new Counter();
  private final Counter late = new Counter();
  private final Counter evicted = new Counter();
  private final Counter timed = new Counter();
  private final Counter timedNanos = new Counter();
  private final Map<String, ExceptionState> exceptions = new ConcurrentHashMap<>();
  private @Nullable WindowStore windows;
  private final ShareMeter share = new ShareMeter();
  private volatile TracedMatch traced = TracedMatch.NONE;
  private final ShadowSamples samples = new ShadowSamples();
  private volatile String lastError = "";
  private volatile @Nullable Suspension suspension;

  PolicyState(PolicyId id, Policy.@Nullable Window window) {
    this.id = id;
    this.window = window;
    this.windows = store(window);
  }

  private static @Nullable WindowStore store(Policy.@Nullable Window window) {
    return window == null ? null : new WindowStore(window, WindowStore.Limits.DEFAULT);
  }

  /** Whether it can go on under another compilation of the same generation. */
  boolean isFor(Policy.@Nullable Window other) {
    return window == null ? other == null : window.equals(other);
  }

  /** What is known of an exception; one whose text has changed begins afresh, but for its count. */
  ExceptionState exception(Policy.ExceptionRule exception) {
    return exceptions.compute(
        exception.source(),
        (source, known) ->
            known != null && known.isFor(exception) ? known : new ExceptionState(exception, known));
  }

  /** Forgets the exceptions that the policy does not have any more. */
  void retainExceptions(Set<String> sources) {
    exceptions.keySet().retainAll(sources);
  }

  boolean isSuspended() {
    return suspension != null;
  }

  @Nullable Suspension suspension() {
    return suspension;
  }

  void matched(Event event, long timeNanos) {
    matches.increment();
    lastMatchNanos.atLeast(timeNanos);
    if (event.kind().needsTracingPolicy() && timeNanos > traced.nanos()) {
      traced = TracedMatch.of(event, timeNanos);
    }
  }

  void found() {
    findings.increment();
  }

  /** In shadow mode, of what it would have reported. */
  ShadowSamples samples() {
    return samples;
  }

  /** Takes the time of an evaluation that was timed. */
  void took(long nanos) {
    timed.increment();
    timedNanos.add(nanos);
    share.add(nanos);
  }

  ShareMeter share() {
    return share;
  }

  void failed(String field, EvaluationException e) {
    errors.increment();
    lastError = field + ": " + Containment.shortened(String.valueOf(e.getMessage()));
  }

  /** Something was thrown that must not be. What it was doing then may be half done. */
  void broke(Suspension because) {
    errors.increment();
    windows = store(window);
    suspend(because);
  }

  void suspend(Suspension because) {
    lastError = because.cause();
    suspension = because;
  }

  /** Lets run again what has been suspended for long enough. */
  void resume(Instant now) {
    Suspension current = suspension;
    if (current != null && current.isOver(now)) {
      suspension = null;
    }
    exceptions.values().forEach(each -> each.resume(now));
  }

  /** Adds a match to the windows; what was counted when that completed one, else 0. */
  long window(
      Contributor contributor,
      List<String> group,
      long timeNanos,
      List<String> values,
      long nowMillis) {
    WindowStore store = windows;
    if (store == null) {
      throw new IllegalStateException(id.key() + " has no window");
    }
    long count = store.add(contributor, group, timeNanos, values, nowMillis);
    late.set(store.late());
    evicted.set(store.evicted());
    return count;
  }

  PolicyStats stats() {
    Map<String, Long> excluded = new HashMap<>();
    Map<String, String> suspendedExceptions = new HashMap<>();
    exceptions.forEach(
        (source, state) -> {
          if (state.matches() > 0) {
            excluded.put(source, state.matches());
          }
          if (state.isSuspended()) {
            suspendedExceptions.put(source, state.problem());
          }
        });
    return new PolicyStats(
        id,
        matches.get(),
        findings.get(),
        lastMatchNanos.get(),
        errors.get(),
        isSuspended(),
        lastError,
        Map.copyOf(excluded),
        Map.copyOf(suspendedExceptions),
        late.get(),
        evicted.get(),
        new Cost(timed.get(), timedNanos.get()),
        traced,
        samples.latest());
  }
}
