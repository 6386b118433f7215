package dev.tocsin.app;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives back to the system the heap that a burst needed and nobody needs now. The serial collector
 * lets the old generation grow to its maximum before it collects it, and only a full collection
 * makes it smaller: a node that is quiet again would keep the memory of its worst minute for weeks.
 *
 * <p>So when the heap has grown, and little is allocated, all of it is collected. That stops the
 * process for a few tenths of a second, and so it is done when hardly any event waits for it.
 *
 * <p>How much of the heap is given back then is for flags to say, which the image and the launcher
 * have: {@code -XX:MaxHeapFreeRatio} and {@code -XX:-ShrinkHeapInSteps}.
 */
public final class UnusedHeap implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  /** What the heap must have grown by, in bytes: less is not worth a collection. */
  static final long MIN_GROWTH = 32L << 20;

  /** What may be allocated in an interval, in bytes: that of a few hundred events a second. */
  static final long CALM = (8L << 20) * INTERVAL.toSeconds();

  /** What was in use may be in use no longer: after so many looks, an hour, that is tried. */
  static final int LOOKS_TO_RETRY = 120;

  private final LongSupplier committed;
  private final LongSupplier allocated;
  private final Runnable collection;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("unused heap").factory());

  /** At the last look; none was before the first, so that a start is not taken for calm. */
  private long allocatedBefore;

  /** What the heap took after the last collection that made it smaller, or could not. */
  private long kept;

  /** The least that it ever took. */
  private long least;

  /** Since the last collection of ours. */
  private int looks;

  /**
   * @param committed what the heap takes of the system, in bytes
   * @param allocated all bytes that were ever allocated
   * @param collection collects all of it
   */
  UnusedHeap(LongSupplier committed, LongSupplier allocated, Runnable collection) {
    this.committed = committed;
    this.allocated = allocated;
    this.collection = collection;
    this.kept = committed.getAsLong();
    this.least = kept;
  }

  /** Looks after the heap of this process until it is closed. */
  public static UnusedHeap ofThisProcess() {
    // The platform's beans are a lot of classes: they come with the first look, not with a start.
    UnusedHeap heap =
        new UnusedHeap(
            Runtime.getRuntime()::totalMemory,
            () ->
                ManagementFactory.getPlatformMXBean(ThreadMXBean.class)
                    .getTotalThreadAllocatedBytes(),
            System::gc);
    heap.timer.scheduleWithFixedDelay(
        heap::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return heap;
  }

  /** Collects all when that is worth it now. */
  void look() {
    looks++;
    long allocatedNow = allocated.getAsLong();
    boolean isCalm = allocatedNow - allocatedBefore <= CALM;
    allocatedBefore = allocatedNow;
    long now = committed.getAsLong();
    kept = Math.min(kept, now);
    least = Math.min(least, now);
    if (isCalm && now - (looks < LOOKS_TO_RETRY ? kept : least) >= MIN_GROWTH) {
      collection.run();
      kept = committed.getAsLong();
      looks = 0;
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
