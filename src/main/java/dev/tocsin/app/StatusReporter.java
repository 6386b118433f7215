package dev.tocsin.app;

import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.transport.protocol.SensorReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator how the node is: within a second when something has changed that a person
 * would look at (a policy was loaded or suspended, Tetragon came or went), else every 15 s, for the
 * counters' sake.
 */
final class StatusReporter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StatusReporter.class);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private final Supplier<SensorReport> status;
  private final Consumer<SensorReport> report;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("node status").daemon().factory());
  private @Nullable Shape reported;
  private long reportedAt;

  /** A change of any of these is reported at once. */
  private record Shape(Map<PolicyId, Suspended> suspended, SensorReport.AgentStatus agent) {
    record Suspended(boolean policy, Set<String> exceptions) {}

    static Shape of(SensorReport status) {
      Map<PolicyId, Suspended> suspended = new HashMap<>();
      for (PolicyStats policy : status.policies()) {
        suspended.put(
            policy.id(), new Suspended(policy.suspended(), policy.suspendedExceptions().keySet()));
      }
      return new Shape(suspended, status.agent());
    }
  }

  StatusReporter(Supplier<SensorReport> status, Consumer<SensorReport> report) {
    this.status = status;
    this.report = report;
  }

  void start() {
    timer.scheduleWithFixedDelay(this::poll, 0, POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void poll() {
    try {
      SensorReport now = status.get();
      Shape shape = Shape.of(now);
      if (!shape.equals(reported) || System.nanoTime() - reportedAt >= INTERVAL.toNanos()) {
        reported = shape;
        reportedAt = System.nanoTime();
        report.accept(now);
      }
    } catch (RuntimeException e) {
      // the timer would never call again, and the node would seem to be gone
      log.error("the node's status could not be reported", e);
    }
  }

  /** Tells how it was at the end. */
  @Override
  public void close() {
    timer.shutdown();
    report.accept(status.get());
  }
}
