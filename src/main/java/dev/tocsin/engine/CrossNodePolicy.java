package dev.tocsin.engine;

import com.google.common.primitives.Longs;
import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.engine.window.Completed;
import dev.tocsin.engine.window.HeldWindows;
import dev.tocsin.engine.window.StoredSpans;
import dev.tocsin.engine.window.WindowStore;
import java.util.List;
import java.util.Map;
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
  private final HeldWindows windows;
  private boolean closed;
  private long findings;
  private long refused;

  CrossNodePolicy(Policy policy, Policy.Window window, StoredSpans storedBefore) {
    this.policy = policy;
    this.window = window;
    this.windows =
        new HeldWindows(
            window, LIMITS, group -> WindowFindingId.digest(policy.id(), group), storedBefore);
  }

  boolean isFor(Policy.Window other) {
    return windows.isFor(other);
  }

  void accept(Match match, long nowMillis, Runnable done, BiConsumer<Finding, Runnable> onFinding) {
    AtomicReference<@Nullable Completed> filled = new AtomicReference<>();
    locked(() -> filled.set(take(match, nowMillis, done)));
    Completed completed = filled.get();
    if (completed != null) {
      onFinding.accept(finding(match.finding(), completed), () -> stored(completed));
    }
  }

  private @Nullable Completed take(Match match, long nowMillis, Runnable done) {
    if (closed) {
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
            nowMillis);
    if (completed == null) {
      return null;
    }
    findings++;
    if (policy.mode() != Policy.Mode.ACTIVE) {
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

  void expire(long nowMillis) {
    locked(() -> windows.expire(nowMillis));
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
          policy.id(), 0, findings, 0, 0, false, "", Map.of(), 0, windows.evicted(), Cost.NONE);
    } finally {
      lock.unlock();
    }
  }

  int held() {
    lock.lock();
    try {
      return windows.held();
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

  /** Does it with the lock held, then tells whom it concerns without. */
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
