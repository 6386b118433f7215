package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RealCluster
class CoverageCommandTest {
  private final ControlPlane cluster;
  private final String namespace;

  @TempDir private Path folder;

  CoverageCommandTest(ControlPlane cluster, @OwnNamespace String namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
  }

  @Test
  void theLibraryCoversMostOfTheMatrix() throws Exception {
    Invocation table = Invocation.of("coverage", "--policies", "config/policies");
    assertThat(table.exitCode()).as(table.err()).isZero();
    assertThat(table.out())
        .containsPattern("T1611 +Escape to Host +by a policy +chroot-runs-program, ")
        .containsPattern("T1036.010 +Masquerade Account Name +not covered")
        .containsPattern("\n[0-9]+ by a policy, [0-9]+ not covered of 48 techniques\n$");

    Path svg = folder.resolve("out.svg");
    Invocation picture =
        Invocation.of(
            "coverage", "--policies", "config/policies", "-o", "svg", "--file", svg.toString());
    assertThat(picture.exitCode()).isZero();
    assertThat(picture.out()).isEmpty();
    assertThat(Files.readString(svg)).startsWith("<svg ").endsWith("</svg>\n");
  }

  @Test
  void aClusterSaysWhereItIsBlind() {
    cluster
        .kubectlWithInput(
            """
        apiVersion: tocsin.dev/v1alpha1
        kind: DetectionPolicy
        metadata: {name: push, namespace: %s}
        spec: {title: T, severity: High, events: [ProcessExec], match: "process.name == 'x'",
               mitreAttack: [{technique: T1525, tactics: [Persistence]}]}
        """
                .formatted(namespace),
            "apply",
            "-f",
            "-")
        .orFail();

    Invocation table = Invocation.of("coverage", "--kubeconfig", cluster.kubeconfig().toString());

    assertThat(table.exitCode()).as(table.err()).isZero();
    assertThat(table.out())
        .containsPattern(
            "T1525 +Implant Internal Image +by a policy +push +no operator has looked at it");
  }

  @Test
  void whoMayNotListPoliciesIsTold() {
    Invocation refused =
        Invocation.of(
            "coverage", "--kubeconfig", cluster.kubeconfig().toString(), "--as", "nobody");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).startsWith("tocsin coverage: cannot list policies: forbidden: ");
  }

  @Test
  void badInputIsTwo() {
    assertThat(Invocation.of("coverage", "--policies", "/no/such").exitCode()).isEqualTo(2);
    assertThat(
            Invocation.of("coverage", "--policies", "config/samples", "--file", "/no/such/folder/x")
                .exitCode())
        .isEqualTo(2);
  }
}
