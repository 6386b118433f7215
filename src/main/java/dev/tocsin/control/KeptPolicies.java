package dev.tocsin.control;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last known policies in their file, a moment after they have changed. A disk that does
 * not take or give them is a problem that is reported, and tried again. All but the readers are for
 * the thread that the policies belong to.
 */
final class KeptPolicies {
  private static final Logger LOG = LoggerFactory.getLogger(KeptPolicies.class);

  /** Many changes at the same time are written once. */
  private static final Duration DELAY = Duration.ofSeconds(1);

  private static final Duration RETRY = Duration.ofMinutes(1);

  private final PolicyFile file;
  private final ScheduledExecutorService thread;
  private final Supplier<LastKnown> now;
  private final AtomicLong failures = new AtomicLong();
  private boolean dirty;
  private @Nullable Future<?> planned;
  private volatile String problem = "";

  /**
   * @param now gives what is to be kept; asked on the thread
   */
  KeptPolicies(PolicyFile file, ScheduledExecutorService thread, Supplier<LastKnown> now) {
    this.file = file;
    this.thread = thread;
    this.now = now;
  }

  /** What was kept; empty when there is nothing yet, or it cannot be read. */
  Optional<LastKnown> read() {
    try {
      return file.read();
    } catch (IOException e) {
      failed("cannot be read", e);
      return Optional.empty();
    }
  }

  void changed() {
    if (!dirty || !problem.isEmpty()) {
      saveIn(DELAY);
    }
    dirty = true;
  }

  /** Writes at once what waits to be written. */
  void flush() {
    if (!dirty) {
      return;
    }
    try {
      file.write(now.get());
      dirty = false;
      problem = "";
    } catch (IOException e) {
      failed("cannot be kept", e);
      saveIn(RETRY);
    }
  }

  private void saveIn(Duration delay) {
    if (planned != null) {
      planned.cancel(false);
    }
    planned = thread.schedule(this::flush, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void failed(String how, IOException failure) {
    failures.incrementAndGet();
    String text = "the last known policies " + how + ": " + failure;
    if (!text.equals(problem)) {
      LOG.warn("{}: they may be missing at a start without the API server", text);
    }
    problem = text;
  }

  /** Empty while the file is as the policies are; else why it is not. */
  String problem() {
    return problem;
  }

  /** How many times the file could not be read or written. */
  long failures() {
    return failures.get();
  }
}
