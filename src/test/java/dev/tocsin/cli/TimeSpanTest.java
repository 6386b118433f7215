package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTest {

  @ParameterizedTest
  @CsvSource({"30m, PT30M", "1d, P1D", "1d12h, PT36H", "2w, P14D", "1w1d1h30m, PT193H30M"})
  void daysAndWeeksAreTaken(String text, Duration expected) {
    assertThat(TimeSpan.parse("--since", text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d", "yesterday", "1d2w", "-1d", "1", "99999d"})
  void whatIsNoneIsSaid(String text) {
    assertThatThrownBy(() -> TimeSpan.parse("--since", text))
        .isInstanceOf(BadInputException.class)
        .hasMessage("--since: '" + text + "' is no duration: write it as 30m, 2h, 1d or 1d12h");
  }
}
