package dev.tocsin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.endtoend.TocsinProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DemoTest {
  private static final Pattern HEAD = Pattern.compile("\\S+( \\S+)*");

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  @Test
  void showsAllAlertsOnTheEmbeddedApiServer() throws IOException, InterruptedException {
    assertThat(run(false)).as(this::text).isTrue();
    assertThat(text())
        .contains("kubectl get securityalerts -A", "below-nsenter", "Open")
        .containsPattern("below-nsenter +High +Cluster +True +1/1");
    assertThatTheLastScreenHasNoContradiction();
  }

  /** Alerts are of the last two minutes, no policy is blind, and each counts its own alerts. */
  private void assertThatTheLastScreenHasNoContradiction() {
    List<Map<String, String>> alerts = table("securityalerts");
    assertThat(alerts)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.get("LAST SEEN")).matches("1?\\d?\\ds"));
    assertThat(table("detectionpolicies"))
        .isNotEmpty()
        .allSatisfy(
            row -> {
              assertThat(row.get("BLIND")).isEqualTo("0");
              assertThat(row.get("OPEN ALERTS"))
                  .isEqualTo(
                      Long.toString(
                          alerts.stream()
                              .filter(
                                  alert ->
                                      String.valueOf(alert.get("NAME"))
                                          .startsWith(row.get("NAME") + "-"))
                              .count()));
            });
  }

  /** By the heads of columns, below which their values begin; some are empty. */
  private List<Map<String, String>> table(String resource) {
    List<String> lines = lines(resource);
    List<MatchResult> heads = HEAD.matcher(lines.getFirst()).results().toList();
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < heads.size(); i++) {
        int end = i + 1 < heads.size() ? heads.get(i + 1).start() : line.length();
        row.put(
            heads.get(i).group(),
            line.substring(
                    Math.min(line.length(), heads.get(i).start()), Math.min(line.length(), end))
                .strip());
      }
      rows.add(row);
    }
    return rows;
  }

  /** Below the command that shows them. */
  private List<String> lines(String resource) {
    return text()
        .lines()
        .dropWhile(line -> !line.equals("kubectl get " + resource + " -A"))
        .skip(1)
        .takeWhile(line -> !line.isEmpty())
        .toList();
  }

  @Nested
  @RealCluster
  class OnARealApiServer {
    @Test
    void showsTheSame(ControlPlane binariesAreThere) throws IOException, InterruptedException {
      assertThat(run(true)).as(DemoTest.this::text).isTrue();
      assertThat(text()).contains("kubectl get securityalerts -A", "below-nsenter", "Open");
    }
  }

  private boolean run(boolean real) throws IOException, InterruptedException {
    return Demo.run(
        new PrintStream(output, true, StandardCharsets.UTF_8), real, TocsinProcess.shortLived());
  }

  private String text() {
    return output.toString(StandardCharsets.UTF_8);
  }
}
