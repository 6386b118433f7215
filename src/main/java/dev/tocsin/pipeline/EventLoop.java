package dev.tocsin.pipeline;

import dev.tocsin.source.EventQueue;
import dev.tocsin.source.Received;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The one thread that evaluates: from the queue of all sources through the pipeline. */
public final class EventLoop implements AutoCloseable {
  /** How long events wait at most for somebody to look after them. */
  private static final Duration TICK = Duration.ofMillis(100);

  /** Between two looks at what the sources count: that is not for every event. */
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  /** Events between two looks at the clock. */
  private static final int BATCH = 256;

  private final EventQueue queue;
  private final Pipeline pipeline;
  private final List<PeriodicTask> behind;
  private final BatchEnd batchEnd;
  private final Consumer<Received> poll;
  private final Consumer<Throwable> onFailure;
  private final LongSupplier nanos;
  private final Thread thread = Thread.ofPlatform().name("evaluation").unstarted(this::run);
  private volatile boolean closing;
  private long nextPoll;

  /** Sees how the thread keeps up. */
  public interface BatchEnd {
    /**
     * A batch was evaluated.
     *
     * @param nowNanos when it began, on a clock that does not go back
     * @param eventsWait whether there is another event already
     */
    void ended(long nowNanos, boolean eventsWait);
  }

  /**
   * @param behind what is behind the pipeline, in the direction in which data flows
   * @param batchEnd is called on the thread, after a batch and when there is nothing to evaluate
   * @param poll is called now and then with an event, to see what the sources count
   * @param onFailure is notified when evaluation has ended because the program is broken
   */
  public EventLoop(
      EventQueue queue,
      Pipeline pipeline,
      List<PeriodicTask> behind,
      BatchEnd batchEnd,
      Consumer<Received> poll,
      Consumer<Throwable> onFailure) {
    this(queue, pipeline, behind, batchEnd, poll, onFailure, System::nanoTime);
  }

  /** As the other, with a clock that does not go back. */
  EventLoop(
      EventQueue queue,
      Pipeline pipeline,
      List<PeriodicTask> behind,
      BatchEnd batchEnd,
      Consumer<Received> poll,
      Consumer<Throwable> onFailure,
      LongSupplier nanos) {
    this.queue = queue;
    this.pipeline = pipeline;
    this.behind = List.copyOf(behind);
    this.batchEnd = batchEnd;
    this.poll = poll;
    this.onFailure = onFailure;
    this.nanos = nanos;
    this.nextPoll = nanos.getAsLong();
  }

  public void start() {
    thread.start();
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  private void run() {
    try {
      Received next = queue.poll(TICK);
      while (next != null || !closing) {
        next = evaluate(next);
      }
      end();
    } catch (InterruptedException e) {
      // the end came before the queue was empty
      end();
    } catch (RuntimeException | Error e) {
      onFailure.accept(e);
    }
  }

  private void end() {
    pipeline.end();
    behind.forEach(PeriodicTask::end);
  }

  /** Evaluates a batch that begins with the given event; returns the one after it. */
  private @Nullable Received evaluate(@Nullable Received first) throws InterruptedException {
    long now = nanos.getAsLong();
    Received next = first;
    for (int i = 0; i < BATCH && next != null; i++) {
      pipeline.accept(next.message(), now);
      next = queue.poll();
    }
    pipeline.tick(now);
    for (int i = 0; i < behind.size(); i++) {
      behind.get(i).tick(now);
    }
    batchEnd.ended(now, next != null);
    if (first != null && now - nextPoll >= 0) {
      nextPoll = now + POLL_INTERVAL.toNanos();
      poll.accept(first);
    }
    return next == null ? queue.poll(TICK) : next;
  }

  /** Evaluates what has been received, and ends. Nothing may be put into the queue any more. */
  @Override
  public void close() {
    closing = true;
    try {
      if (thread.isAlive()) {
        thread.join();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
