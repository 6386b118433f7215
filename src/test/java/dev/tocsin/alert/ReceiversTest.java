package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Several receivers: each has its own pace, and its own place in an alert. */
class ReceiversTest {
  private static final AlertSettings SETTINGS = AlertSettings.defaults("tocsin-system");

  /** A receiver that says when it is asked. */
  private static final class Recorder implements AlertReceiver {
    private final String name;
    private final Function<Announcement, Outcome> answer;
    final List<Announcement> offered = new CopyOnWriteArrayList<>();
    final List<AlertRef> reopened = new CopyOnWriteArrayList<>();
    volatile boolean closed;

    Recorder(String name, Function<Announcement, Outcome> answer) {
      this.name = name;
      this.answer = answer;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Outcome deliver(Announcement announcement) {
      offered.add(announcement);
      return answer.apply(announcement);
    }

    @Override
    public Outcome reopened(AlertRef alert) {
      reopened.add(alert);
      return new Outcome.Done(alert);
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void oneThatHangsHoldsUpNeitherTheWriterNorAnotherReceiver() throws InterruptedException {
    CountDownLatch answers = new CountDownLatch(1);
    Recorder hanging = new Recorder("hanging", each -> taken(each, answers));
    Recorder quick = new Recorder("quick", each -> new Outcome.Done(each.alert()));
    InstantSource clock = Clock.systemUTC();
    MemoryStore store = new MemoryStore(clock);
    Findings findings = new Findings(clock);
    Aggregator aggregator = new Aggregator(SETTINGS, clock);
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    AlertWriter writer =
        new AlertWriter(aggregator, store, Receivers.of(hanging, quick), SETTINGS, clock);
    writer.start(failures::add);
    for (int i = 0; i < 20; i++) {
      aggregator.accept(findings.finding("web-" + i));
    }
    // one after the other, a second for each would take longer
    await().atMost(Duration.ofSeconds(10)).until(() -> writer.stats().updated() >= 20);

    assertThat(quick.offered).hasSize(20);
    assertThat(hanging.offered).hasSize(1);
    answers.countDown();
    await().untilAsserted(() -> assertThat(hanging.offered).hasSize(20));
    assertThat(writer.close(Duration.ofSeconds(30)).isComplete()).isTrue();
    assertThat(hanging.closed).isTrue();
    assertThat(failures).isEmpty();
  }

  @Test
  void anAnswerThatComesLateIsWrittenAndNotAskedForAgain() throws InterruptedException {
    CountDownLatch answers = new CountDownLatch(1);
    Recorder late = new Recorder("late", each -> taken(each, answers));
    InstantSource clock = Clock.systemUTC();
    MemoryStore store = new MemoryStore(clock);
    Aggregator aggregator = new Aggregator(shortIntervals(), clock);
    AlertWriter writer =
        new AlertWriter(aggregator, store, Receivers.of(late), shortIntervals(), clock);
    writer.start(_ -> {});
    aggregator.accept(new Findings(clock).finding("web-1"));
    await().until(() -> writer.stats().updated() >= 1);
    answers.countDown();
    await().until(() -> writer.stats().announced() == 1);
    writer.close(Duration.ofSeconds(30));

    assertThat(store.only().deliveries().step("late")).isEqualTo(1);
    assertThat(late.offered).hasSize(1);
  }

  @Test
  void whatOneLacksIsOfferedToItAlone() {
    Pipeline pipeline = new Pipeline();
    List<Outcome> answers = new ArrayList<>(List.of(MemoryStore.unavailable()));
    Recorder first = new Recorder("first", each -> new Outcome.Done(each.alert()));
    Recorder second =
        new Recorder(
            "second",
            each -> answers.isEmpty() ? new Outcome.Done(each.alert()) : answers.removeFirst());
    AlertWriter writer =
        new AlertWriter(
            pipeline.aggregator,
            pipeline.store,
            Receivers.inline(first, second),
            SETTINGS,
            pipeline.clock);
    pipeline.fire("web-1");
    writer.step(false);
    assertThat(state(pipeline, "first")).isEqualTo(Delivery.State.ANNOUNCED);
    assertThat(state(pipeline, "second")).isEqualTo(Delivery.State.WAITING);

    pipeline.clock.set(pipeline.clock.instant().plusSeconds(60));
    writer.step(false);
    assertThat(state(pipeline, "second")).isEqualTo(Delivery.State.ANNOUNCED);
    assertThat(first.offered).hasSize(1);
    assertThat(second.offered).hasSize(2);
  }

  @Test
  void anAcknowledgementThatIsOverIsSaidOnceAndTakesATurn() {
    Pipeline pipeline = new Pipeline();
    Recorder receiver = new Recorder("receiver", each -> new Outcome.Done(each.alert()));
    AlertWriter writer =
        new AlertWriter(
            pipeline.aggregator,
            pipeline.store,
            Receivers.inline(receiver),
            SETTINGS,
            pipeline.clock);
    pipeline.fire("web-1");
    writer.step(false);
    AlertName name = pipeline.store.only().ref().name();
    pipeline.store.acknowledge(name, pipeline.clock.instant().plusSeconds(60));
    work(writer, pipeline, Duration.ofSeconds(59));
    assertThat(receiver.reopened).isEmpty();

    long before = writer.stats().requests();
    work(writer, pipeline, Duration.ofMinutes(10));

    assertThat(receiver.reopened).extracting(AlertRef::name).containsExactly(name);
    assertThat(writer.stats().requests() - before).as("mark, Event, status").isEqualTo(3);
  }

  private static void work(AlertWriter writer, Pipeline pipeline, Duration time) {
    Instant end = pipeline.clock.instant().plus(time);
    for (Instant next = writer.step(false); next.isBefore(end); next = writer.step(false)) {
      pipeline.clock.set(next.isAfter(pipeline.clock.instant()) ? next : pipeline.clock.instant());
    }
    pipeline.clock.set(end);
  }

  @Test
  void oneThatFailsInAnUnexpectedWayIsAskedAgain() {
    Pipeline pipeline = new Pipeline();
    Recorder defective =
        new Recorder(
            "defective",
            _ -> {
              throw new IllegalStateException("defect");
            });
    AlertWriter writer =
        new AlertWriter(
            pipeline.aggregator,
            pipeline.store,
            Receivers.inline(defective),
            SETTINGS,
            pipeline.clock);
    pipeline.fire("web-1");
    writer.step(false);

    assertThat(state(pipeline, "defective")).isEqualTo(Delivery.State.WAITING);
    assertThat(pipeline.store.only().tally().count()).isEqualTo(1);
  }

  @Test
  void twoOfOneNameAreRefused() {
    Recorder one = new Recorder("one", each -> new Outcome.Done(each.alert()));

    assertThatThrownBy(() -> Receivers.of(one, one))
        .hasMessage("two receivers of one name among [one]");
  }

  private static Delivery.@Nullable State state(Pipeline pipeline, String receiver) {
    Delivery delivery = pipeline.store.only().deliveries().of(receiver);
    return delivery == null ? null : delivery.state();
  }

  private static Outcome taken(Announcement announcement, CountDownLatch answers) {
    try {
      answers.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Outcome.Done(announcement.alert());
  }

  private static AlertSettings shortIntervals() {
    return new AlertSettings(
        "tocsin-system",
        100,
        100,
        SETTINGS.caps(),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        SETTINGS.closedRetention(),
        SETTINGS.overflowRetention(),
        1);
  }
}
