package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.policy.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many alerts there may be. All pods of these are of one workload, but where it says so. */
class CapsTest {
  private static final AlertSettings SETTINGS = AlertSettings.defaults("tocsin-system");

  @Test
  void beyondThePolicysCapOneOverflowAlertCountsTheRest() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.POLICY, 10));
    fireGroups(pipeline, 0, 30);
    pipeline.fire("pod-29", 5);
    pipeline.run(Duration.ofMinutes(2));

    StoredAlert overflow = overflow(pipeline);
    assertThat(pipeline.store.all()).hasSize(11);
    assertThat(overflow.overflow())
        .isEqualTo(new Overflow(Cap.POLICY, "tocsin-system/shell-in-pod", 10, Severity.HIGH));
    assertThat(overflow.ref().namespace()).isEqualTo("tocsin-system");
    assertThat(overflow.tally().count()).isEqualTo(25);
    assertThat(overflow.tally().aggregatedAlerts()).isEqualTo(20);
    assertThat(overflow.tally().contributors())
        .hasSize(20)
        .startsWith(new Contribution("tocsin-system/shell-in-pod", "shop/pod-29", 6));
    assertThat(pipeline.aggregator.countsByPolicy())
        .containsOnly(Map.entry("tocsin-system/shell-in-pod", new PolicyAlerts(10, 10, 25)));
  }

  @Test
  void alertsThatExistCountOnWhenTheCapIsReached() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.POLICY, 1));
    pipeline.fire("pod-0");
    pipeline.fire("pod-1");
    pipeline.fire("pod-0", 4);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(regular(pipeline)).extracting(alert -> alert.tally().count()).containsExactly(5L);
    assertThat(overflow(pipeline).tally().count()).isEqualTo(1);
  }

  @Test
  void beyondThePodsCapTheRestIsInOneAlertOfThatPod() {
    Pipeline pipeline = pipeline(SETTINGS);
    firePrograms(pipeline, "pod", 50);
    pipeline.run(Duration.ofMinutes(1));

    StoredAlert overflow = overflow(pipeline);
    assertThat(regular(pipeline)).hasSize(20);
    assertThat(overflow.overflow())
        .isEqualTo(new Overflow(Cap.POD, "tocsin-system/shell-in-pod shop/pod", 20, Severity.HIGH));
    assertThat(overflow.ref().namespace()).isEqualTo("shop");
    assertThat(overflow.summary().podName()).isEqualTo("pod");
    assertThat(overflow.tally().count()).isEqualTo(30);
    assertThat(overflow.tally().aggregatedAlerts()).isEqualTo(30);
    assertThat(overflow.tally().samples()).hasSize(5);
    assertThat(overflow.tally().contributors())
        .containsExactly(new Contribution("tocsin-system/shell-in-pod", "shop/pod", 30));
  }

  @Test
  void beyondTheNamespacesCapTheOverflowAlertIsInThatNamespace() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.NAMESPACE, 3));
    fireGroups(pipeline, 0, 5);
    pipeline.findings.namespace = "other";
    pipeline.fire("pod");
    pipeline.run(Duration.ofMinutes(1));

    StoredAlert overflow = overflow(pipeline);
    assertThat(overflow.overflow())
        .isEqualTo(new Overflow(Cap.NAMESPACE, "shop", 3, Severity.HIGH));
    assertThat(overflow.ref().namespace()).isEqualTo("shop");
    assertThat(overflow.tally().count()).isEqualTo(2);
    assertThat(regular(pipeline)).hasSize(4);
  }

  @Test
  void beyondTheNodesCapOtherNodesGoOn() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.NODE, 3));
    fireGroups(pipeline, 0, 5);
    pipeline.findings.node = "other";
    fireGroups(pipeline, 5, 7);
    pipeline.run(Duration.ofMinutes(1));

    StoredAlert overflow = overflow(pipeline);
    assertThat(overflow.overflow()).isEqualTo(new Overflow(Cap.NODE, "node-1", 3, Severity.HIGH));
    assertThat(overflow.ref().namespace()).isEqualTo("tocsin-system");
    assertThat(overflow.tally().count()).isEqualTo(2);
    assertThat(regular(pipeline)).hasSize(5);
  }

  @Test
  void oneNodeAloneLeavesRoomForOthers() {
    Pipeline pipeline = pipeline(SETTINGS);
    fireGroups(pipeline, 0, 2_000);
    pipeline.findings.node = "other";
    pipeline.fire("pod-of-other");
    pipeline.run(Duration.ofMinutes(10));

    assertThat(regular(pipeline))
        .extracting(alert -> alert.summary().podName())
        .contains("pod-of-other");
  }

  @Test
  void alertsOfNoNodeHaveNoNodesCap() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.NODE, 1));
    pipeline.findings.node = "";
    fireGroups(pipeline, 0, 3);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(pipeline.store.all()).hasSize(3);
  }

  @Test
  void beyondTheClustersCapTheOverflowAlertIsInTheSystemNamespace() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.CLUSTER, 4));
    for (int i = 0; i < 9; i++) {
      pipeline.findings.namespace = "ns-" + i;
      pipeline.fire("pod-" + i);
    }
    pipeline.run(Duration.ofMinutes(1));

    assertThat(overflow(pipeline).overflow())
        .isEqualTo(new Overflow(Cap.CLUSTER, "", 4, Severity.HIGH));
    assertThat(overflow(pipeline).ref().namespace()).isEqualTo("tocsin-system");
    assertThat(overflow(pipeline).tally().count())
        .as("as many first alerts again as the cap")
        .isEqualTo(1);
  }

  @Test
  void whoHasTakenAllThatIsFreeLeavesOthersAnEqualShare() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.POLICY, 10));
    pipeline.findings.namespace = "greedy";
    fireGroups(pipeline, 0, 30);
    pipeline.findings.namespace = "shop";
    fireGroups(pipeline, 100, 108);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(regular(pipeline))
        .filteredOn(alert -> alert.ref().namespace().equals("shop"))
        .hasSize(5);
    assertThat(overflow(pipeline).tally().count()).isEqualTo(20 + 3);
  }

  @Test
  void theFirstAlertOfAPolicyAndWorkloadHasRoomInAFullNamespace() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.NAMESPACE, 3));
    fireGroups(pipeline, 0, 9);
    pipeline.findings.workload = "victim";
    pipeline.fire("victim-1");
    pipeline.findings.policyName = "other";
    pipeline.fire("victim-1");
    pipeline.run(Duration.ofMinutes(1));

    assertThat(regular(pipeline))
        .extracting(alert -> alert.summary().policyName() + " " + alert.summary().podName())
        .containsSubsequence("shell-in-pod victim-1", "other victim-1");
  }

  @Test
  void aClosedAlertGivesWayToANewOne() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.POLICY, 3));
    fireGroups(pipeline, 0, 3);
    pipeline.settle();
    AlertName closed = pipeline.store.all().get(1).ref().name();
    pipeline.store.triage(closed, TriageState.CLOSED);
    fireGroups(pipeline, 3, 4);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(regular(pipeline))
        .extracting(alert -> alert.summary().podName())
        .containsExactly("pod-0", "pod-2", "pod-3");
    assertThat(pipeline.store.all()).hasSize(3);
    assertThat(pipeline.aggregator.stats().evictedAlerts()).isEqualTo(1);
  }

  @Test
  void anOpenAlertGivesWayToNone() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.NAMESPACE, 3));
    fire(pipeline, "medium", Severity.MEDIUM, "pod-0");
    fire(pipeline, "low", Severity.LOW, "pod-1");
    fire(pipeline, "low", Severity.LOW, "pod-2");
    pipeline.run(Duration.ofMinutes(1));
    fire(pipeline, "critical", Severity.CRITICAL, "pod-3");
    fire(pipeline, "critical", Severity.CRITICAL, "pod-4");
    pipeline.run(Duration.ofMinutes(1));

    assertThat(regular(pipeline))
        .extracting(alert -> alert.summary().policyName() + " " + alert.summary().podName())
        .containsExactly("medium pod-0", "low pod-1", "low pod-2", "critical pod-3");
    assertThat(overflow(pipeline).summary().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(pipeline.verbs()).doesNotContain("delete");
  }

  @Test
  void thereIsAnOverflowAlertForEachSeverity() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.NAMESPACE, 1));
    fire(pipeline, "low", Severity.LOW, "pod-0");
    fire(pipeline, "low", Severity.LOW, "pod-1");
    fire(pipeline, "critical", Severity.CRITICAL, "pod-0");
    fire(pipeline, "critical", Severity.CRITICAL, "pod-1");
    pipeline.run(Duration.ofMinutes(1));

    assertThat(overflows(pipeline))
        .extracting(alert -> alert.summary().severity())
        .containsExactlyInAnyOrder(Severity.LOW, Severity.CRITICAL);
  }

  @Test
  void anOverflowAlertHasTheNewestFindingOfEachPolicyAndNamesWhoHasTheMost() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.NAMESPACE, 1));
    for (int policy = 0; policy < 7; policy++) {
      fire(pipeline, "policy-" + policy, Severity.HIGH, "pod-0");
    }
    for (int policy = 0; policy < 7; policy++) {
      fire(pipeline, "policy-" + policy, Severity.HIGH, "pod-1");
      pipeline.clock.advance(Duration.ofMillis(1));
    }
    for (int i = 0; i < 100; i++) {
      fire(pipeline, "policy-6", Severity.HIGH, "many-" + i);
      fire(pipeline, "policy-6", Severity.HIGH, "heavy");
    }
    pipeline.run(Duration.ofMinutes(1));

    Tally tally = overflow(pipeline).tally();
    assertThat(tally.samples())
        .extracting(Sample::policy)
        .contains(
            "tocsin-system/policy-1",
            "tocsin-system/policy-2",
            "tocsin-system/policy-3",
            "tocsin-system/policy-4",
            "tocsin-system/policy-5",
            "tocsin-system/policy-6");
    assertThat(tally.contributors()).hasSize(20);
    assertThat(tally.contributors().getFirst().subject()).isEqualTo("shop/heavy");
    assertThat(tally.contributors().stream().mapToLong(Contribution::findings).sum())
        .isEqualTo(tally.count());
  }

  @Test
  void whenThereIsRoomAgainNewAlertsAreWritten() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.POLICY, 2));
    fireGroups(pipeline, 0, 3);
    pipeline.settle();
    pipeline.store.remove(regular(pipeline).getFirst().ref().name());
    fireGroups(pipeline, 2, 3);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(regular(pipeline))
        .extracting(alert -> alert.summary().podName())
        .containsExactly("pod-1", "pod-2");
  }

  @Test
  void aClosedOverflowAlertThatIsNeededAgainBecomesANewOne() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.POLICY, 1));
    fireGroups(pipeline, 0, 2);
    pipeline.settle();
    AlertName overflow = overflow(pipeline).ref().name();
    pipeline.store.triage(overflow, TriageState.CLOSED);
    fireGroups(pipeline, 1, 2);
    pipeline.run(Duration.ofMinutes(1));

    assertThat(pipeline.count(overflow.next())).isEqualTo(1);
  }

  @Test
  void whatAClosedOverflowAlertDidNotSayIsInTheNextOne() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.POLICY, 1));
    fireGroups(pipeline, 0, 2);
    pipeline.settle();
    AlertName overflow = overflow(pipeline).ref().name();
    pipeline.fire("pod-1", 3);
    pipeline.store.triage(overflow, TriageState.CLOSED);
    pipeline.run(Duration.ofMinutes(1));

    StoredAlert next = pipeline.store.get(overflow.next());
    assertThat(next.overflow()).isNotNull();
    assertThat(next.tally().contributors())
        .containsExactly(new Contribution("tocsin-system/shell-in-pod", "shop/pod-1", 3));
  }

  @Test
  void whatIsStoredCountsForTheCapsOfTheNextProcess() {
    Pipeline pipeline = pipeline(SETTINGS);
    fireGroups(pipeline, 0, 3);
    pipeline.settle();
    Aggregator early = new Aggregator(SETTINGS.withCap(Cap.POLICY, 4), pipeline.clock);
    for (int i = 0; i < 8; i++) {
      early.accept(pipeline.findings.finding("pod-" + i));
    }
    pipeline.store.watch(early);
    AlertWriter writer =
        new AlertWriter(
            early, pipeline.store, Receivers.inline(pipeline.store), SETTINGS, pipeline.clock);
    for (int i = 0; i < 20; i++) {
      writer.step(false);
    }

    assertThat(regular(pipeline))
        .extracting(alert -> alert.summary().podName() + " " + alert.tally().count())
        .containsExactly("pod-0 2", "pod-1 2", "pod-2 2", "pod-3 1");
    assertThat(overflow(pipeline).tally().count()).isEqualTo(4);
  }

  @Test
  void aFloodOfGroupsWhileTheStoreIsAwayStaysWithinTheCaps() {
    Pipeline pipeline = pipeline(SETTINGS.withCap(Cap.POLICY, 100));
    pipeline.store.fault = _ -> MemoryStore.unavailable();
    fireGroups(pipeline, 0, 20_000);
    pipeline.settle();

    assertThat(pipeline.aggregator.stats().alerts()).isEqualTo(101);
    assertThat(pipeline.aggregator.stats().pendingFindings()).isEqualTo(20_000);
  }

  private static Pipeline pipeline(AlertSettings settings) {
    Pipeline pipeline = new Pipeline(settings);
    pipeline.findings.workload = "web";
    return pipeline;
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

  private static void firePrograms(Pipeline pipeline, String pod, int programs) {
    for (int i = 0; i < programs; i++) {
      pipeline.findings.program = ".x" + i;
      pipeline.fire(pod);
    }
  }

  private static StoredAlert overflow(Pipeline pipeline) {
    List<StoredAlert> found = overflows(pipeline);
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static List<StoredAlert> overflows(Pipeline pipeline) {
    return pipeline.store.all().stream().filter(alert -> alert.overflow() != null).toList();
  }

  private static List<StoredAlert> regular(Pipeline pipeline) {
    return pipeline.store.all().stream().filter(alert -> alert.overflow() == null).toList();
  }
}
