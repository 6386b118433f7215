package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.api.v1alpha1.Triage;
import dev.tocsin.reference.ReferencePage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** docs/pictures shows what the commands draw. */
class PicturesTest {
  private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");
  private static final ObjectMapper YAML = new YAMLMapper();

  /** Minutes ago, severity, count, state, policy, subject, message. */
  private static final String ALERTS =
      """
      2|CRITICAL|3|OPEN|workload-incident|shop/web|3 alerts of 3 policies; the most severe: nsenter -t 1 -m in shop/web-0
      2|HIGH|7|OPEN|below-nsenter|shop/web-0|bash -c id below nsenter in shop/web-0
      4|HIGH|12|OPEN|password-hashes-opened|shop/web-0|cat opened /etc/shadow in shop/web-0
      6|HIGH|1|ACKNOWLEDGED|download-then-shell|shop/web-1|bash ran what curl had downloaded in shop/web-1
      9|MEDIUM|4|OPEN|cloud-metadata-access|shop/api-0|curl -s http://169.254.169.254/latest/meta-data/iam/ in shop/api-0
      14|MEDIUM|15|ACKNOWLEDGED|insecure-download|shop/web-1|curl -k -m 2 https://127.0.0.1:8443/x.sh in shop/web-1
      31|MEDIUM|60|OPEN|shadow-read-spike|shop/batch-21|60 reads of /etc/shadow within 10s in shop/batch-21
      48|LOW|81|OPEN|user-switched|shop/batch-21|su -c id in shop/batch-21
      120|LOW|2|OPEN|package-installed|build/runner-3|apt-get install -y socat in build/runner-3
      300|INFO|9|OPEN|crontab-listed|node-2|crontab -l on node-2
      """;

  private static ReferencePage picture(String name) {
    return new ReferencePage(Path.of("docs/pictures", name));
  }

  private static List<SecurityAlert> alerts() throws IOException {
    List<SecurityAlert> alerts = new ArrayList<>();
    for (String line : ALERTS.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      SecurityAlert alert =
          YAML.readValue(
              """
              metadata: {namespace: shop, name: %s-5hx2mw7cq4ab3k%06x}
              spec: {policy: {name: %s, namespace: tocsin-system}}
              status: {count: %s, lastSeen: "%s"}
              """
                  .formatted(
                      cells[4],
                      cells[6].hashCode() & 0xffffff,
                      cells[4],
                      cells[2],
                      NOW.minusSeconds(60 * Long.parseLong(cells[0]))),
              SecurityAlert.class);
      alert.setSpec(
          SecurityAlertSpec.builder(
                  alert.getSpec().policy(), "Title", AlertSeverity.valueOf(cells[1]))
              .subject(cells[5])
              .message(cells[6])
              .triage(new Triage(Triage.State.valueOf(cells[3]), "ann", null, null))
              .build());
      alerts.add(alert);
    }
    return alerts;
  }

  @ParameterizedTest
  @CsvSource({"80, 24", "160, 50"})
  void aWatchIsPicturedAsItIsDrawn(int width, int height) throws IOException {
    WatchView view = new WatchView(true, "kubectl tocsin");
    view.update(alerts());
    List<AttributedString> lines = view.lines(width, height, true, NOW);

    assertThat(lines).hasSize(height);
    picture("watch-%dx%d.svg".formatted(width, height))
        .isUpToDate(TerminalPicture.of("tocsin watch, %d columns".formatted(width), lines, width));
  }

  @Test
  void coverageIsPicturedForTheLibrary() throws IOException {
    Invocation svg = Invocation.of("coverage", "--policies", "config/policies", "-o", "svg");

    picture("coverage.svg").isUpToDate(svg.out());
  }
}
