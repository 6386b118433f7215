package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.engine.Cost;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.TracedMatch;
import dev.tocsin.engine.policy.PolicyId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeanCostTest {
  private static final PolicyId ID = new PolicyId("tocsin-system", "p", "uid", 1);

  private static @Nullable String of(Cost... costs) {
    return MeanCost.of(
        Stream.of(costs)
            .map(
                cost ->
                    new PolicyStats(
                        ID,
                        0,
                        0,
                        0,
                        0,
                        false,
                        "",
                        Map.of(),
                        Map.of(),
                        0,
                        0,
                        cost,
                        TracedMatch.NONE,
                        List.of()))
            .toList());
  }

  private static DetectionPolicyStatus status(
      long generation, long matches, @Nullable String cost) {
    return new DetectionPolicyStatus(
        null, generation, List.of(), null, matches, null, null, cost, List.of());
  }

  private static @Nullable String settled(DetectionPolicyStatus now, DetectionPolicyStatus stored) {
    return MeanCost.settled(now, stored).meanCost();
  }

  @ParameterizedTest
  @CsvSource({
    "84, 84ns",
    "847, 850ns",
    "996, 1us",
    "1234, 1.2us",
    "56789, 57us",
    "1250000, 1.3ms",
    "7000000000, 7s",
    "7000000000000, 7000s",
    "0, 0ns"
  })
  void itHasTwoDigits(long nanos, String text) {
    assertThat(of(new Cost(10, nanos * 10))).isEqualTo(text);
  }

  @Test
  void nodesWeighAsManySamplesAsTheyHave() {
    assertThat(of(new Cost(1, 1_000), new Cost(99, 9_900))).isEqualTo("110ns");
    assertThat(of(Cost.NONE, new Cost(1, 84))).isEqualTo("84ns");
  }

  @Test
  void nothingIsToldWhereNothingWasTimed() {
    assertThat(of()).isNull();
    assertThat(of(Cost.NONE)).isNull();
  }

  @Test
  void aCostUpToTwiceOrHalfIsNoReasonToWrite() {
    DetectionPolicyStatus stored = status(1, 5, "100ns");
    assertThat(MeanCost.settled(status(1, 5, "200ns"), stored)).isEqualTo(stored);
    assertThat(MeanCost.settled(status(1, 5, "50ns"), stored)).isEqualTo(stored);
    assertThat(settled(status(1, 5, "210ns"), stored)).isEqualTo("210ns");
    assertThat(settled(status(1, 5, "49ns"), stored)).isEqualTo("49ns");
    assertThat(settled(status(1, 5, "1.2us"), status(1, 5, "980ns"))).isEqualTo("980ns");
  }

  @Test
  void itIsWrittenAlongWithSomethingElse() {
    assertThat(settled(status(1, 6, "110ns"), status(1, 5, "100ns"))).isEqualTo("110ns");
  }

  @Test
  void aLeaderThatHasNotHeardOfAnyLeavesTheStoredOneOfTheSameGeneration() {
    assertThat(settled(status(1, 6, null), status(1, 5, "100ns"))).isEqualTo("100ns");
    assertThat(settled(status(2, 0, null), status(1, 5, "100ns"))).isNull();
  }

  @Test
  void whatNobodyUnderstandsIsReplaced() {
    assertThat(settled(status(1, 5, "84ns"), status(1, 5, "cheap"))).isEqualTo("84ns");
  }
}
