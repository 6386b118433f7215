package dev.tocsin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of metrics and the alert rules are about the metrics that there are. {@code
 * -Dtocsin.docs.update=true} writes the table.
 */
class OperatingGuideTest {
  private static final Path GUIDE = Path.of("docs/operating.md");
  private static final Path RULES = Path.of("config/alerts/tocsin.rules.yaml");
  private static final String BEGIN = "<!-- metrics: written by OperatingGuideTest -->\n";
  private static final String END = "<!-- end -->\n";
  private static final Pattern NAME = Pattern.compile("tocsin_[a-z_]+");
  private static final Pattern LABEL = Pattern.compile("([a-z]+)(?:=~|!~|!=|=)\"");

  private record AlertRule(String name, String expression, String runbook) {}

  private static List<AlertRule> rules() throws IOException {
    List<AlertRule> rules = new ArrayList<>();
    for (JsonNode group : new YAMLMapper().readTree(RULES.toFile()).path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        rules.add(
            new AlertRule(
                rule.path("alert").asText(),
                rule.path("expr").asText(),
                rule.at("/annotations/runbook_url").asText()));
      }
    }
    return rules;
  }

  private static String onPage(Metric metric) {
    return metric.baseName() + (metric.kind() == Metric.Kind.COUNTER ? "_total" : "");
  }

  private static List<Metric> metricsOf(String expression) {
    List<Metric> metrics = new ArrayList<>();
    Matcher names = NAME.matcher(expression);
    while (names.find()) {
      String name = names.group();
      metrics.add(
          Arrays.stream(Metric.values())
              .filter(metric -> onPage(metric).equals(name))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no metric " + name)));
    }
    return metrics;
  }

  @Test
  void rulesAreAboutMetricsAndLabelsThatThereAre() throws IOException {
    assertThat(rules()).isNotEmpty();
    for (AlertRule rule : rules()) {
      List<Metric> metrics = metricsOf(rule.expression());
      assertThat(metrics).as(rule.name()).isNotEmpty();
      List<String> labels = metrics.stream().flatMap(each -> each.labels().stream()).toList();
      Matcher used = LABEL.matcher(rule.expression());
      while (used.find()) {
        assertThat(labels).as(rule.name()).contains(used.group(1));
      }
    }
  }

  /** The anchor of a heading is its text in lower case. */
  @Test
  void eachRuleHasItsSectionInTheRunbookAndNoOtherHas() throws IOException {
    List<String> headings =
        Files.readAllLines(Path.of("docs/runbook.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    assertThat(headings).containsExactlyElementsOf(rules().stream().map(AlertRule::name).toList());
    for (AlertRule rule : rules()) {
      assertThat(rule.runbook())
          .isEqualTo("docs/runbook.md#" + rule.name().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void theTableIsTheMetricsThatThereAre() throws IOException {
    String guide = Files.readString(GUIDE);
    int begin = guide.indexOf(BEGIN) + BEGIN.length();
    int end = guide.indexOf(END, begin);
    if (Boolean.getBoolean("tocsin.docs.update")) {
      Files.writeString(GUIDE, guide.substring(0, begin) + table() + guide.substring(end));
      guide = Files.readString(GUIDE);
      end = guide.indexOf(END, begin);
    }

    assertThat(guide.substring(begin, end))
        .as("run: mvn test -Dtest=OperatingGuideTest -Dtocsin.docs.update=true")
        .isEqualTo(table());
  }

  private static String table() throws IOException {
    List<AlertRule> rules = rules();
    StringBuilder table =
        new StringBuilder(
            "| metric | labels | what it says | alert rule |\n| --- | --- | --- | --- |\n");
    for (Metric metric : Metric.values()) {
      String names =
          rules.stream()
              .filter(rule -> metricsOf(rule.expression()).contains(metric))
              .map(rule -> "`" + rule.name() + "`")
              .collect(Collectors.joining(", "));
      String labels =
          metric.labels().stream()
              .map(label -> "`" + label + "`")
              .collect(Collectors.joining(", "));
      table.append(
          "| `%s` | %s | %s | %s |\n".formatted(onPage(metric), labels, metric.help(), names));
    }
    return table.toString();
  }
}
