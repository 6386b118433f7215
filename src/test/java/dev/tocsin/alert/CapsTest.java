package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapsTest {
  private static final AlertSettings SETTINGS = AlertSettings.defaults("tocsin-system");

  @Test
  void beyondThePolicysCapOneOverflowAlertCountsTheRest() {
    Pipeline pipeline = new Pipeline(SETTINGS.withCap(Cap.POLICY, 10));
    fireGroups(pipeline, 0, 30);
    pipeline.fire("pod-29", 5);
    pipeline.run(Duration.ofMinutes(2));

    StoredAlert overflow = overflow(pipeline);
    assertThat(pipeline.store.all()).hasSize(11);
    assertThat(overflow.overflow())
        .isEqualTo(new Overflow(Cap.POLICY, "tocsin-system/shell-in-pod", 10));
    assertThat(overflow.ref().namespace()).isEqualTo("tocsin-system");
    assertThat(overflow.tally().count()).isEqualTo(25);
    assertThat(overflow.tally().foldedAlerts()).isEqualTo(20);
    assertThat(pipeline.aggregator.countsByPolicy())
        .containsOnly(
            java.util.Map.entry("tocsin-system/shell-in-pod", new PolicyAlerts(10, 10, 25)));
  }

  @Test
  void alertsThatExistCountOnWhenTheCapIsReached() {
    Pipeline pipeline = new Pipeline(SETTINGS.withCap(Cap.POLICY, 1));
    pipeline.fire("pod-0");
    pipeline.fire("pod-1");
    pipeline.fire("pod-0", 4);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(regular(pipeline)).extracting(alert -> alert.tally().count()).containsExactly(5L);
    assertThat(overflow(pipeline).tally().count()).isEqualTo(1);
  }

  @Test
  void beyondTheNamespacesCapTheOverflowAlertIsInThatNamespace() {
    Pipeline pipeline = new Pipeline(SETTINGS.withCap(Cap.NAMESPACE, 3));
    for (int i = 0; i < 5; i++) {
      pipeline.findings.policyName = "policy-" + i;
      pipeline.fire("pod");
    }
    pipeline.findings.namespace = "other";
    pipeline.fire("pod");
    pipeline.run(Duration.ofMinutes(1));

    StoredAlert overflow = overflow(pipeline);
    assertThat(overflow.overflow()).isEqualTo(new Overflow(Cap.NAMESPACE, "shop", 3));
    assertThat(overflow.ref().namespace()).isEqualTo("shop");
    assertThat(overflow.tally().count()).isEqualTo(2);
    assertThat(regular(pipeline)).hasSize(4);
  }

  @Test
  void beyondTheNodesCapOtherNodesGoOn() {
    Pipeline pipeline = new Pipeline(SETTINGS.withCap(Cap.NODE, 3));
    fireGroups(pipeline, 0, 5);
    pipeline.findings.node = "other";
    fireGroups(pipeline, 5, 7);
    pipeline.run(Duration.ofMinutes(1));

    StoredAlert overflow = overflow(pipeline);
    assertThat(overflow.overflow()).isEqualTo(new Overflow(Cap.NODE, "node-1", 3));
    assertThat(overflow.ref().namespace()).isEqualTo("tocsin-system");
    assertThat(overflow.tally().count()).isEqualTo(2);
    assertThat(regular(pipeline)).hasSize(5);
  }

  @Test
  void oneNodeAloneLeavesRoomForOthers() {
    Pipeline pipeline = new Pipeline(SETTINGS);
    fireGroups(pipeline, 0, 2_000);
    pipeline.findings.node = "other";
    pipeline.fire("pod-of-other");
    pipeline.run(Duration.ofMinutes(10));

    assertThat(regular(pipeline))
        .extracting(alert -> alert.headline().podName())
        .contains("pod-of-other");
  }

  @Test
  void alertsOfNoNodeHaveNoNodesCap() {
    Pipeline pipeline = new Pipeline(SETTINGS.withCap(Cap.NODE, 1));
    pipeline.findings.node = "";
    fireGroups(pipeline, 0, 3);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(pipeline.store.all()).hasSize(3);
  }

  @Test
  void beyondTheClustersCapTheOverflowAlertIsInTheSystemNamespace() {
    Pipeline pipeline = new Pipeline(SETTINGS.withCap(Cap.CLUSTER, 4));
    for (int i = 0; i < 9; i++) {
      pipeline.findings.namespace = "ns-" + i;
      pipeline.fire("pod-" + i);
    }
    pipeline.run(Duration.ofMinutes(1));

    assertThat(overflow(pipeline).overflow()).isEqualTo(new Overflow(Cap.CLUSTER, "", 4));
    assertThat(overflow(pipeline).ref().namespace()).isEqualTo("tocsin-system");
    assertThat(overflow(pipeline).tally().count()).isEqualTo(5);
  }

  @Test
  void aClosedAlertGivesWayToANewOne() {
    Pipeline pipeline = new Pipeline(SETTINGS.withCap(Cap.POLICY, 3));
    fireGroups(pipeline, 0, 3);
    pipeline.settle();
    AlertName closed = pipeline.store.all().get(1).ref().name();
    pipeline.store.triage(closed, Triage.CLOSED);
    fireGroups(pipeline, 3, 4);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(regular(pipeline))
        .extracting(alert -> alert.headline().podName())
        .containsExactly("pod-0", "pod-2", "pod-3");
    assertThat(pipeline.store.all()).hasSize(3);
  }

  @Test
  void theOldestOfTheLeastSevereGivesWayToAMoreSevereOneAndIsNotLost() {
    Pipeline pipeline = new Pipeline(SETTINGS.withCap(Cap.NAMESPACE, 3));
    fire(pipeline, "medium", Severity.MEDIUM, "pod-0");
    fire(pipeline, "low", Severity.LOW, "pod-1");
    pipeline.fire("pod-1", 6);
    fire(pipeline, "low", Severity.LOW, "pod-2");
    pipeline.run(Duration.ofMinutes(1));
    fire(pipeline, "critical", Severity.CRITICAL, "pod-3");
    pipeline.run(Duration.ofMinutes(1));

    assertThat(regular(pipeline))
        .extracting(alert -> alert.headline().policyName() + " " + alert.headline().podName())
        .containsExactly("medium pod-0", "low pod-2", "critical pod-3");
    assertThat(pipeline.count(overflow(pipeline).ref().name())).isEqualTo(7);
    assertThat(pipeline.aggregator.stats().displacedAlerts()).isEqualTo(1);
  }

  @Test
  void anAlertNeverGivesWayToItsEquals() {
    Pipeline pipeline = new Pipeline(SETTINGS.withCap(Cap.NAMESPACE, 3));
    fire(pipeline, "flood", Severity.HIGH, "pod-0");
    fire(pipeline, "flood", Severity.HIGH, "pod-1");
    fire(pipeline, "flood", Severity.HIGH, "pod-2");
    fire(pipeline, "other", Severity.HIGH, "pod-3");
    pipeline.run(Duration.ofMinutes(1));

    assertThat(regular(pipeline))
        .extracting(alert -> alert.headline().podName())
        .containsExactly("pod-0", "pod-1", "pod-2");
  }

  @Test
  void whatGaveWayAndFiresAgainIsFolded() {
    Pipeline pipeline = new Pipeline(SETTINGS.withCap(Cap.NAMESPACE, 1));
    fire(pipeline, "low", Severity.LOW, "pod-0");
    pipeline.settle();
    fire(pipeline, "critical", Severity.CRITICAL, "pod-1");
    fire(pipeline, "low", Severity.LOW, "pod-0");
    pipeline.run(Duration.ofMinutes(1));

    assertThat(regular(pipeline))
        .extracting(alert -> alert.headline().policyName())
        .containsExactly("critical");
    assertThat(overflow(pipeline).tally().count()).isEqualTo(2);
    assertThat(overflow(pipeline).tally().foldedAlerts()).isEqualTo(1);
  }

  @Test
  void whenThereIsRoomAgainNewAlertsAreWritten() {
    Pipeline pipeline = new Pipeline(SETTINGS.withCap(Cap.POLICY, 2));
    fireGroups(pipeline, 0, 3);
    pipeline.settle();
    pipeline.store.remove(regular(pipeline).getFirst().ref().name());
    fireGroups(pipeline, 2, 3);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(regular(pipeline))
        .extracting(alert -> alert.headline().podName())
        .containsExactly("pod-1", "pod-2");
  }

  @Test
  void aClosedOverflowAlertThatIsNeededAgainBecomesANewOne() {
    Pipeline pipeline = new Pipeline(SETTINGS.withCap(Cap.POLICY, 1));
    fireGroups(pipeline, 0, 2);
    pipeline.settle();
    AlertName overflow = overflow(pipeline).ref().name();
    pipeline.store.triage(overflow, Triage.CLOSED);
    fireGroups(pipeline, 1, 2);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(pipeline.count(overflow.next())).isEqualTo(1);
  }

  @Test
  void whatIsStoredCountsForTheCapsOfTheNextProcess() {
    Pipeline pipeline = new Pipeline(SETTINGS);
    fireGroups(pipeline, 0, 3);
    pipeline.settle();
    Aggregator early = new Aggregator(SETTINGS.withCap(Cap.POLICY, 4), pipeline.clock);
    for (int i = 0; i < 8; i++) {
      early.accept(pipeline.findings.finding("pod-" + i));
    }
    pipeline.store.watch(early);
    AlertWriter writer = new AlertWriter(early, pipeline.store, SETTINGS, pipeline.clock);
    for (int i = 0; i < 20; i++) {
      writer.step(false);
    }

    assertThat(regular(pipeline))
        .extracting(alert -> alert.headline().podName() + " " + alert.tally().count())
        .containsExactly("pod-0 2", "pod-1 2", "pod-2 2", "pod-3 1");
    assertThat(overflow(pipeline).tally().count()).isEqualTo(4);
  }

  @Test
  void aFloodOfGroupsWhileTheStoreIsAwayStaysWithinTheCaps() {
    Pipeline pipeline = new Pipeline(SETTINGS.withCap(Cap.POLICY, 100));
    pipeline.store.fault = _ -> MemoryStore.unavailable();
    fireGroups(pipeline, 0, 20_000);
    pipeline.settle();

    assertThat(pipeline.aggregator.stats().alerts()).isEqualTo(101);
    assertThat(pipeline.aggregator.stats().unwrittenFindings()).isEqualTo(20_000);
  }

  private static void fire(Pipeline pipeline, String policy, Severity severity, String pod) {
    pipeline.findings.policyName = policy;
    pipeline.findings.severity = severity;
    pipeline.fire(pod);
  }

  private static void fireGroups(Pipeline pipeline, int from, int to) {
    for (int i = from; i < to; i++) {
      pipeline.fire("pod-" + i);
    }
  }

  private static StoredAlert overflow(Pipeline pipeline) {
    List<StoredAlert> found =
        pipeline.store.all().stream().filter(alert -> alert.overflow() != null).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static List<StoredAlert> regular(Pipeline pipeline) {
    return pipeline.store.all().stream().filter(alert -> alert.overflow() == null).toList();
  }
}
