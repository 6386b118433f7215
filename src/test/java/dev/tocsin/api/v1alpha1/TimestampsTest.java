package dev.tocsin.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-29T23:57:53Z",
        "2026-11-29T23:57:53.Z",
        "2026-11-29T23:57:53.3Z",
        "2026-11-29T23:57:53.304Z",
        "2026-11-29T23:57:53.304120Z",
        "2026-11-29T23:57:53.000000001Z",
        "2024-02-29T00:00:00.999999999Z",
        "1969-12-31T23:59:59.5Z",
        "0000-01-01T00:00:00Z",
        "2026-11-29T23:57:53+01:00",
        "2026-11-29T23:57:53.304-11:30",
        "2026-11-29T23:57Z",
        "2026-11-29t23:57:53z",
        "+12026-11-29T23:57:53Z"
      })
  void aTimeIsReadAsTheJdkDoes(String text) {
    assertThat(Timestamps.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-02-30T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-11-29T24:00:00Z",
        "2026-11-29T23:60:00Z",
        "2026-11-29T23:57:60Z",
        "2026-11-29T23:57:53.0000000001Z",
        "2026-11-29T23:57:53,5Z",
        "2026-11-29 23:57:53Z",
        "2026-11-29T23:57:53",
        "2026-11-29T23:57:5xZ",
        "2026-11-29T23:57:53.\u0661Z",
        "-026-11-29T23:57:53Z"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Timestamps.parse(text))
        .withMessageContaining("is no RFC 3339 time");
  }

  @Test
  void aTimeThatIsWrittenIsReadAgain() {
    Instant time = Instant.parse("2026-11-29T23:57:53.304120Z");
    assertThat(Timestamps.parse(Timestamps.format(time))).isEqualTo(time);
  }
}
