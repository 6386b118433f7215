package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LifeCycleTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final Pipeline pipeline = new Pipeline();
  private final MemoryStore store = pipeline.store;

  @Test
  void aClosedAlertThatFiresAgainBecomesANewOne() {
    AlertName first = written("web-1", 3);
    store.triage(first, TriageState.CLOSED);
    pipeline.fire("web-1", 2);
    pipeline.settle();

    assertThat(pipeline.count(first)).isEqualTo(3);
    assertThat(pipeline.count(first.next())).isEqualTo(2);
  }

  @Test
  void findingsThatTheUserHasNotSeenWhenClosingOpenANewOne() {
    AlertName first = written("web-1", 1);
    pipeline.fire("web-1", 4);
    store.triage(first, TriageState.CLOSED);
    pipeline.settle();

    assertThat(pipeline.count(first)).isEqualTo(1);
    assertThat(pipeline.count(first.next())).isEqualTo(4);
  }

  @Test
  void closingThatTheWatchHasNotToldIsNoticedWhenWriting() {
    AlertName first = written("web-1", 1);
    pipeline.fire("web-1", 4);
    store.triageUnnoticed(first, TriageState.CLOSED);
    pipeline.run(Duration.ofSeconds(2));

    assertThat(pipeline.count(first)).isEqualTo(1);
    assertThat(pipeline.count(first.next())).isEqualTo(4);
  }

  @Test
  void anAcknowledgedAlertIsCountedOn() {
    AlertName name = written("web-1", 1);
    store.triage(name, TriageState.ACKNOWLEDGED);
    pipeline.fire("web-1", 4);
    pipeline.run(Duration.ofSeconds(2));

    assertThat(store.only().tally().count()).isEqualTo(5);
    assertThat(store.only().triage()).isEqualTo(TriageState.ACKNOWLEDGED);
  }

  @Test
  void anAcknowledgementForATimeIsTakenBackWhenItIsOver() {
    AlertName name = written("web-1", 1);
    store.acknowledge(name, pipeline.clock.instant().plus(Duration.ofHours(4)));
    long generation = store.only().generation();
    pipeline.run(Duration.ofHours(4).minusSeconds(1));
    assertThat(store.only().triage()).isEqualTo(TriageState.ACKNOWLEDGED);

    pipeline.run(Duration.ofMinutes(2));

    assertThat(store.only().triage()).isEqualTo(TriageState.OPEN);
    // so outputs send it as changed
    assertThat(store.only().generation()).isGreaterThan(generation);
    long marks = pipeline.verbs().stream().filter("mark"::equals).count();
    pipeline.run(DAY);
    assertThat(pipeline.verbs().stream().filter("mark"::equals)).hasSize((int) marks);
  }

  @Test
  void anAcknowledgementWithoutAnEndStands() {
    AlertName name = written("web-1", 1);
    store.triage(name, TriageState.ACKNOWLEDGED);
    pipeline.run(DAY);

    assertThat(store.only().triage()).isEqualTo(TriageState.ACKNOWLEDGED);
    assertThat(pipeline.verbs()).doesNotContain("mark");
  }

  @Test
  void everyReopeningIsAnEpisodeOfItsOwn() {
    AlertName name = written("web-1", 1);
    for (int i = 0; i < 3; i++) {
      store.triage(name, TriageState.CLOSED);
      pipeline.fire("web-1");
      pipeline.settle();
      name = name.next();
    }

    assertThat(store.all())
        .extracting(alert -> alert.ref().name().episode())
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void anAlertDeletedWhileOpenStartsAnewWithWhatCameSince() {
    AlertName name = written("web-1", 5);
    store.remove(name);
    pipeline.run(DAY);
    assertThat(store.all()).isEmpty();

    pipeline.findings.arguments = "since then";
    pipeline.fire("web-1", 2);
    pipeline.settle();

    assertThat(store.only().ref().name()).isEqualTo(name);
    assertThat(store.only().tally().count()).isEqualTo(2);
    assertThat(store.created(name).finding().facts().process().arguments()).isEqualTo("since then");
    assertThat(store.announcements()).hasSize(2);
  }

  @Test
  void findingsNotYetWrittenWhenTheAlertIsDeletedAreNotLost() {
    AlertName name = written("web-1", 5);
    pipeline.fire("web-1", 3);
    store.remove(name);
    pipeline.settle();

    assertThat(pipeline.count(name)).isEqualTo(3);
  }

  @Test
  void aDeletionThatTheWatchHasNotToldIsNoticedWhenWriting() {
    AlertName name = written("web-1", 5);
    pipeline.fire("web-1", 3);
    store.removeUnnoticed(name);
    pipeline.run(Duration.ofSeconds(2));

    assertThat(pipeline.count(name)).isEqualTo(3);
  }

  @Test
  void aRestartCountsOnInTheSameAlertAndAnnouncesNothingTwice() {
    AlertName name = written("web-1", 7);
    Pipeline restarted = pipeline.restarted();
    restarted.fire("web-1", 2);
    restarted.run(Duration.ofMinutes(1));

    assertThat(store.only().ref().name()).isEqualTo(name);
    assertThat(store.only().tally().count()).isEqualTo(9);
    assertThat(store.announcements()).hasSize(1);
  }

  @Test
  void aFindingWrittenBeforeARestartAndReportedAgainAfterItCountsOnce() {
    Instant time = pipeline.clock.instant();
    pipeline.aggregator.accept(pipeline.findings.finding("again", "web-1", time));
    pipeline.settle();
    Pipeline restarted = pipeline.restarted();
    restarted.aggregator.accept(pipeline.findings.finding("again", "web-1", time));
    restarted.run(Duration.ofMinutes(1));

    assertThat(store.only().tally().count()).isEqualTo(1);
  }

  @Test
  void findingsBeforeItIsKnownWhatIsStoredJoinTheStoredAlert() {
    AlertName name = written("web-1", 7);
    Aggregator early = new Aggregator(AlertSettings.defaults("tocsin-system"), pipeline.clock);
    AlertWriter writer =
        new AlertWriter(
            early,
            store,
            Receivers.inline(store),
            AlertSettings.defaults("tocsin-system"),
            pipeline.clock);
    early.accept(pipeline.findings.finding("web-1"));
    writer.step(false);
    assertThat(pipeline.count(name)).isEqualTo(7);

    store.watch(early);
    writer.step(false);
    assertThat(store.only().tally().count()).isEqualTo(8);
  }

  @Test
  void findingsBeforeItIsKnownThatTheirAlertIsClosedOpenTheNextEpisode() {
    AlertName name = written("web-1", 1);
    store.triage(name, TriageState.CLOSED);
    pipeline.fire("web-1");
    pipeline.settle();
    Aggregator early = new Aggregator(AlertSettings.defaults("tocsin-system"), pipeline.clock);
    early.accept(pipeline.findings.finding("web-1"));
    early.observed(store.get(name.next()));
    early.observed(store.get(name));
    early.loaded();

    assertThat(early.stats().alerts()).isEqualTo(2);
    assertThat(early.outbox().claim(pipeline.clock.instant(), false))
        .isInstanceOfSatisfying(
            Job.Write.class,
            write -> {
              assertThat(write.alert().name).isEqualTo(name.next());
              assertThat(write.tally().count()).isEqualTo(2);
            });
  }

  @Test
  void anObjectWhoseStatusWasNeverWrittenCountsOneFinding() {
    store.fault = request -> request.verb().equals("update") ? MemoryStore.unavailable() : null;
    pipeline.fire("web-1");
    pipeline.settle();
    store.fault = _ -> null;
    Pipeline restarted = pipeline.restarted();
    restarted.run(Duration.ofMinutes(1));
    assertThat(store.only().tally().count()).as("sensors may report it again").isZero();
    restarted.run(Duration.ofMinutes(2));

    assertThat(store.only().tally().count()).isEqualTo(1);
    assertThat(store.announcements()).as("whether it was announced is not known").hasSize(2);
  }

  @Test
  void anAlertNotSeenForItsTimeIsDeleted() {
    pipeline.findings.expireAfter = Duration.ofDays(3);
    AlertName expiring = written("web-1", 1);
    pipeline.findings.expireAfter = Duration.ofDays(5);
    AlertName staying = written("web-2", 1);
    pipeline.run(DAY.multipliedBy(3).plusMinutes(2));

    assertThat(store.all()).extracting(alert -> alert.ref().name()).containsExactly(staying);
    assertThat(pipeline.aggregator.stats().alerts()).isEqualTo(1);
    assertThat(expiring).isNotEqualTo(staying);
  }

  @Test
  void aFindingKeepsAnAlertFromExpiring() {
    pipeline.findings.expireAfter = Duration.ofDays(3);
    AlertName name = written("web-1", 1);
    pipeline.run(DAY.multipliedBy(2));
    pipeline.fire("web-1");
    pipeline.run(DAY.multipliedBy(2));

    assertThat(pipeline.count(name)).isEqualTo(2);
  }

  @Test
  void expiryGoesOnAfterARestart() {
    pipeline.findings.expireAfter = Duration.ofDays(3);
    written("web-1", 1);
    pipeline.run(DAY.multipliedBy(2));
    Pipeline restarted = pipeline.restarted();
    restarted.run(DAY.plusMinutes(2));

    assertThat(store.all()).isEmpty();
  }

  @Test
  void aClosedAlertIsKeptForAWeekAfterClosing() {
    AlertName name = written("web-1", 1);
    pipeline.run(DAY.multipliedBy(10));
    store.triage(name, TriageState.CLOSED);
    pipeline.run(DAY.multipliedBy(7).minusMinutes(2));
    assertThat(store.all()).hasSize(1);

    pipeline.run(Duration.ofMinutes(5));
    assertThat(store.all()).isEmpty();
  }

  @Test
  void anExpiredAlertThatFiresBeforeItIsDeletedStartsAnew() {
    pipeline.findings.expireAfter = DAY;
    AlertName name = written("web-1", 5);
    store.fault = request -> request.verb().equals("delete") ? MemoryStore.unavailable() : null;
    pipeline.run(DAY.plusMinutes(2));
    pipeline.fire("web-1", 2);
    store.fault = _ -> null;
    pipeline.run(Duration.ofMinutes(2));

    assertThat(pipeline.count(name)).isEqualTo(2);
  }

  @Test
  void anAlertThatIsReopenedBeforeItIsDeletedStays() {
    AlertName name = closedAndAboutToBeDeleted();
    store.triage(name, TriageState.OPEN);
    store.fault = _ -> null;
    pipeline.run(Duration.ofMinutes(2));
    assertThat(pipeline.count(name)).isEqualTo(5);

    pipeline.fire("web-1", 2);
    pipeline.run(Duration.ofMinutes(2));
    assertThat(pipeline.count(name)).isEqualTo(7);
  }

  @Test
  void reopeningThatTheWatchHasNotToldIsNoticedWhenDeleting() {
    AlertName name = closedAndAboutToBeDeleted();
    store.triageUnnoticed(name, TriageState.OPEN);
    store.fault = _ -> null;
    pipeline.run(Duration.ofMinutes(2));

    assertThat(pipeline.count(name)).isEqualTo(5);
  }

  private AlertName closedAndAboutToBeDeleted() {
    AlertName name = written("web-1", 5);
    store.triage(name, TriageState.CLOSED);
    store.fault = request -> request.verb().equals("delete") ? MemoryStore.unavailable() : null;
    pipeline.run(DAY.multipliedBy(7).plusMinutes(2));
    assertThat(pipeline.verbs()).contains("delete");
    return name;
  }

  private AlertName written(String pod, int times) {
    int before = store.all().size();
    pipeline.fire(pod, times);
    pipeline.settle();
    return store.all().get(before).ref().name();
  }
}
