package dev.tocsin.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.RealCluster;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code tocsin run} with syslog alone: no Tetragon anywhere. */
@RealCluster(isolated = true)
class SyslogRunTest {
  private static final Pattern LISTENING =
      Pattern.compile("listening for syslog on tcp://127\\.0\\.0\\.1:(\\d+)");

  private final ControlPlane plane;

  SyslogRunTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void whatAHostTellsBecomesAnAlertAndStatusSaysWhatSysmonCannotTell() throws IOException {
    try (Scene scene = new Scene(plane)) {
      scene.kubectl("apply", "-f", "config/policies/linux/user-account-added.yaml");
      scene.kubectl("apply", "-f", "config/policies/linux/systemd-unit-written.yaml");
      scene.startTocsin("--syslog", "tcp://:0");
      scene.eventually(
          "loaded", () -> scene.condition("user-account-added", "Loaded").startsWith("True"));

      try (Socket socket = new Socket("127.0.0.1", port(scene))) {
        socket
            .getOutputStream()
            .write(Files.readAllBytes(Path.of("src/test/resources/events/sysmon/messages.log")));
      }

      scene.awaitCount("user-account-added", 1);
      assertThat(scene.kubectl("get", "salert", "-n", "tocsin-system"))
          .contains("user-account-added", "useradd");
      scene.eventually(
          "there for executions",
          () -> scene.condition("user-account-added", "DataAvailable").startsWith("True"));
      scene.eventually(
          "missing for kernel calls",
          () -> scene.condition("systemd-unit-written", "DataAvailable").startsWith("False"));
      assertThat(scene.condition("systemd-unit-written", "DataAvailable"))
          .contains("Sysmon for Linux reports only programs that start");
      assertThat(scene.tocsin().metric("tocsin_syslog_messages_total", "outcome=\"event\""))
          .isEqualTo(6);
      assertThat(scene.tocsin().stop()).isZero();
    }
  }

  private static int port(Scene scene) {
    Matcher listening = LISTENING.matcher(scene.tocsin().log());
    assertThat(listening.find()).as(scene.tocsin().log()).isTrue();
    return Integer.parseInt(listening.group(1));
  }
}
