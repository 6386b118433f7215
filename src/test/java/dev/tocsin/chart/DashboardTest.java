package dev.tocsin.chart;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.telemetry.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The dashboard, held to what Grafana's schema (version 39) asks of what it uses, and to the
 * metrics and labels that there are. Nothing here draws it.
 */
class DashboardTest {
  private static final int COLUMNS = 24;
  private static final Pattern METRIC = Pattern.compile("tocsin_[a-z_]+");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z_]+)");
  private static final Pattern LABELS =
      Pattern.compile("(?:by|on) \\(([a-z, ]+)\\)|([a-z]+)(?:=~|!~|!=|=)\"");

  /** What the JVM and the system say, and Prometheus adds to everything. */
  private static final Set<String> OTHER_METRICS =
      Set.of("process_cpu_time_ns_total", "process_resident_memory_bytes");

  private static final Set<String> LABELS_OF_PROMETHEUS = Set.of("job", "instance");

  /** Ids of Grafana's units, and what a unit of one's own begins with. */
  private static final Set<String> UNITS =
      Set.of("short", "s", "bytes", "eps", "cpm", "wps", "suffix: cores");

  private static final Map<String, Metric> METRICS =
      Arrays.stream(Metric.values())
          .collect(
              Collectors.toMap(
                  metric ->
                      "tocsin_"
                          + metric.name().toLowerCase(Locale.ROOT)
                          + (metric.kind() == Metric.Kind.COUNTER ? "_total" : ""),
                  Function.identity()));

  private final JsonNode dashboard;

  DashboardTest() throws IOException {
    dashboard =
        new ObjectMapper().readTree(ChartFiles.CHART.resolve("files/dashboard.json").toFile());
  }

  private static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private Stream<JsonNode> panels() {
    return each(dashboard.path("panels")).filter(panel -> !isRow(panel));
  }

  private static boolean isRow(JsonNode panel) {
    return panel.path("type").asText().equals("row");
  }

  @Test
  void panelsHaveWhatGrafanaAsksFor() {
    assertThat(dashboard.path("schemaVersion").asInt()).isEqualTo(39);
    List<Integer> ids =
        each(dashboard.path("panels")).map(panel -> panel.path("id").asInt()).toList();
    assertThat(ids).doesNotHaveDuplicates().doesNotContain(0);
    assertThat(panels())
        .isNotEmpty()
        .allSatisfy(
            panel -> {
              String title = panel.path("title").asText();
              assertThat(panel.path("type").asText()).isIn("stat", "timeseries", "table");
              assertThat(title).isNotBlank();
              assertThat(panel.path("description").asText()).as(title).endsWith(".");
              assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
              assertThat(panel.path("options").isObject()).as(title).isTrue();
              assertThat(panel.at("/fieldConfig/overrides").isArray()).as(title).isTrue();
              assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isIn(UNITS);
              assertThat(panel.path("targets").findValuesAsText("refId"))
                  .as(title)
                  .isNotEmpty()
                  .doesNotHaveDuplicates();
            });
  }

  @Test
  void panelsDoNotLieOnEachOther() {
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      JsonNode at = panel.path("gridPos");
      assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(COLUMNS);
      for (int x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
        for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
          assertThat(taken.add(x + "," + y)).as(panel.path("title").asText()).isTrue();
        }
      }
    }
  }

  /** What one looks at first is what waits for somebody, and what is not seen. */
  @Test
  void itShowsOpenAlertsBlindNodesCostAndUse() {
    assertThat(
            each(dashboard.path("panels"))
                .filter(DashboardTest::isRow)
                .map(row -> row.path("title").asText()))
        .startsWith("Open alerts", "What is not seen");
    assertThat(String.join("\n", expressions()))
        .contains(
            "tocsin_alerts_open",
            "tocsin_policy_blind_nodes",
            "tocsin_policy_findings_total",
            "tocsin_policy_timed_seconds_total",
            "process_cpu_time_ns_total",
            "process_resident_memory_bytes");
  }

  private List<String> expressions() {
    return panels()
        .flatMap(panel -> panel.path("targets").findValuesAsText("expr").stream())
        .toList();
  }

  @Test
  void queriesAreAboutMetricsAndLabelsThatThereAre() {
    for (String expression : expressions()) {
      List<String> names = METRIC.matcher(expression).results().map(MatchResult::group).toList();
      assertThat(names).as(expression).isNotEmpty();
      assertThat(METRICS.keySet()).as(expression).containsAll(names);
      Set<String> labels = new HashSet<>(LABELS_OF_PROMETHEUS);
      names.forEach(name -> labels.addAll(requireNonNull(METRICS.get(name)).labels()));
      assertThat(labelsIn(expression)).as(expression).isSubsetOf(labels);
      assertThat(Pattern.compile("process_[a-z_]+").matcher(expression).results())
          .extracting(MatchResult::group)
          .allMatch(OTHER_METRICS::contains);
    }
  }

  private static List<String> labelsIn(String expression) {
    List<String> labels = new ArrayList<>();
    Matcher found = LABELS.matcher(expression);
    while (found.find()) {
      if (found.group(1) != null) {
        labels.addAll(List.of(found.group(1).split(", ")));
      } else {
        labels.add(found.group(2));
      }
    }
    return labels;
  }

  @Test
  void variablesAreDefinedAndUsed() {
    Map<String, JsonNode> variables =
        each(dashboard.at("/templating/list"))
            .collect(Collectors.toMap(each -> each.path("name").asText(), Function.identity()));
    assertThat(variables)
        .containsOnlyKeys("datasource", "severity", "policy", "namespace", "instance");
    Set<String> used =
        panels()
            .flatMap(panel -> VARIABLE.matcher(panel.toString()).results())
            .map(found -> found.group(1))
            .filter(name -> !name.startsWith("__"))
            .collect(Collectors.toSet());
    assertThat(used).isEqualTo(variables.keySet());
    variables.forEach(
        (name, variable) -> {
          if (variable.path("type").asText().equals("query")) {
            Matcher query =
                Pattern.compile("label_values\\((\\w+), (\\w+)\\)")
                    .matcher(variable.at("/query/query").asText());
            assertThat(query.matches()).as(name).isTrue();
            assertThat(METRICS).containsKey(query.group(1));
            assertThat(query.group(2)).isEqualTo(name);
          }
        });
  }
}
