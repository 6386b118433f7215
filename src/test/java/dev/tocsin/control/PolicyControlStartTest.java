package dev.tocsin.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.RealCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An API server that is not there, or not ready, when an operator starts. */
@RealCluster(isolated = true)
class PolicyControlStartTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final ScriptedObservations observations = new ScriptedObservations("worker-1");
  private final List<Throwable> stopped = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final PolicyControl control;

  PolicyControlStartTest(ControlPlane plane, KubernetesClient client) {
    this.plane = plane;
    this.client = client;
    this.control =
        new PolicyControl(
            client,
            "tocsin-system",
            new PolicyCatalog(observations::install),
            observations,
            Duration.ofMillis(100),
            InstantSource.system(),
            () -> true,
            stopped::add);
  }

  @AfterEach
  void close() {
    control.close();
    assertThat(stopped).isEmpty();
  }

  private void startInTheBackground() {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                control.start();
                started.complete(null);
              } catch (InterruptedException | RuntimeException e) {
                started.completeExceptionally(e);
              }
            });
  }

  @Test
  void itWaitsForTheApiServer() {
    plane.createNamespace("tocsin-system", Map.of());
    client.resource(Yaml.policy("tocsin-system", "shell")).create();
    plane.kill();
    startInTheBackground();
    await().during(Duration.ofSeconds(3)).atMost(LIMIT).until(() -> !started.isDone());
    plane.start();
    await().atMost(LIMIT).until(started::isDone);
    assertThat(started).isCompleted();
    assertThat(observations.installedNames()).containsExactly("shell");
  }

  @Test
  void itWaitsForTheKindsToBeInstalled() {
    plane.kubectl("delete", "crd", "detectionexceptions.tocsin.dev").orFail();
    try {
      startInTheBackground();
      await().during(Duration.ofSeconds(3)).atMost(LIMIT).until(() -> !started.isDone());
    } finally {
      plane.kubectl("apply", "-f", "crds/detectionexceptions.tocsin.dev.yaml").orFail();
    }
    await().atMost(LIMIT).until(started::isDone);
    assertThat(started).isCompleted();
  }

  @Test
  void itCanBeClosedWhileItWaits() {
    plane.kill();
    try {
      startInTheBackground();
      control.close();
      await().atMost(LIMIT).until(started::isDone);
      assertThat(started).isCompleted();
    } finally {
      plane.start();
    }
  }
}
