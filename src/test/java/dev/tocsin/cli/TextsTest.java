package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small texts for people. */
class TextsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00:00Z, 0s",
    "2026-01-01T00:00:59Z, 59s",
    "2026-01-01T00:01:59Z, 119s",
    "2026-01-01T00:02:00Z, 2m",
    "2026-01-01T01:59:00Z, 119m",
    "2026-01-01T02:00:00Z, 2h",
    "2026-01-02T23:00:00Z, 47h",
    "2026-01-03T00:00:00Z, 2d",
    "2025-12-31T00:00:00Z, 0s"
  })
  void anAgeIsSaidAsKubectlSaysIt(String now, String age) {
    assertThat(Age.of(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse(now))).isEqualTo(age);
  }

  @Test
  void aCellStaysInItsRowAndIsSeen() {
    Table table = new Table("NAME", "POD");
    table.add("a\u001b[2J\nroot\u202e", "web\u200b-0");

    assertThat(table.toString().lines())
        .hasSize(2)
        .last()
        .isEqualTo("a\\u{1b}[2J\\nroot\\u{202e}   web\\u{200b}-0");
  }
}
