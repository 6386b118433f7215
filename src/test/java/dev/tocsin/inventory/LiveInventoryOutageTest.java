package dev.tocsin.inventory;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@RealCluster(isolated = true)
class LiveInventoryOutageTest {
  private static final String WEB = KubernetesObjects.containerId(1);
  private static final String LATER = KubernetesObjects.containerId(2);

  private final KubernetesClient client;
  private final ControlPlane plane;
  private final Kubelet kubelet;

  LiveInventoryOutageTest(KubernetesClient client, ControlPlane plane) {
    this.client = client;
    this.plane = plane;
    this.kubelet = new Kubelet(client);
  }

  @Test
  void anOutageOfTheApiServerLosesNothing(@OwnNamespace String namespace) {
    plane.addNode("node-1", Map.of("zone", "x"));
    kubelet.run(namespace, "web", "node-1", WEB);
    try (LiveInventory live = LiveInventory.ofCluster(client, InstantSource.system())) {
      live.start().join();

      plane.kill();
      await().atMost(60, SECONDS).until(() -> !live.problem().isEmpty());
      assertThat(live.inventory().container(WEB)).as("during the outage").isNotNull();

      plane.start();
      kubelet.run(namespace, "later", "node-1", LATER);
      await().atMost(90, SECONDS).until(() -> live.inventory().container(LATER) != null);
      assertThat(live.inventory().container(WEB)).as("after the outage").isNotNull();
      await().atMost(90, SECONDS).until(() -> live.problem().isEmpty());
    }
  }

  @Test
  void aStartWhileTheApiServerIsDownCompletesWhenItIsBack() {
    plane.kill();
    try (LiveInventory live = LiveInventory.ofCluster(client, InstantSource.system())) {
      CompletableFuture<Void> started = live.start();
      assertThat(live.problem()).contains("nodes: ").contains("pods: ");
      assertThat(started).isNotDone();
      plane.start();
      await().atMost(90, SECONDS).until(started::isDone);
      assertThat(started).isCompleted();
      assertThat(live.problem()).isEmpty();
    }
  }

  @Test
  void aMissingPermissionIsToldAndAwaited() {
    try (KubernetesClient sensor = plane.clientAs("sensor", "system:authenticated");
        LiveInventory live = LiveInventory.ofCluster(sensor, InstantSource.system())) {
      CompletableFuture<Void> started = live.start();
      await()
          .atMost(30, SECONDS)
          .untilAsserted(
              () ->
                  assertThat(live.problem())
                      .contains("nodes: 403 nodes is forbidden: User \"sensor\" cannot list"));

      plane
          .kubectl(
              "create",
              "clusterrole",
              "inventory",
              "--verb=list,watch",
              "--resource=pods,nodes,namespaces")
          .orFail();
      plane
          .kubectl(
              "create",
              "clusterrolebinding",
              "inventory",
              "--clusterrole=inventory",
              "--user=sensor")
          .orFail();
      await().atMost(90, SECONDS).until(started::isDone);
      assertThat(live.problem()).isEmpty();
    }
  }
}
