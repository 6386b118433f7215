package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.triage.Alerts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl tocsin}, by the real kubectl. */
@RealCluster
class KubectlPluginTest {
  private final ControlPlane cluster;
  private final String namespace;

  @TempDir private Path folder;
  private Path target = Path.of("");

  KubectlPluginTest(ControlPlane cluster, @OwnNamespace String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  @BeforeEach
  void install() throws Exception {
    target = Launcher.in(folder);
  }

  private String kubectl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(cluster.kubectlBinary().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", cluster.kubeconfig().toString());
    builder.environment().merge("PATH", target.toString(), (path, own) -> own + ":" + path);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void kubectlFindsIt() throws Exception {
    assertThat(kubectl("plugin", "list")).contains(target.resolve("kubectl-tocsin").toString());
  }

  @Test
  void itShowsAlertsAndTellsTheNextCommandAsItWasCalled() throws Exception {
    new Alerts(cluster.client(), namespace)
        .create("shell", "shell-1", AlertSeverity.HIGH, Duration.ofMinutes(3));

    assertThat(kubectl("tocsin", "get", "-n", namespace, "--context", "test"))
        .containsPattern("shell-1 +High +shell");
    assertThat(kubectl("tocsin", "get", namespace + "/shell-1"))
        .contains("  kubectl tocsin ack " + namespace + "/shell-1 --note");
    assertThat(kubectl("tocsin", "ack", namespace + "/shell-1"))
        .contains(namespace + "/shell-1 acknowledged");
  }

  @Test
  void theUsageSaysTheNameItIsCalledBy() throws Exception {
    assertThat(kubectl("tocsin", "get", "--help"))
        .contains("Usage: kubectl tocsin get ", "  kubectl tocsin get -A --severity high+");
  }

  /** kubectl runs the plugin's other program for it; 4 is that there are no more. */
  @Test
  void kubectlCompletesNamesOfAlertsNamespacesAndPolicies() throws Exception {
    new Alerts(cluster.client(), namespace)
        .create("shell", "shell-1", AlertSeverity.HIGH, Duration.ofMinutes(3));

    assertThat(kubectl("__complete", "tocsin", "ack", "-n", namespace, "sh"))
        .contains("\nshell-1\n:4\n");
    assertThat(kubectl("__complete", "tocsin", "get", namespace + "/"))
        .contains("\n" + namespace + "/shell-1\n:4\n");
    assertThat(kubectl("__complete", "tocsin", "get", "-n", namespace.substring(0, 6)))
        .contains(namespace + "\n");
  }
}
