package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.endtoend.TocsinProcess;
import dev.tocsin.triage.Alerts;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code watch}, in a process of its own, over an API server that goes away and comes back. */
@RealCluster(isolated = true)
class WatchCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ControlPlane cluster;
  private final Alerts alerts;
  private final String namespace;

  @TempDir private Path folder;

  WatchCommandTest(ControlPlane cluster, @OwnNamespace String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.alerts = new Alerts(cluster.client(), namespace);
  }

  @Test
  void changesAreLinesAcrossAnOutageUntilItIsToldToEnd() throws Exception {
    alerts.create("shell", "first", AlertSeverity.HIGH, Duration.ZERO);
    alerts.create("noise", "quiet", AlertSeverity.LOW, Duration.ZERO);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command = new ArrayList<>(TocsinProcess.shortLived());
    command.addAll(
        List.of(
            "watch",
            "-n",
            namespace,
            "--severity",
            "high+",
            "--kubeconfig",
            cluster.kubeconfig().toString()));
    Process watch =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      awaitLine(out, "ADDED " + namespace + "/first High Open 3 sh opened \\u{1b}[31m/etc/shadow");

      count("first", 4);
      awaitLine(out, "CHANGED " + namespace + "/first High Open 4 ");

      cluster.stop();
      awaitLine(err, "tocsin watch: no connection to the API server, trying again\n");
      cluster.start();
      alerts.create("escape", "second", AlertSeverity.CRITICAL, Duration.ZERO);
      awaitLine(out, "ADDED " + namespace + "/second Critical Open ");

      awaitLine(err, "tocsin watch: connected again\n");

      cluster.client().resource(alerts.read("first")).delete();
      awaitLine(out, "GONE " + namespace + "/first");
      assertThat(Files.readString(out)).doesNotContain("/quiet").doesNotContain("\u001b");
      List<String> said = Files.readAllLines(err);
      assertThat(said.getFirst())
          .isEqualTo("tocsin watch: no connection to the API server, trying again");
      assertThat(said.getLast()).isEqualTo("tocsin watch: connected again");

      // SIGTERM: for a JVM the same as Ctrl-C, which a process in the background may ignore
      watch.destroy();
      assertThat(watch.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(watch.exitValue()).isZero();
    } finally {
      watch.destroyForcibly();
    }
  }

  private void awaitLine(Path file, String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readString(file)).contains(text));
  }

  private void count(String name, long count) {
    KubernetesClient client = cluster.client();
    SecurityAlert alert = alerts.read(name);
    alert.setStatus(Alerts.status(count, Instant.now()));
    client.resource(alert).updateStatus();
  }

  @Test
  void whoMayNotWatchIsTold() {
    Invocation refused =
        Invocation.of(
            "watch", "-A", "--kubeconfig", cluster.kubeconfig().toString(), "--as", "nobody");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("cannot watch alerts in all namespaces: forbidden: ");
  }
}
