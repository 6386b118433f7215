package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.engine.Cost;
import dev.tocsin.engine.PolicyId;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.TracedMatch;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Matches over changes of the operator, whose sensors go on counting. */
class PolicyHistoryTest {
  private static final PolicyId ID = new PolicyId("tocsin-system", "p", "uid", 1);

  private static PolicyHistory after(long storedMatches) {
    return new PolicyHistory(
        "uid",
        new DetectionPolicyStatus(null, 1L, List.of(), null, storedMatches, null, null, null));
  }

  private static void observe(PolicyHistory history, PolicyId id, long matches, long before) {
    PolicyStats stats =
        new PolicyStats(
            id, matches, 0, 0, 0, false, "", Map.of(), Map.of(), 0, 0, Cost.NONE, TracedMatch.NONE);
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
}
