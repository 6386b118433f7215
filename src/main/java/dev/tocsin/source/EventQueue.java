package dev.tocsin.source;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * From any number of live sources to the one thread that evaluates. Bounded in events and in bytes,
 * because one event can have 100 KB: what does not fit is refused at once, and whoever offered it
 * counts it. A source never waits for evaluation, since an agent that has to wait drops events
 * without a trace.
 *
 * <p>No locks: the consumer parks when there is nothing, after it has said so, and a producer wakes
 * it only then. The full fences on both sides keep "said so, then looked again" and "put in, then
 * looked whether someone waits" from passing each other.
 */
public final class EventQueue {
  private final MpscArrayQueue<Received> queue;
  private final long maxBytes;
  private final AtomicLong bytesIn = new AtomicLong();
  private volatile long bytesOut;

  private volatile @Nullable Thread consumer;
  private volatile boolean waiting;

  /**
   * @param capacity in events, rounded up to a power of two
   * @param maxBytes of all messages together
   */
  public EventQueue(int capacity, long maxBytes) {
    this.queue = new MpscArrayQueue<>(capacity);
    this.maxBytes = maxBytes;
  }

  /** From any thread: puts the event in, or refuses it when there is no room. */
  public boolean offer(Received event) {
    int length = event.message().length;
    if (bytesIn.get() - bytesOut + length > maxBytes) {
      return false;
    }
    bytesIn.addAndGet(length);
    if (!queue.offer(event)) {
      bytesIn.addAndGet(-length);
      return false;
    }
    VarHandle.fullFence();
    if (waiting) {
      waiting = false;
      LockSupport.unpark(consumer);
    }
    return true;
  }

  /** From the consumer's thread only: the next event, null when there is none now. */
  public @Nullable Received poll() {
    Received next = queue.poll();
    if (next != null) {
      bytesOut = bytesOut + next.message().length;
    }
    return next;
  }

  /** From the consumer's thread only: the next event, null when none came in time. */
  public @Nullable Received poll(Duration timeout) throws InterruptedException {
    Received next = poll();
    if (next != null) {
      return next;
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    consumer = Thread.currentThread();
    try {
      while (true) {
        waiting = true;
        VarHandle.fullFence();
        next = poll();
        long left = deadline - System.nanoTime();
        if (next != null || left <= 0) {
          return next;
        }
        LockSupport.parkNanos(this, left);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } finally {
      waiting = false;
    }
  }

  /** How many events wait, roughly. */
  public int size() {
    return queue.size();
  }
}
