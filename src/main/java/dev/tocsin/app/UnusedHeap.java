package dev.tocsin.app;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives back to the system what a burst has left of the heap. The serial collector lets the old
 * generation grow to its maximum before it collects it, and only a collection of all makes it
 * small: a node that is quiet again would keep the memory of its worst minute for weeks.
 *
 * <p>So when the heap has grown, and little is allocated, all of it is collected. That stops the
 * process for some tenths of a second, and so it is done when hardly any event waits for that.
 */
public final class UnusedHeap implements AutoCloseable {
  private static final Duration LOOKS = Duration.ofSeconds(30);

  /** What the heap must have grown by, in bytes: less is not worth a collection. */
  static final long WORTH = 32L << 20;

  /** What may be allocated from look to look, in bytes: that of some hundred events a second. */
  static final long CALM = (8L << 20) * LOOKS.toSeconds();

  private final LongSupplier committed;
  private final LongSupplier allocated;
  private final Runnable collection;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("unused heap").factory());
  private long allocatedBefore;
  private long kept;

  /**
   * @param committed what the heap takes of the system, in bytes
   * @param allocated all bytes that were ever allocated
   * @param collection collects all of it
   */
  UnusedHeap(LongSupplier committed, LongSupplier allocated, Runnable collection) {
    this.committed = committed;
    this.allocated = allocated;
    this.collection = collection;
    this.allocatedBefore = allocated.getAsLong();
    this.kept = committed.getAsLong();
  }

  /** Looks after the heap of this process until it is closed. */
  public static UnusedHeap ofThisProcess() {
    ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    UnusedHeap heap =
        new UnusedHeap(
            () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted(),
            threads::getTotalThreadAllocatedBytes,
            System::gc);
    heap.timer.scheduleWithFixedDelay(
        heap::look, LOOKS.toMillis(), LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    return heap;
  }

  /** Collects all when that is worth it now. */
  void look() {
    long allocatedNow = allocated.getAsLong();
    boolean isCalm = allocatedNow - allocatedBefore <= CALM;
    allocatedBefore = allocatedNow;
    if (isCalm && committed.getAsLong() - kept >= WORTH) {
      collection.run();
      kept = committed.getAsLong();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
