package dev.tocsin.control;

import dev.tocsin.engine.policy.Containment;
import dev.tocsin.log.LogObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work on one policy at a time, on one thread: several changes of the same policy that wait are
 * one, all policies that wait are done together, and what breaks over one policy is no matter of
 * the others and tried again. All but {@link #problems} is for that thread.
 */
final class PolicyWork {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyWork.class);

  /** When a policy is tried again that made this program fail. */
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final ScheduledExecutorService thread;
  private final Consumer<Runnable> together;
  private final Consumer<ObjectKey> work;
  private final Consumer<Throwable> onFailure;
  private final Set<ObjectKey> waiting = new LinkedHashSet<>();
  private final Map<ObjectKey, Future<?>> planned = new HashMap<>();
  private final Map<ObjectKey, String> failing = new ConcurrentHashMap<>();

  /**
   * @param together runs what it is given, and afterwards what is to be done once for all of it
   * @param work what is done with a policy that has changed, or whose time has come
   * @param onFailure is notified of an error after which the process is not to go on
   */
  PolicyWork(
      ScheduledExecutorService thread,
      Consumer<Runnable> together,
      Consumer<ObjectKey> work,
      Consumer<Throwable> onFailure) {
    this.thread = thread;
    this.together = together;
    this.work = work;
    this.onFailure = onFailure;
  }

  /** After what the thread does now, with what else waits by then. */
  void soon(ObjectKey policy) {
    waiting.add(policy);
    if (waiting.size() == 1) {
      thread.execute(this::doWaiting);
    }
  }

  private void doWaiting() {
    List<ObjectKey> policies = List.copyOf(waiting);
    waiting.clear();
    try {
      together.accept(() -> policies.forEach(policy -> guarded(policy, () -> work.accept(policy))));
    } catch (RuntimeException | Error e) {
      policies.forEach(policy -> failed(policy, e)); // what is done for all of them
    }
  }

  /** After a time, unless {@link #unplan} comes first. */
  void in(ObjectKey policy, Duration delay) {
    Future<?> before =
        planned.put(
            policy, thread.schedule(() -> soon(policy), delay.toMillis(), TimeUnit.MILLISECONDS));
    if (before != null) {
      before.cancel(false);
    }
  }

  void unplan(ObjectKey policy) {
    Future<?> before = planned.remove(policy);
    if (before != null) {
      before.cancel(false);
    }
  }

  /** A mistake of ours with one policy must not be the end of the others. */
  void guarded(ObjectKey policy, Runnable now) {
    try {
      now.run();
      failing.remove(policy);
    } catch (RuntimeException | Error e) {
      failed(policy, e);
    }
  }

  private void failed(ObjectKey policy, Throwable thrown) {
    failing.put(policy, cause(thrown));
    LogObject.policy(policy.namespace(), policy.name())
        .in(LOG.atError())
        .setCause(thrown)
        .log("policy {} could not be loaded", policy);
    in(policy, AFTER_FAILURE);
  }

  private String cause(Throwable thrown) {
    try {
      return Containment.cause(thrown);
    } catch (Error fatal) {
      onFailure.accept(fatal); // the thread's pool would keep it to itself
      throw fatal;
    }
  }

  boolean isFailing(ObjectKey policy) {
    return failing.containsKey(policy);
  }

  /** What is wrong, by policy. */
  Stream<String> problems() {
    return failing.entrySet().stream()
        .map(each -> "policy " + each.getKey() + ": " + each.getValue());
  }
}
