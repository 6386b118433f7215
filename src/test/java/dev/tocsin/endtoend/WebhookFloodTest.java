package dev.tocsin.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cluster.Command;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.Port;
import dev.tocsin.cluster.RealCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An operator with the heap that the chart gives it, asked by a real API server, while pods attack
 * the port.
 */
@RealCluster(isolated = true)
class WebhookFloodTest {
  /** 45 % of 512 MiB, and what else the image says of memory. */
  private static final List<String> CHART =
      List.of("-Xmx230m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

  private final Scene scene;
  private final int port = Port.free();
  private TocsinProcess operator;

  /** What a person with kubectl sees. */
  private static final class Scene extends ClusterScene {
    Scene(ControlPlane plane) throws IOException {
      super(plane);
    }

    TocsinProcess operator(int port) {
      List<String> launcher = new ArrayList<>(TocsinProcess.fromClassPath());
      launcher.addAll(1, CHART);
      return TocsinProcess.start(
          launcher,
          plane().kubeconfig(),
          folder().resolve("operator.log"),
          Map.of("POD_NAME", "operator-0"),
          "operator",
          "--sensor-address",
          "127.0.0.1:0",
          "--webhook-address",
          "127.0.0.1:" + port,
          "--service",
          "localhost");
    }

    Command.Result dryRun(String match) {
      return plane()
          .kubectlWithInput(
              """
              apiVersion: tocsin.dev/v1alpha1
              kind: DetectionPolicy
              metadata: {name: mark, namespace: tocsin-system}
              spec:
                title: A program
                description: Somebody ran it. Shape, one match.
                severity: High
                events: [ProcessExec]
                match: %s
              """
                  .formatted(match),
              "create",
              "--dry-run=server",
              "-f",
              "-");
    }

    @Override
    public void close() {
      kubectl("delete", "validatingwebhookconfiguration", "tocsin");
      deleteFolder();
    }
  }

  WebhookFloodTest(ControlPlane plane) throws IOException {
    this.scene = new Scene(plane);
  }

  @BeforeEach
  void installed() {
    scene.apply(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: tocsin}
        webhooks:
          - name: policies.tocsin.dev
            clientConfig: {url: "https://localhost:%d/validate"}
            rules:
              - apiGroups: [tocsin.dev]
                apiVersions: [v1alpha1]
                operations: [CREATE, UPDATE]
                resources: [detectionpolicies, detectionexceptions]
            failurePolicy: Fail
            timeoutSeconds: 30
            sideEffects: None
            admissionReviewVersions: [v1]
        """
            .formatted(port));
    operator = scene.operator(port);
    scene.eventually("ready", operator::isReady);
    scene.eventually("asked", () -> scene.dryRun("proces.name == 'a'").err().contains("denied"));
  }

  @AfterEach
  void end() {
    operator.close();
    scene.close();
  }

  @Test
  void policiesAreJudgedWhileTheFloodGoesOn() {
    try (WebhookFlood flood = new WebhookFlood(port)) {
      for (int i = 1; i <= 3; i++) {
        long before = flood.answered() + flood.cut();
        scene.eventually("the flood goes on", () -> flood.answered() + flood.cut() >= before + 50);
        assertThat(scene.dryRun("proces.name == 'a'").err()).contains("denied", "spec.match:1:1");
        scene.dryRun("process.name == 'a'").orFail();
      }
      assertThat(flood.answered()).isPositive();
    }
    assertThat(operator.isAlive()).as(operator.log()).isTrue();
    scene.eventually("quiet", () -> operator.metric("tocsin_listener_connections", "webhook") < 3);
    assertThat(operator.metric("tocsin_listener_refused_total", "listener=\"webhook\""))
        .isPositive();
    assertThat(operator.metric("tocsin_webhook_reviews_total", "failed")).isPositive();
    assertThat(operator.isReady()).isTrue();
  }
}
