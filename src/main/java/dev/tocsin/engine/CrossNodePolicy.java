package dev.tocsin.engine;

import com.google.common.primitives.Longs;
import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.engine.policy.Containment;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.window.Completed;
import dev.tocsin.engine.window.SpanningWindows;
import dev.tocsin.engine.window.StoredSpans;
import dev.tocsin.engine.window.WindowStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The windows of one generation of one policy over all nodes. Thread safe: one lock for the policy.
 * Nobody is called with the lock held.
 */
final class CrossNodePolicy {
  /** Every match is held one by one, until it cannot count: more room than a node's windows. */
  private static final WindowStore.Limits LIMITS = new WindowStore.Limits(10_000, 32 << 20);

  private final ReentrantLock lock = new ReentrantLock();
  private final Policy policy;
  private final Policy.Window window;
  private final StoredSpans storedBefore;
  private SpanningWindows windows;
  private @Nullable Suspension suspension;
  private boolean closed;
  private long evictedBefore;
  private long errors;
  private long findings;
  private long refused;
  private final ShadowSamples samples = new ShadowSamples();

  CrossNodePolicy(Policy policy, Policy.Window window, StoredSpans storedBefore) {
    this.policy = policy;
    this.window = window;
    this.storedBefore = storedBefore;
    this.windows = newWindows();
  }

  private SpanningWindows newWindows() {
    return new SpanningWindows(
        window, LIMITS, group -> WindowFindingId.digest(policy.id(), group), storedBefore);
  }

  boolean isFor(Policy.Window other) {
    return window.equals(other);
  }

  /**
   * @param now also for the end of a suspension
   */
  void accept(Match match, Instant now, Runnable done, BiConsumer<Finding, Runnable> onFinding) {
    AtomicReference<@Nullable Completed> filled = new AtomicReference<>();
    contained(now, done, () -> filled.set(take(match, now, done)));
    Completed completed = filled.get();
    if (completed != null) {
      onFinding.accept(finding(match.finding(), completed), () -> stored(completed));
    }
  }

  private @Nullable Completed take(Match match, Instant now, Runnable done) {
    if (closed || suspension != null) {
      windows.refuse(done);
      return null;
    }
    if (!isSound(match)) {
      refused++;
      windows.refuse(done);
      return null;
    }
    Finding draft = match.finding();
    Completed completed =
        windows.add(
            Contributor.onNode(draft.facts().node(), draft.facts().where()),
            draft.id(),
            match.windowGroup(),
            draft.facts().timeNanos(),
            match.values(),
            done,
            now.toEpochMilli());
    if (completed == null) {
      return null;
    }
    findings++;
    if (policy.mode() != Policy.Mode.ACTIVE) {
      if (samples.takesNext(TimeUnit.MILLISECONDS.toNanos(now.toEpochMilli()))) {
        samples.add(ShadowSample.of(draft).saidBy(draft.facts().node(), now));
      }
      windows.stored(completed); // nobody stores what is only counted
      return null;
    }
    return completed;
  }

  /** Whether it is one of this policy's, and not made by another generation or by no sensor. */
  private boolean isSound(Match match) {
    List<String> values = match.values();
    return match.windowGroup().size() == window.groupBy().size()
        && switch (window.type()) {
          case EVENT_COUNT -> values.isEmpty();
          case VALUE_COUNT -> values.size() == 1;
          case SUM -> values.size() == 1 && Longs.tryParse(values.getFirst()) != null;
          case TEMPORAL, TEMPORAL_ORDERED ->
              !values.isEmpty() && values.stream().allMatch(this::isStep);
        };
  }

  private boolean isStep(String name) {
    return window.steps().stream().anyMatch(step -> step.name().equals(name));
  }

  private void stored(Completed completed) {
    locked(() -> windows.stored(completed));
  }

  /** Lets go of what is over, and of a suspension that is. */
  void expire(Instant now) {
    contained(
        now,
        () -> {},
        () -> {
          if (suspension != null && suspension.isOver(now)) {
            suspension = null;
          }
          windows.expire(now.toEpochMilli());
        });
  }

  /**
   * With the lock held. What throws suspends the policy: its windows may be half done, and are
   * given up with all that is in them.
   *
   * @param done of the match that it is about
   */
  private void contained(Instant now, Runnable done, Runnable action) {
    locked(
        () -> {
          try {
            action.run();
          } catch (RuntimeException | Error e) {
            suspend("spec.window: " + Containment.cause(e), now);
            windows.refuse(done);
          }
        });
  }

  private void suspend(String cause, Instant now) {
    errors++;
    suspension =
        Suspension.from(
            now, policy.scope().isCluster() ? Suspension.SHORT : Suspension.LONG, cause);
    SpanningWindows broken = windows;
    evictedBefore += broken.evicted();
    windows = newWindows();
    broken.close();
    broken.takeDone().forEach(windows::refuse);
  }

  void close() {
    locked(
        () -> {
          closed = true;
          windows.close();
        });
  }

  PolicyStats stats() {
    lock.lock();
    try {
      return new PolicyStats(
          policy.id(),
          0,
          findings,
          0,
          errors,
          suspension != null,
          suspension == null ? "" : suspension.cause(),
          Map.of(),
          Map.of(),
          0,
          evictedBefore + windows.evicted(),
          Cost.NONE,
          TracedMatch.NONE,
          samples.latest());
    } finally {
      lock.unlock();
    }
  }

  int matches() {
    lock.lock();
    try {
      return windows.matches();
    } finally {
      lock.unlock();
    }
  }

  long refused() {
    lock.lock();
    try {
      return refused;
    } finally {
      lock.unlock();
    }
  }

  /** Does it with the lock held, then notifies whom it concerns without. */
  private void locked(Runnable action) {
    List<Runnable> done;
    lock.lock();
    try {
      action.run();
      done = windows.takeDone();
    } finally {
      lock.unlock();
    }
    done.forEach(Runnable::run);
  }

  private static Finding finding(Finding draft, Completed completed) {
    return new Finding(
        new WindowFindingId(completed.groupDigest(), completed.span()).toString(),
        draft.policy(),
        draft.group(),
        draft.message(),
        draft.facts());
  }
}
