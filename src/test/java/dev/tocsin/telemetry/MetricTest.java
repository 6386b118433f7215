package dev.tocsin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {
  /** Words of several capitals that people know: kinds of the API, and products. */
  private static final Set<String> KNOWN = Set.of("SecurityAlerts", "OpenShift");

  private static final Pattern JAVA_NAME =
      Pattern.compile(
          "\\b(?:[A-Z][a-z0-9]+){2,}\\b|\\b[a-z]+[A-Z]\\w*|\\w\\(\\)|\\b[a-z]+(?:\\.[a-z]+)+\\.");

  /** People read the help of a metric, who know nothing of classes and methods. */
  @ParameterizedTest
  @EnumSource
  void helpHasNoJavaNames(Metric metric) {
    assertThat(JAVA_NAME.matcher(metric.help()).results().map(MatchResult::group))
        .allMatch(KNOWN::contains);
  }

  @ParameterizedTest
  @EnumSource
  void everyMetricCanBeShownWithItsLabelsAndItsHelp(Metric metric) {
    String[] labels = Collections.nCopies(metric.labels().size(), "x").toArray(String[]::new);
    try (Meters meters = new Meters()) {
      meters.bindAll(metric, rows -> rows.add(1, labels));
      String name =
          metric.baseName()
              + switch (metric.kind()) {
                case COUNTER -> "_total";
                case GAUGE -> "";
              };
      assertThat(meters.page())
          .contains("# HELP " + name + " " + metric.help())
          .containsPattern("\n" + name + "(\\{[^}]*})? 1\\.0\n");
    }
  }
}
