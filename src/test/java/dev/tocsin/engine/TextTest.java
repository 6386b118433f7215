package dev.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void withinTheBoundIsKept() {
    assertThat(Text.cut("a".repeat(100), 100)).isEqualTo("a".repeat(100));
  }

  @Test
  void beyondTheBoundIsCutAndSaysHowLongItWas() {
    assertThat(Text.cut("a".repeat(100_000), 100))
        .isEqualTo("a".repeat(80) + "…[cut: 100000 bytes]")
        .hasSize(100);
  }

  @Test
  void isMeasuredInCodePointsAndNeverSplitsOne() {
    String bells = "🔔".repeat(1000);

    assertThat(Text.cut(bells, 1000)).isEqualTo(bells);
    assertThat(Text.cut(bells + "a", 100)).isEqualTo("🔔".repeat(82) + "…[cut: 4001 bytes]");
  }

  @Test
  void cutTwiceStillSaysHowLongTheOriginalWas() {
    assertThat(Text.cut(Text.cut("a".repeat(100_000), 1000), 100))
        .isEqualTo(Text.cut("a".repeat(100_000), 100));
  }

  @Test
  void cannotClaimToBeShorterThanItIs() {
    assertThat(Text.cut("a".repeat(1000) + "…[cut: 7 bytes]", 100)).endsWith("…[cut: 1017 bytes]");
  }
}
