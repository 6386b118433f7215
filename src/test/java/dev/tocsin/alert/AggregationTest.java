package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AggregationTest {
  private final Pipeline pipeline = new Pipeline();
  private final Findings findings = pipeline.findings;

  @Test
  void theFirstFindingIsWrittenAtOnceWithItsFacts() {
    findings.arguments = "-c whoami";
    pipeline.fire("web-1");
    pipeline.settle();

    StoredAlert alert = pipeline.store.only();
    assertThat(alert.ref().namespace()).isEqualTo("shop");
    assertThat(alert.tally().count()).isEqualTo(1);
    assertThat(pipeline.store.created(alert.ref().name()).finding().facts().process().arguments())
        .isEqualTo("-c whoami");
    assertThat(pipeline.verbs()).containsExactly("create", "announce", "update");
  }

  @Test
  void theFactsOfTheFirstFindingStayTheAlertsFacts() {
    findings.arguments = "first";
    pipeline.fire("web-1");
    findings.arguments = "second";
    pipeline.fire("web-1");
    pipeline.settle();

    Alert created = pipeline.store.created(pipeline.store.only().ref().name());
    assertThat(created.finding().facts().process().arguments()).isEqualTo("first");
    assertThat(created.tally().samples())
        .extracting(sample -> sample.process().arguments())
        .containsExactly("first", "second");
  }

  @Test
  void twoHundredThousandFindingsInAMomentAreOneAlertWithAnExactCountAndAFewWrites() {
    for (int i = 0; i < 200_000; i++) {
      pipeline.fire("web-1");
      if (i % 1000 == 0) {
        pipeline.run(Duration.ofMillis(10));
      }
    }
    pipeline.run(Duration.ofMinutes(1));

    assertThat(pipeline.store.only().tally().count()).isEqualTo(200_000);
    assertThat(pipeline.store.requests()).hasSizeLessThanOrEqualTo(20);
    assertThat(pipeline.aggregator.stats().pendingFindings()).isZero();
  }

  @Test
  void twoHundredThousandFindingsInTwentyMinutesTakeAtMostAHundredWrites() {
    for (int i = 0; i < 200_000; i++) {
      pipeline.fire("web-1");
      pipeline.run(Duration.ofMillis(6));
    }
    pipeline.run(Duration.ofMinutes(1));

    assertThat(pipeline.store.only().tally().count()).isEqualTo(200_000);
    assertThat(pipeline.store.requests()).hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void afterAQuietTimeAFindingIsWrittenAtOnceAgain() {
    pipeline.fire("web-1", 100);
    pipeline.run(Duration.ofMinutes(1));
    pipeline.fire("web-1");
    pipeline.settle();

    assertThat(pipeline.store.only().tally().count()).isEqualTo(101);
  }

  @Test
  void aFindingReportedTwiceCountsOnce() {
    Instant time = pipeline.clock.instant();
    pipeline.aggregator.accept(findings.finding("same", "web-1", time));
    pipeline.aggregator.accept(findings.finding("same", "web-1", time));
    pipeline.settle();

    assertThat(pipeline.store.only().tally().count()).isEqualTo(1);
    assertThat(pipeline.aggregator.stats().duplicates()).isEqualTo(1);
  }

  @Test
  void findingsThatArriveOutOfOrderGiveTheEarliestAndTheLatestTime() {
    Instant noon = Instant.parse("2026-11-24T12:00:00Z");
    for (int second : new int[] {30, 10, 50, 20, 40, 60, 0}) {
      pipeline.aggregator.accept(findings.finding("web-1", noon.plusSeconds(second)));
    }
    pipeline.settle();

    Tally tally = pipeline.store.only().tally();
    assertThat(tally.firstSeen()).isEqualTo(noon);
    assertThat(tally.lastSeen()).isEqualTo(noon.plusSeconds(60));
    assertThat(tally.samples())
        .extracting(Sample::timeNanos)
        .isSorted()
        .hasSize(5)
        .endsWith((noon.getEpochSecond() + 60) * 1_000_000_000L);
  }

  @Test
  void manyNodesAreCountedAndTenAreNamed() {
    for (int i = 0; i < 25; i++) {
      findings.node = "node-" + i;
      pipeline.fire("web-1", 2);
    }
    pipeline.settle();

    Tally tally = pipeline.store.only().tally();
    assertThat(tally.nodeCount()).isEqualTo(25);
    assertThat(tally.nodes())
        .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> "node-" + i).toList());
  }

  @Test
  void samplesStaySmallHoweverLongTheArguments() {
    findings.arguments = "x".repeat(2_000_000);
    pipeline.fire("web-1", 7);
    pipeline.settle();

    assertThat(pipeline.store.only().tally().samples())
        .hasSize(5)
        .allSatisfy(
            sample ->
                assertThat(sample.process().arguments())
                    .hasSizeLessThanOrEqualTo(256)
                    .endsWith("…[cut: 2000000 bytes]"));
  }

  @Test
  void differentGroupsAreDifferentAlerts() {
    pipeline.fire("web-1");
    pipeline.fire("web-2");
    pipeline.settle();

    assertThat(pipeline.store.all()).hasSize(2);
  }

  @Test
  void anAlertOfAHostProcessLivesInTheSystemNamespace() {
    findings.namespace = "";
    pipeline.fire("host");
    pipeline.settle();

    assertThat(pipeline.store.only().ref().namespace()).isEqualTo("tocsin-system");
  }

  @Test
  void aNamespaceThatIsNoneIsNotAskedFor() {
    findings.namespace = "../../api/v1/namespaces/kube-system";
    pipeline.fire("web-1");
    pipeline.settle();

    assertThat(pipeline.store.only().ref().namespace()).isEqualTo("tocsin-system");
  }

  @Test
  void aPolicyInShadowModeMakesNoAlert() {
    findings.mode = Policy.Mode.SHADOW;
    pipeline.fire("web-1");
    pipeline.settle();

    assertThat(pipeline.store.all()).isEmpty();
  }

  @Test
  void lostEventsAreNotedOnTheAlertsOfThatNodeThatAreGoingOn() {
    pipeline.fire("busy");
    findings.node = "node-2";
    pipeline.fire("elsewhere");
    pipeline.settle();
    pipeline.aggregator.lost("node-1", 17);
    pipeline.aggregator.lost("node-1", 3);
    pipeline.run(Duration.ofSeconds(20));

    assertThat(pipeline.store.all())
        .extracting(alert -> alert.summary().podName() + " " + alert.tally().lostEvents())
        .containsExactlyInAnyOrder("busy 20", "elsewhere 0");
    assertThat(pipeline.store.all().getFirst().tally().gap()).isTrue();
  }

  @Test
  void lostEventsDoNotTouchAlertsThatWentQuietLongAgo() {
    pipeline.fire("quiet");
    pipeline.run(Duration.ofMinutes(11));
    int before = pipeline.store.requests().size();
    pipeline.aggregator.lost("", 1_000_000);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(pipeline.store.requests()).hasSize(before);
  }

  @Test
  void everyTenfoldIncreaseIsAnnouncedOnce() {
    for (int i = 0; i < 1000; i++) {
      pipeline.fire("web-1");
      pipeline.run(Duration.ofSeconds(20));
    }

    assertThat(pipeline.store.announcements())
        .extracting(Announcement::step)
        .containsExactly(1L, 10L, 100L, 1000L);
  }

  @Test
  void aJumpOverSeveralStepsIsAnnouncedOnce() {
    pipeline.fire("web-1");
    pipeline.settle();
    pipeline.fire("web-1", 4999);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(pipeline.store.announcements())
        .extracting(Announcement::step)
        .containsExactly(1L, 1000L);
  }

  @Test
  void whenWritesAreScarceTheMoreSevereNewAlertGoesFirst() {
    Pipeline slow = new Pipeline(AlertSettings.defaults("tocsin-system").withRate(0.1, 1));
    slow.findings.severity = Severity.LOW;
    slow.findings.policyName = "low";
    slow.fire("web-1");
    slow.fire("web-2");
    slow.findings.severity = Severity.CRITICAL;
    slow.findings.policyName = "critical";
    slow.fire("web-3");
    slow.run(Duration.ofMinutes(5));

    assertThat(slow.store.requests())
        .filteredOn(request -> request.verb().equals("create"))
        .extracting(request -> request.name().base().split("-")[0])
        .containsExactly("critical", "low", "low");
  }

  @Test
  void aStormOfNewAlertsDoesNotStopTheUpdatesOfOthers() {
    pipeline.fire("steady");
    pipeline.settle();
    AlertName steady = pipeline.store.only().ref().name();
    for (int second = 0; second < 120; second++) {
      for (int i = 0; i < 4; i++) {
        pipeline.fire("new-" + second + "-" + i);
      }
      pipeline.fire("steady");
      pipeline.run(Duration.ofSeconds(1));
    }

    assertThat(pipeline.count(steady)).isGreaterThan(60);
  }

  @Test
  void requestsKeepToTheRateAfterTheBurst() {
    for (int i = 0; i < 400; i++) {
      pipeline.fire("pod-" + i);
    }
    pipeline.run(Duration.ofSeconds(10));

    // one turn may take three requests and pays for them afterwards
    assertThat(pipeline.store.requests()).hasSizeBetween(148, 153);
  }

  @Test
  void aReplaySeesWhatWouldBeWrittenInTheOrderOfFirstSeen() {
    Aggregator replay = new Aggregator(AlertSettings.defaults("tocsin-system"), pipeline.clock);
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    replay.accept(findings.finding("late", start.plusSeconds(9)));
    replay.accept(findings.finding("early", start.plusSeconds(5)));
    replay.accept(findings.finding("late", start.plusSeconds(1)));
    replay.accept(findings.finding("early", start.plusSeconds(7)));

    assertThat(replay.alerts())
        .extracting(alert -> alert.finding().message() + " " + alert.tally().count())
        .containsExactly("sh in late 2", "sh in early 2");
  }
}
