package dev.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void everyEventOfEveryProducerIsTakenOnceAndInItsOrder() throws Exception {
    int producers = 3;
    int each = 200_000;
    EventQueue queue = new EventQueue(1 << 10, 1 << 20);
    for (int p = 0; p < producers; p++) {
      String source = "producer " + p;
      Thread.ofPlatform()
          .start(
              () -> {
                for (int i = 0; i < each; i++) {
                  Received event = new Received(ByteBuffer.allocate(4).putInt(i).array(), source);
                  while (!queue.offer(event)) {
                    Thread.onSpinWait();
                  }
                }
              });
    }
    Map<String, Integer> next = new HashMap<>();
    for (int i = 0; i < producers * each; i++) {
      Received event = queue.poll(LONG);
      if (event == null) {
        throw new AssertionError("an event or a wake-up was lost, after " + i);
      }
      int number = ByteBuffer.wrap(event.message()).getInt();
      assertThat(number).isEqualTo(next.getOrDefault(event.source(), 0));
      next.put(event.source(), number + 1);
    }
    assertThat(queue.poll()).isNull();
    assertThat(queue.size()).isZero();
  }

  @Test
  void aWaitingConsumerIsWokenByAnEvent() throws Exception {
    EventQueue queue = new EventQueue(16, 1 << 20);
    FutureTask<Received> taking = new FutureTask<>(() -> queue.poll(LONG));
    Thread consumer = Thread.ofPlatform().start(taking);
    await().until(() -> consumer.getState() == Thread.State.TIMED_WAITING);
    Received event = new Received(new byte[1], "a");
    queue.offer(event);
    assertThat(taking.get()).isSameAs(event);
  }

  @Test
  void aConsumerDoesNotWaitLongerThanItSays() throws Exception {
    EventQueue queue = new EventQueue(16, 1 << 20);
    assertThat(queue.poll(Duration.ZERO)).isNull();
    assertThat(queue.poll(Duration.ofMillis(1))).isNull();
  }

  @Test
  void aWaitingConsumerCanBeInterrupted() {
    EventQueue queue = new EventQueue(16, 1 << 20);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> queue.poll(LONG)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void whatIsTooManyIsRefusedUntilThereIsRoom() {
    EventQueue queue = new EventQueue(16, 1 << 20);
    List<Received> events = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      events.add(new Received(new byte[1], "a"));
    }
    assertThat(events.stream().filter(queue::offer)).hasSize(16);
    assertThat(queue.poll()).isSameAs(events.getFirst());
    assertThat(queue.offer(events.getLast())).isTrue();
  }

  @Test
  void whatIsTooBigIsRefusedUntilThereIsRoom() {
    EventQueue queue = new EventQueue(16, 1_000);
    assertThat(queue.offer(new Received(new byte[600], "a"))).isTrue();
    assertThat(queue.offer(new Received(new byte[600], "a"))).isFalse();
    assertThat(queue.offer(new Received(new byte[400], "a"))).isTrue();
    queue.poll();
    assertThat(queue.offer(new Received(new byte[600], "a"))).isTrue();
  }
}
