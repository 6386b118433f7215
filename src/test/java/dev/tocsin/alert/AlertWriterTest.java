package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The writer's thread, in real time. */
class AlertWriterTest {
  private static final AlertSettings SETTINGS = AlertSettings.defaults("tocsin-system");

  private final InstantSource clock = InstantSource.system();
  private final Findings findings = new Findings(clock);
  private final MemoryStore store = new MemoryStore(clock);
  private final Aggregator aggregator = new Aggregator(SETTINGS, clock);
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @Test
  void writesWhatArrivesAndOnClosingTheRest() throws InterruptedException {
    AlertWriter writer = new AlertWriter(aggregator, store, Receivers.of(store), SETTINGS, clock);
    writer.start(failures::add);
    aggregator.accept(findings.finding("web-1"));
    await().until(() -> writer.stats().updated() == 1);
    for (int i = 0; i < 10_000; i++) {
      aggregator.accept(findings.finding("web-1"));
    }
    Drained drained = writer.close(Duration.ofSeconds(30));

    assertThat(drained.isComplete()).isTrue();
    assertThat(store.only().tally().count()).isEqualTo(10_001);
  }

  @Test
  void closingGivesUpAfterTheDeadlineAndSaysWhatIsMissing() throws InterruptedException {
    store.fault = _ -> MemoryStore.unavailable();
    AlertWriter writer = new AlertWriter(aggregator, store, Receivers.of(store), SETTINGS, clock);
    writer.start(failures::add);
    aggregator.accept(findings.finding("web-1"));
    aggregator.accept(findings.finding("web-1"));

    assertThat(writer.close(Duration.ofMillis(100)).pendingFindings()).isEqualTo(2);
  }

  @Test
  void closingInterruptsARequestThatHangs() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    AlertStore hanging =
        new ForwardingStore(store) {
          @Override
          public Outcome create(Alert alert, Form form) {
            asked.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return MemoryStore.unavailable();
          }
        };
    AlertWriter writer = new AlertWriter(aggregator, hanging, Receivers.of(store), SETTINGS, clock);
    writer.start(failures::add);
    aggregator.accept(findings.finding("web-1"));
    asked.await();

    assertThat(writer.close(Duration.ofMillis(50)).pendingFindings()).isEqualTo(1);
    assertThat(writer.isRunning()).isFalse();
  }

  @Test
  void aMistakeThatEndsItIsTold() {
    AtomicBoolean mistaken = new AtomicBoolean();
    AlertWriter writer =
        new AlertWriter(
            aggregator,
            store,
            Receivers.of(store),
            SETTINGS,
            () -> {
              if (mistaken.get()) {
                throw new IllegalStateException("no time");
              }
              return clock.instant();
            });
    writer.start(failures::add);
    mistaken.set(true);
    aggregator.accept(findings.finding("web-1"));

    await()
        .untilAsserted(
            () ->
                assertThat(failures).singleElement().asInstanceOf(THROWABLE).hasMessage("no time"));
  }

  @Test
  void oneThatWasNeverStartedCanBeClosed() throws InterruptedException {
    AlertWriter writer = new AlertWriter(aggregator, store, Receivers.of(store), SETTINGS, clock);

    assertThat(writer.close(Duration.ofSeconds(30)).isComplete()).isTrue();
  }
}
