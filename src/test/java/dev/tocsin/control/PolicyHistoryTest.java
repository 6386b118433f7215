package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.engine.Cost;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.ShadowSample;
import dev.tocsin.engine.TracedMatch;
import dev.tocsin.engine.policy.PolicyId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Matches over changes of the operator, whose sensors go on counting. */
class PolicyHistoryTest {
  private static final PolicyId ID = new PolicyId("tocsin-system", "p", "uid", 1);

  private static PolicyHistory after(long storedMatches) {
    return new PolicyHistory(
        "uid",
        new DetectionPolicyStatus(
            null, 1L, List.of(), null, storedMatches, null, null, null, List.of()));
  }

  private static void observe(PolicyHistory history, PolicyId id, long matches, long before) {
    PolicyStats stats =
        new PolicyStats(
            id,
            matches,
            0,
            0,
            0,
            false,
            "",
            Map.of(),
            Map.of(),
            0,
            0,
            Cost.NONE,
            TracedMatch.NONE,
            List.of());
    history.observe(id, List.of(stats), before, Observations.AlertCounts.NONE);
  }

  @Test
  void whatTheOperatorBeforeCountedIsNotCountedAgain() {
    PolicyHistory history = after(500);
    observe(history, ID, 0, 300);
    observe(history, ID, 0, 500);
    observe(history, ID, 7, 500);
    assertThat(history.matches()).isEqualTo(507);
  }

  @Test
  void whatSensorsCountedWithoutAnOperatorCounts() {
    PolicyHistory history = after(500);
    observe(history, ID, 0, 520);
    assertThat(history.matches()).isEqualTo(520);
    PolicyHistory first = new PolicyHistory("uid", null);
    observe(first, ID, 3, 20);
    assertThat(first.matches()).isEqualTo(23);
  }

  @Test
  void aNewGenerationCountsFromZero() {
    PolicyHistory history = after(500);
    observe(history, ID, 7, 500);
    PolicyId next = new PolicyId("tocsin-system", "p", "uid", 2);
    observe(history, next, 2, 1);
    assertThat(history.matches()).isEqualTo(3);
  }

  private static DetectionPolicyStatus.Sample stored(String message) {
    return new DetectionPolicyStatus.Sample("2026-11-29T00:00:00Z", "node-a", "shop/db-0", message);
  }

  private static PolicyStats sampled(PolicyId id, String... messages) {
    List<ShadowSample> samples =
        Stream.of(messages).map(each -> new ShadowSample(1, "node-a", "shop/db-0", each)).toList();
    return PolicyStats.none(id).withSamples(samples);
  }

  private static List<String> messages(PolicyHistory history) {
    return history.samples().stream().map(DetectionPolicyStatus.Sample::message).toList();
  }

  @Test
  void samplesThatAnotherLeaderStoredStayUntilNewOnesTakeTheirPlace() {
    PolicyHistory history =
        new PolicyHistory(
            "uid",
            new DetectionPolicyStatus(
                null,
                1L,
                List.of(),
                null,
                null,
                null,
                null,
                null,
                List.of(stored("a"), stored("b"), stored("c"))));
    history.observe(ID, List.of(), 0, Observations.AlertCounts.NONE);
    assertThat(messages(history)).containsExactly("a", "b", "c");

    history.observe(
        ID, List.of(sampled(ID, "d", "b", "e\u001b[2J")), 0, Observations.AlertCounts.NONE);
    assertThat(messages(history)).containsExactly("d", "b", "e\\u{1b}[2J", "a", "c");

    history.observe(
        ID, List.of(sampled(ID, "f", "g", "h", "i", "j")), 0, Observations.AlertCounts.NONE);
    assertThat(history.samples()).hasSize(5);
  }

  @Test
  void aNewGenerationBeginsWithoutSamples() {
    PolicyHistory history = after(0);
    history.observe(ID, List.of(sampled(ID, "a")), 0, Observations.AlertCounts.NONE);
    PolicyId next = new PolicyId("tocsin-system", "p", "uid", 2);
    history.observe(next, List.of(), 0, Observations.AlertCounts.NONE);
    assertThat(history.samples()).isEmpty();
  }
}
