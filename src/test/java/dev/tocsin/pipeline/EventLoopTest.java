package dev.tocsin.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.inventory.Inventory;
import dev.tocsin.inventory.WaitingRoom;
import dev.tocsin.language.EventFixture;
import dev.tocsin.source.EventQueue;
import dev.tocsin.source.Received;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The evaluating thread on a clock that the test moves. */
class EventLoopTest {
  private static final byte[] EXEC = EventFixture.exec("/bin/sh", "-c id").bytes();

  private final AtomicLong nanos = new AtomicLong(Duration.ofDays(1).toNanos());
  private final EventQueue queue = new EventQueue(64, 1 << 20);
  private final List<String> happened = new CopyOnWriteArrayList<>();
  private final List<Received> looks = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  private EventLoop loop(WaitingRoom.Receiver evaluation) {
    Pipeline pipeline =
        new Pipeline(
            new Inventory(InstantSource.fixed(Instant.EPOCH)),
            new WaitingRoom.Limits(Duration.ZERO, 0, 0),
            evaluation);
    PeriodicTask behind =
        new PeriodicTask() {
          @Override
          public void tick(long nowNanos) {
            happened.add("tick " + Duration.ofNanos(nowNanos).toDays());
          }

          @Override
          public void end() {
            happened.add("end");
          }
        };
    return new EventLoop(
        queue, pipeline, List.of(behind), (_, _) -> {}, looks::add, failures::add, nanos::get);
  }

  @Test
  void whatWasReceivedIsEvaluatedBeforeTheEnd() {
    EventLoop loop = loop((event, where) -> happened.add(event.process().binary()));
    for (int i = 0; i < 5; i++) {
      assertThat(queue.offer(new Received(EXEC, "agent"))).isTrue();
    }
    loop.start();
    loop.close();

    assertThat(happened).containsOnlyOnce("end").endsWith("end");
    assertThat(happened.stream().filter("/bin/sh"::equals)).hasSize(5);
    assertThat(loop.isRunning()).isFalse();
    assertThat(failures).isEmpty();
  }

  @Test
  void whatIsBehindThePipelineIsLookedAfterWithoutEvents() {
    EventLoop loop = loop((event, where) -> {});
    loop.start();
    await().until(() -> happened.contains("tick 1"));
    nanos.addAndGet(Duration.ofDays(1).toNanos());
    await().until(() -> happened.contains("tick 2"));
    loop.close();

    assertThat(happened).endsWith("end");
  }

  @Test
  void sourcesAreLookedAtOnceASecondAtMost() {
    EventLoop loop = loop((event, where) -> happened.add("event"));
    loop.start();
    offerAndAwait(1);
    offerAndAwait(2);
    assertThat(looks).hasSize(1);

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    offerAndAwait(3);
    loop.close();
    assertThat(looks).hasSize(2);
  }

  private void offerAndAwait(int events) {
    queue.offer(new Received(EXEC, "agent"));
    await()
        .until(
            () -> {
              List<String> soFar = List.copyOf(happened);
              int last = soFar.lastIndexOf("event");
              return soFar.stream().filter("event"::equals).count() == events
                  && soFar.size() - last > 2; // a batch later
            });
  }

  @Test
  void aBrokenPipelineEndsTheLoopAndIsReported() {
    IllegalStateException broken = new IllegalStateException("broken");
    EventLoop loop =
        loop(
            (event, where) -> {
              throw broken;
            });
    queue.offer(new Received(EXEC, "agent"));
    loop.start();
    await().until(() -> !loop.isRunning());

    assertThat(failures).containsExactly(broken);
    assertThat(happened).doesNotContain("end");
    loop.close();
  }
}
