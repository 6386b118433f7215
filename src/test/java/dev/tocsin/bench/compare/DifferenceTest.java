package dev.tocsin.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  @Test
  void aDifferenceCountsWhenNoRoundReachesTheOtherSide() {
    Difference faster =
        new Difference("evaluate", List.of(12e-6, 10e-6, 14e-6), List.of(6e-6, 9e-6, 5e-6));

    assertThat(faster.isBeyondNoise()).isTrue();
    assertThat(faster.ratio()).isEqualTo(0.5);
    assertThat(faster.line())
        .matches(
            "evaluate +12\\.0 us \\(10\\.0 to 14\\.0\\) +6\\.00 us \\(5\\.00 to 9\\.00\\) +-50\\.0"
                + " %\\R");
  }

  @Test
  void slowerIsADifferenceToo() {
    Difference slower = new Difference("version", List.of(0.25, 0.26), List.of(0.5, 0.52));

    assertThat(slower.isBeyondNoise()).isTrue();
    assertThat(slower.line()).endsWith("+100.0 %" + System.lineSeparator());
  }

  @Test
  void oneRoundWithinTheOthersIsNoise() {
    Difference noise = new Difference("lint", List.of(1.0, 1.1, 1.4), List.of(0.8, 0.9, 1.01));

    assertThat(noise.isBeyondNoise()).isFalse();
    assertThat(noise.line()).contains("within the noise (-18.2 %)");
  }
}
