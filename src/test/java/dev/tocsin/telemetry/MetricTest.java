package dev.tocsin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {

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
