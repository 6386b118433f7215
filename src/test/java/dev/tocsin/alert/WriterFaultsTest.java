package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WriterFaultsTest {
  private final Pipeline pipeline = new Pipeline();
  private final MemoryStore store = pipeline.store;

  @Test
  void aStoreThatIsAwayLosesNothing() {
    store.fault = _ -> MemoryStore.unavailable();
    for (int i = 0; i < 600; i++) {
      pipeline.fire("web-" + i % 3);
      pipeline.run(Duration.ofMillis(100));
    }
    assertThat(store.all()).isEmpty();
    assertThat(pipeline.aggregator.stats().pendingFindings()).isEqualTo(600);
    assertThat(pipeline.writer.stats().available()).isFalse();

    store.fault = _ -> null;
    pipeline.run(Duration.ofMinutes(1));
    assertThat(store.all())
        .extracting(alert -> alert.tally().count())
        .containsOnly(200L)
        .hasSize(3);
    assertThat(pipeline.writer.stats().available()).isTrue();
  }

  @Test
  void aStoreThatIsAwayIsAskedLessAndLess() {
    store.fault = _ -> MemoryStore.unavailable();
    for (int i = 0; i < 100; i++) {
      pipeline.fire("web-" + i);
    }
    pipeline.run(Duration.ofMinutes(10));

    assertThat(store.requests()).hasSizeLessThan(90);
  }

  /** Thirty seconds, give or take a fifth, are the longest that an alert waits for its turn. */
  @Test
  void aStoreThatWasAwayForTenMinutesHasEverything36SecondsLater() {
    store.fault = _ -> MemoryStore.unavailable();
    for (int second = 0; second < 600; second++) {
      pipeline.fire("web-" + second % 5);
      pipeline.run(Duration.ofSeconds(1));
    }

    store.fault = _ -> null;
    pipeline.run(Duration.ofSeconds(36));

    assertThat(store.all())
        .extracting(alert -> alert.tally().count())
        .containsOnly(120L)
        .hasSize(5);
    assertThat(pipeline.aggregator.stats().pendingFindings()).isZero();
  }

  @Test
  void theStoresWishHowLongToWaitIsKept() {
    store.fault = _ -> MemoryStore.tooManyRequests(Duration.ofSeconds(30));
    pipeline.fire("web-1");
    pipeline.fire("web-2");
    pipeline.settle();
    store.fault = _ -> null;
    pipeline.run(Duration.ofSeconds(29));
    assertThat(store.requests()).hasSize(1);

    pipeline.run(Duration.ofSeconds(1));
    assertThat(store.all()).hasSize(2);
  }

  @Test
  void anAlertThatTheStoreCannotServeDoesNotHoldUpOthers() {
    store.fault =
        request -> request.namespace().equals("broken") ? MemoryStore.unavailable() : null;
    pipeline.findings.namespace = "broken";
    pipeline.fire("web-1");
    pipeline.findings.namespace = "shop";
    pipeline.fire("web-2");
    pipeline.run(Duration.ofSeconds(1));

    assertThat(store.only().ref().namespace()).isEqualTo("shop");
  }

  @Test
  void anAlertWhoseNamespaceIsGoneGoesToTheSystemNamespace() {
    store.fault =
        request -> request.namespace().equals("shop") ? new Outcome.NamespaceGone() : null;
    pipeline.fire("web-1", 3);
    pipeline.settle();

    assertThat(store.only().ref().namespace()).isEqualTo("tocsin-system");
    assertThat(store.only().tally().count()).isEqualTo(3);
  }

  @Test
  void aMissingSystemNamespaceIsWaitedFor() {
    store.fault = _ -> new Outcome.NamespaceGone();
    pipeline.fire("web-1", 3);
    pipeline.run(Duration.ofMinutes(1));
    assertThat(store.requests()).hasSizeLessThan(20);

    store.fault = _ -> null;
    pipeline.run(Duration.ofMinutes(1));
    assertThat(store.only().tally().count()).isEqualTo(3);
  }

  @Test
  void aCreationWhoseAnswerIsLostIsNotCountedTwice() {
    store.loseNextResponse = true;
    pipeline.fire("web-1", 3);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(store.only().tally().count()).isEqualTo(3);
  }

  @Test
  void anAlertThatAnotherWriterMadeMeanwhileIsAddedTo() {
    Pipeline other = pipeline.restarted();
    store.endWatch();
    pipeline.fire("web-1", 3);
    pipeline.settle();
    other.fire("web-1", 2);
    other.run(Duration.ofSeconds(5));

    assertThat(store.only().tally().count()).isEqualTo(5);
  }

  @Test
  void aUsersChangeInBetweenIsKeptAndTheCountStaysExact() {
    pipeline.fire("web-1");
    pipeline.settle();
    AlertName name = store.only().ref().name();
    pipeline.fire("web-1", 3);
    store.triageUnnoticed(name, TriageState.ACKNOWLEDGED);
    pipeline.run(Duration.ofSeconds(5));

    assertThat(store.only().triage()).isEqualTo(TriageState.ACKNOWLEDGED);
    assertThat(store.only().tally().count()).isEqualTo(4);
    assertThat(pipeline.writer.stats().conflicts()).isEqualTo(1);
  }

  @Test
  void anAlertThatIsRefusedIsTriedInItsReducedForm() {
    List<Form> tried = new java.util.ArrayList<>();
    AlertStore picky =
        new ForwardingStore(store) {
          @Override
          public Outcome create(Alert alert, Form form) {
            tried.add(form);
            return form == Form.FULL
                ? new Outcome.Invalid("spec.process: Invalid value")
                : super.create(alert, form);
          }
        };
    AlertWriter writer = writerTo(picky);
    pipeline.fire("web-1");
    writer.step(false);
    writer.step(false);

    assertThat(tried).containsExactly(Form.FULL, Form.REDUCED);
    assertThat(store.only().tally().count()).isEqualTo(1);
    assertThat(store.only().tally().samples()).isEmpty();
    assertThat(writer.stats().refused()).isEqualTo(1);
  }

  @Test
  void anAlertThatIsRefusedInEveryFormIsTriedSeldomAndNotForgotten() {
    store.fault = _ -> new Outcome.Invalid("no");
    pipeline.fire("web-1");
    pipeline.run(Duration.ofHours(1));

    assertThat(store.requests()).hasSizeBetween(3, 9);
    assertThat(pipeline.aggregator.stats().pendingFindings()).isEqualTo(1);
  }

  @Test
  void anAnnouncementThatFailsIsRepeatedAndTheAlertSaysSo() {
    store.fault = request -> request.verb().equals("announce") ? MemoryStore.unavailable() : null;
    pipeline.fire("web-1");
    pipeline.settle();
    assertThat(delivery()).isEqualTo(Delivery.State.WAITING);

    store.fault = _ -> null;
    pipeline.run(Duration.ofMinutes(1));
    assertThat(store.announcements()).hasSize(1);
    assertThat(delivery()).isEqualTo(Delivery.State.ANNOUNCED);
  }

  @Test
  void anAnnouncementThatIsRefusedIsGivenUpAndTheAlertSaysSo() {
    store.fault = request -> request.verb().equals("announce") ? new Outcome.Invalid("no") : null;
    pipeline.fire("web-1");
    pipeline.run(Duration.ofMinutes(1));
    pipeline.fire("web-1");
    pipeline.run(Duration.ofMinutes(1));

    assertThat(pipeline.verbs()).containsOnlyOnce("announce");
    assertThat(delivery()).isEqualTo(Delivery.State.GIVEN_UP);
  }

  @Test
  void aDefectInTheStoreDoesNotEndTheWriter() {
    store.fault =
        _ -> {
          throw new IllegalStateException("defect");
        };
    pipeline.fire("web-1");
    pipeline.settle();
    store.fault = _ -> null;
    pipeline.run(Duration.ofMinutes(1));

    assertThat(store.only().tally().count()).isEqualTo(1);
  }

  @Test
  void drainingWritesEverythingWithoutWaitingForIntervalsOrTheRate() {
    for (int i = 0; i < 200; i++) {
      pipeline.fire("web-" + i);
    }
    pipeline.settle();
    pipeline.fire("web-0", 5);
    Instant before = pipeline.clock.instant();
    pipeline.drain(before);

    assertThat(pipeline.clock.instant()).isEqualTo(before);
    assertThat(pipeline.aggregator.stats().pendingFindings()).isZero();
    assertThat(store.all()).hasSize(200);
  }

  @Test
  void drainingPassesOverAFault() {
    pipeline.fire("web-1", 3);
    int[] faults = {3};
    store.fault = _ -> faults[0]-- > 0 ? MemoryStore.unavailable() : null;
    Instant until = pipeline.clock.instant().plusSeconds(20);
    pipeline.drain(until);

    assertThat(store.only().tally().count()).isEqualTo(3);
  }

  private Delivery.@Nullable State delivery() {
    Delivery delivery = store.only().deliveries().of(MemoryStore.NAME);
    return delivery == null ? null : delivery.state();
  }

  private AlertWriter writerTo(AlertStore other) {
    return new AlertWriter(
        pipeline.aggregator,
        other,
        Receivers.inline(store),
        AlertSettings.defaults("tocsin-system"),
        pipeline.clock);
  }
}
