package dev.tocsin.app;

import dev.tocsin.telemetry.Health;
import dev.tocsin.telemetry.Health.CheckResult;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the start of a process that stays to its end, and what probes say of it. Thread safe. */
final class LifeCycle {
  private static final Logger log = LoggerFactory.getLogger(LifeCycle.class);

  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicBoolean stopping = new AtomicBoolean();
  private volatile @Nullable Throwable failure;
  private volatile String phase = "starting";

  /**
   * What is being done before the process is ready.
   *
   * @param doing {@code ""} when it is
   */
  void phase(String doing) {
    phase = doing;
  }

  boolean isReady() {
    return phase.isEmpty();
  }

  /** Ends {@link #awaitStop} for a defect that only a new process may cure. */
  void fail(Throwable cause) {
    log.error("shutting down after an error", cause);
    end(cause);
  }

  /** As {@link #fail}, for what may happen to any process: without a stack trace. */
  void fail(String reason) {
    log.error("shutting down: {}", reason);
    end(new IllegalStateException(reason));
  }

  private void end(Throwable cause) {
    failure = cause;
    over.countDown();
  }

  /** True for the first one who wants to stop, who is to do it and to say so. */
  boolean beginStop() {
    boolean first = stopping.compareAndSet(false, true);
    if (first) {
      phase = "stopping";
    }
    return first;
  }

  boolean isStopping() {
    return stopping.get();
  }

  void stopped() {
    over.countDown();
  }

  /** Waits for the end, or for a failure that a restart may cure. Returns that failure. */
  Optional<Throwable> awaitStop() throws InterruptedException {
    over.await();
    return Optional.ofNullable(failure);
  }

  /**
   * Live until it fails, ready when it is in no phase.
   *
   * @param work what is done, for {@code /livez}
   */
  Health health(String work) {
    Health health = new Health();
    health.live(
        work,
        () -> failure == null ? CheckResult.ok("runs") : CheckResult.failing(failure.toString()));
    health.ready("start", () -> isReady() ? CheckResult.ok("done") : CheckResult.failing(phase));
    return health;
  }
}
