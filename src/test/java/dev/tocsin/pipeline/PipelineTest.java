package dev.tocsin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.inventory.WaitingRoom;
import dev.tocsin.language.EventFixture;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the way of an event costs that nobody has anything to say about. */
class PipelineTest {
  private static final byte[] EXEC = EventFixture.exec("/bin/sh", "-c id").bytes();
  private static final int EVENTS = 10_000;

  private final AtomicLong evaluated = new AtomicLong();
  private final Pipeline pipeline =
      new Pipeline(
          new Inventory(InstantSource.fixed(Instant.EPOCH)),
          WaitingRoom.Limits.DEFAULT,
          (event, where) -> evaluated.incrementAndGet());

  private void events() {
    for (int i = 0; i < EVENTS; i++) {
      pipeline.accept(EXEC, 0);
    }
  }

  @Test
  void anEventLeavesNoGarbageButTheNameThatItsPlaceIsLookedUpBy() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    events();
    long before = threads.getCurrentThreadAllocatedBytes();
    events();
    long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / EVENTS;

    assertThat(evaluated).hasValue(2 * EVENTS);
    assertThat(bytes).isLessThan(64);
  }
}
