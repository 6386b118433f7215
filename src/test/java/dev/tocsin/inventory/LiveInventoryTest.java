package dev.tocsin.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Attribution.Source;
import dev.tocsin.event.Event;
import dev.tocsin.event.Pod;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealCluster
class LiveInventoryTest {
  private static final AtomicInteger CONTAINERS = new AtomicInteger();

  private final KubernetesClient client;
  private final Kubelet kubelet;
  private final String namespace;
  private final String node;
  private final String containerId = KubernetesObjects.containerId(CONTAINERS.incrementAndGet());
  private final LiveInventory live;

  LiveInventoryTest(KubernetesClient client, ControlPlane plane, @OwnNamespace String namespace) {
    this.client = client;
    this.kubelet = new Kubelet(client);
    this.namespace = namespace;
    this.node = "node-of-" + namespace;
    plane.addNode(node, Map.of("zone", "x"));
    this.live = LiveInventory.ofCluster(client, InstantSource.system());
  }

  @BeforeEach
  void start() {
    live.start().join();
  }

  @AfterEach
  void stop() {
    live.close();
  }

  @Test
  void joinsAnEventWithThePodThatRuns() {
    kubelet.run(namespace, "web", node, containerId);
    awaitContainer();

    Attribution where = attribute(Events.ofContainer(containerId));
    assertThat(where.source()).isEqualTo(Source.LIVE);
    assertThat(where.pod().namespace()).isEqualTo(namespace);
    assertThat(where.pod().name()).isEqualTo("web");
    assertThat(where.pod().serviceAccount()).isEqualTo("default");
    assertThat(where.pod().workload()).isEqualTo(new Pod.Workload("Pod", "web"));
    assertThat(where.pod().namespaceLabels())
        .containsEntry("kubernetes.io/metadata.name", namespace);
    assertThat(where.node().name()).isEqualTo(node);
    assertThat(where.node().labels()).containsEntry("zone", "x");
    assertThat(where.container().name()).isEqualTo("app");
    assertThat(where.container().image()).isEqualTo("registry.example/app:1");
    assertThat(where.container().imageID()).isEqualTo("registry.example/app@sha256:1");
    assertThat(where.container().startTimeNanos()).isPositive();
    assertThat(where.container().privileged()).isTrue();
  }

  @Test
  void knowsWhatWasThereBeforeItStarted() {
    kubelet.run(namespace, "web", node, containerId);
    awaitContainer(); // whoever lists now gets it too
    try (LiveInventory later = LiveInventory.ofCluster(client, InstantSource.system())) {
      later.start().join();
      assertThat(later.inventory().container(containerId)).isNotNull();
      assertThat(later.problem()).isEmpty();
    }
  }

  @Test
  void seesAChangedLabelOfThePod() {
    kubelet.run(namespace, "web", node, containerId);
    client
        .pods()
        .inNamespace(namespace)
        .withName("web")
        .edit(
            pod ->
                new PodBuilder(pod)
                    .editMetadata()
                    .addToLabels("tier", "back")
                    .endMetadata()
                    .build());
    awaitLabel("back", where -> where.pod().labels().get("tier"));
  }

  @Test
  void seesAChangedLabelOfTheNamespace() {
    kubelet.run(namespace, "web", node, containerId);
    client
        .namespaces()
        .withName(namespace)
        .edit(
            object ->
                new NamespaceBuilder(object)
                    .editMetadata()
                    .addToLabels("team", "b")
                    .endMetadata()
                    .build());
    awaitLabel("b", where -> where.pod().namespaceLabels().get("team"));
  }

  @Test
  void seesAChangedLabelOfTheNode() {
    kubelet.run(namespace, "web", node, containerId);
    client
        .nodes()
        .withName(node)
        .edit(
            object ->
                new NodeBuilder(object)
                    .editMetadata()
                    .addToLabels("zone", "y")
                    .endMetadata()
                    .build());
    awaitLabel("y", where -> where.node().labels().get("zone"));
  }

  @Test
  void joinsAContainerThatTheStatusDoesNotNameYet() {
    String uid =
        kubelet.create(namespace, "web", node, Map.of("app", "web")).getMetadata().getUid();
    Event event = Events.ofPod(namespace, "web", uid, containerId);
    await().untilAsserted(() -> assertThat(attribute(event).source()).isEqualTo(Source.LIVE));

    Attribution where = attribute(event);
    assertThat(where.pod().labels()).isEqualTo(Map.of("app", "web"));
    assertThat(where.container().id()).isEqualTo(containerId);
    assertThat(where.container().image()).isEqualTo("registry.example/app:1");
  }

  @Test
  void joinsLateEventsOfADeletedPod() {
    kubelet.run(namespace, "web", node, containerId);
    awaitContainer();
    kubelet.delete(namespace, "web");
    // The deletion has been heard of when something later has.
    String later = KubernetesObjects.containerId(CONTAINERS.incrementAndGet());
    kubelet.run(namespace, "later", node, later);
    await().until(() -> live.inventory().container(later) != null);

    assertThat(attribute(Events.ofContainer(containerId)).pod().name()).isEqualTo("web");
  }

  @Test
  void releasesEventsThatWaitedForTheirPod() {
    List<Attribution> left = new ArrayList<>();
    WaitingRoom room =
        new WaitingRoom(
            live.inventory(), WaitingRoom.Limits.DEFAULT, (event, where) -> left.add(where));
    room.offer(Events.ofContainer(containerId), 0);
    assertThat(left).isEmpty();

    kubelet.run(namespace, "web", node, containerId);
    await()
        .untilAsserted(
            () -> {
              room.drain(1);
              assertThat(left).extracting(where -> where.pod().name()).containsExactly("web");
            });
  }

  @Test
  void knowsThePodsOfOneNodeOnlyWhereItIsAskedTo(ControlPlane plane) {
    plane.addNode(node + "-2", Map.of());
    kubelet.run(namespace, "here", node, containerId);
    String elsewhere = KubernetesObjects.containerId(CONTAINERS.incrementAndGet());
    kubelet.run(namespace, "elsewhere", node + "-2", elsewhere);
    // whoever lists what has been heard of gets it too
    await().until(() -> live.inventory().container(elsewhere) != null);
    await().until(() -> live.inventory().host(node + "-2") != null);

    try (LiveInventory ofNode = LiveInventory.ofNode(client, node, InstantSource.system())) {
      ofNode.start().join();
      assertThat(ofNode.inventory().container(containerId)).isNotNull();
      assertThat(ofNode.inventory().container(elsewhere)).isNull();
      assertThat(ofNode.inventory().host(node)).isNotNull();
      assertThat(ofNode.inventory().host(node + "-2")).isNull();
    }
  }

  private void awaitContainer() {
    await().until(() -> live.inventory().container(containerId) != null);
  }

  private void awaitLabel(String value, Function<Attribution, String> label) {
    await()
        .untilAsserted(
            () ->
                assertThat(label.apply(attribute(Events.ofContainer(containerId))))
                    .isEqualTo(value));
  }

  private Attribution attribute(Event event) {
    return new Attributor(live.inventory()).settle(event);
  }
}
