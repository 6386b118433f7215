package dev.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusLineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "lost_total 7                         | lost_total | lost_total                    | 7",
        "lost_total 1.234567e+06              | lost_total | lost_total                    | 1234567",
        "lost_total{} 0                       | lost_total | lost_total{}                  | 0",
        "lost_total{op=\"5\"} 7 1795000000000 | lost_total | lost_total{op=\"5\"}          | 7",
        "lost_total{op=\"5\",e=\"x\"}\t7      | lost_total | lost_total{op=\"5\",e=\"x\"}  | 7",
        "lost_total{f=\"a}b{ 3\"} 7           | lost_total | lost_total{f=\"a}b{ 3\"}      | 7",
        "lost_total{f=\"a\\\"} 9\"} 7         | lost_total | lost_total{f=\"a\\\"} 9\"}    | 7",
        "lost_total{f=\"a\\\\\"} 7            | lost_total | lost_total{f=\"a\\\\\"}       | 7",
        "ns:rule 3                            | ns:rule    | ns:rule                       | 3"
      })
  void aSampleHasNameSeriesAndValue(String line, String name, String series, double value) {
    assertThat(PrometheusLine.parse(line)).contains(new PrometheusLine(name, series, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "# HELP lost_total of them", "# TYPE lost_total counter"})
  void commentsAndBlankLinesSayNothing(String line) {
    assertThat(PrometheusLine.parse(line)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{op=\"5\"} 7         | it does not begin with a name",
        "lost_total           | '' is not a number",
        "lost_total seven     | 'seven' is not a number",
        "lost_total -1        | -1 is not a count",
        "lost_total NaN       | NaN is not a count",
        "lost_total +Inf      | '+Inf' is not a number",
        "lost_total{op=\"5 7  | its labels do not end",
        "lost_total{op=\"5\\  | its labels do not end"
      })
  void aBrokenSampleSaysWhatIsWrong(String line, String message) {
    assertThatThrownBy(() -> PrometheusLine.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
