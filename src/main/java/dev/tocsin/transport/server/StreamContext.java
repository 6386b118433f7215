package dev.tocsin.transport.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What the streams of one server share.
 *
 * @param timer for what is short: it sends receipts and hands on the rest
 */
record StreamContext(
    SensorServer.Settings settings,
    Streams streams,
    SpoolEntryReader entries,
    ReportReader reports,
    Intake intake,
    ServerCounters counters,
    ScheduledExecutorService timer) {

  Future<?> later(Duration delay, Runnable task) {
    try {
      return timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      // The server is closed, and with it the stream that this is about.
      return CompletableFuture.completedFuture(null);
    }
  }
}
