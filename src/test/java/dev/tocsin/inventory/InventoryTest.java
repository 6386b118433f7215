package dev.tocsin.inventory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.MovedClock;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryTest {
  private static final String WEB = KubernetesObjects.containerId(1);

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-24T01:00:00Z"));
  private final Inventory inventory = new Inventory(clock);

  @ParameterizedTest(name = "{0} digits")
  @ValueSource(ints = {15, 24, 31, 40, 64})
  void findsAContainerByTheFirstDigitsOfItsId(int digits) {
    put("shop", "web", "u-1", WEB);
    put("shop", "other", "u-2", KubernetesObjects.containerId(2));
    assertThat(container(WEB.substring(0, digits)).pod().name()).isEqualTo("web");
  }

  @Test
  void takesFewDigitsForNoContainer() {
    put("shop", "web", "u-1", WEB);
    assertThat(inventory.container(WEB.substring(0, 14))).isNull();
  }

  @Test
  void doesNotFindAContainerThatDiffersAfterTheFirstDigits() {
    put("shop", "web", "u-1", WEB);
    String other = WEB.substring(0, 63) + (WEB.endsWith("0") ? "1" : "0");
    assertThat(inventory.container(other)).isNull();
  }

  @Test
  void givesTheSameAnswerUntilSomethingChanges() {
    put("shop", "web", "u-1", WEB);
    inventory.putNamespace("shop", Map.of("team", "a"));
    Attribution before = container(WEB);
    put("shop", "web", "u-1", WEB);
    put("lab", "other", "u-2", KubernetesObjects.containerId(2));
    inventory.putNamespace("shop", Map.of("team", "a"));
    assertThat(container(WEB)).isSameAs(before);
  }

  @Test
  void labelsPodsWithTheirNamespaceWhicheverIsKnownFirst() {
    put("shop", "web", "u-1", WEB);
    inventory.putNamespace("shop", Map.of("team", "a"));
    inventory.putNamespace("lab", Map.of("team", "b"));
    put("lab", "x", "u-2", KubernetesObjects.containerId(2));

    assertThat(container(WEB).pod().namespaceLabels()).containsExactly(Map.entry("team", "a"));
    assertThat(container(KubernetesObjects.containerId(2)).pod().namespaceLabels())
        .containsExactly(Map.entry("team", "b"));
  }

  @Test
  void followsTheLabelsOfNamespaceAndNode() {
    inventory.putNamespace("shop", Map.of("team", "a"));
    inventory.put(new Node("node-1", Map.of("zone", "x")));
    put("shop", "web", "u-1", WEB);
    long version = inventory.version();

    inventory.putNamespace("shop", Map.of("team", "b"));
    inventory.put(new Node("node-1", Map.of("zone", "y")));

    assertThat(container(WEB).pod().namespaceLabels()).containsExactly(Map.entry("team", "b"));
    assertThat(container(WEB).node().labels()).containsExactly(Map.entry("zone", "y"));
    assertThat(inventory.version()).isGreaterThan(version);
  }

  @Test
  void prefersTheNodeOfTheApiServerToTheAgentsWord() {
    inventory.put(new Node("node-1", Map.of("zone", "x")));
    inventory.putIfAbsent(new Node("node-1", Map.of("zone", "stale")));
    put("shop", "web", "u-1", WEB);
    assertThat(container(WEB).node().labels()).containsExactly(Map.entry("zone", "x"));
  }

  @Test
  void tellsANodeWithoutKnownLabelsFromOneWithLabels() {
    inventory.put(new Node("node-1", Map.of("zone", "x")));
    inventory.putIfAbsent(new Node("told", Map.of()));
    assertThat(inventory.nodeLabels("node-1")).contains(Map.of("zone", "x"));
    assertThat(inventory.nodeLabels("told")).isEmpty();
    assertThat(inventory.nodeLabels("another")).isEmpty();
  }

  @Test
  void keepsNoMoreHostsOnTheWordOfEventsThanItsBound() {
    for (int i = 0; i < Inventory.MAX_LOGGED_HOSTS + 5; i++) {
      inventory.putIfAbsent(new Node("told-" + i, Map.of()));
    }
    assertThat(inventory.host("told-" + (Inventory.MAX_LOGGED_HOSTS - 1))).isNotNull();
    assertThat(inventory.host("told-" + Inventory.MAX_LOGGED_HOSTS)).isNull();

    inventory.put(new Node("node-1", Map.of("zone", "a")));
    assertThat(inventory.host("node-1")).isNotNull();
  }

  @Test
  void stillFindsADeletedPodForItsLateEvents() {
    put("shop", "web", "u-1", WEB);
    inventory.removePod("shop", "web", "u-1");
    clock.advance(Inventory.RETENTION.minusSeconds(1));
    put("shop", "other", "u-2", KubernetesObjects.containerId(2));

    assertThat(container(WEB).pod().name()).isEqualTo("web");
    assertThat(inventory.pod("u-1", "", "")).isNotNull();
  }

  @Test
  void forgetsADeletedPodInTheEnd() {
    put("shop", "web", "u-1", WEB);
    inventory.removePod("shop", "web", "u-1");
    clock.advance(Inventory.RETENTION);
    put("shop", "other", "u-2", KubernetesObjects.containerId(2));

    assertThat(inventory.container(WEB.substring(0, 31))).isNull();
    assertThat(inventory.pod("u-1", "", "")).isNull();
    assertThat(inventory.pod("", "shop", "web")).isNull();
    assertThat(inventory.size()).isEqualTo(1);
  }

  @Test
  void keepsNoMoreDeletedPodsThanItsBound() {
    KnownPod pod = PodReader.read(KubernetesObjects.runningPod("shop", "web", "u", WEB));
    for (int i = 0; i <= Inventory.MAX_DELETED; i++) {
      inventory.put(new KnownPod(withUid(pod.pod(), "u-" + i), List.of(), pod.node()));
      inventory.removePod("shop", "web", "u-" + i);
    }
    assertThat(inventory.size()).isEqualTo(Inventory.MAX_DELETED);
    assertThat(inventory.pod("u-0", "", "")).isNull();
    assertThat(inventory.pod("u-1", "", "")).isNotNull();
  }

  @Test
  void keepsAPodThatComesBack() {
    put("shop", "web", "u-1", WEB);
    inventory.removePod("shop", "web", "u-1");
    put("shop", "web", "u-1", WEB);
    clock.advance(Inventory.RETENTION.plus(Duration.ofHours(1)));
    put("shop", "other", "u-2", KubernetesObjects.containerId(2));
    assertThat(container(WEB).pod().name()).isEqualTo("web");
  }

  @Test
  void tellsAPodFromItsSuccessorOfTheSameName() {
    put("shop", "db-0", "u-1", WEB);
    inventory.removePod("shop", "db-0", "u-1");
    put("shop", "db-0", "u-2", KubernetesObjects.containerId(2));

    assertThat(container(WEB).pod().uid()).isEqualTo("u-1");
    assertThat(podOf("u-1", "shop", "db-0")).isEqualTo("u-1");
    assertThat(podOf("", "shop", "db-0")).as("without a uid").isEqualTo("u-2");

    clock.advance(Inventory.RETENTION);
    put("shop", "other", "u-3", KubernetesObjects.containerId(3));
    assertThat(podOf("", "shop", "db-0")).as("once the first is forgotten").isEqualTo("u-2");
  }

  @Test
  void remembersTheLatestPastContainersOfAPodThatKeepsRestarting() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ids.add(KubernetesObjects.containerId(i));
      put("shop", "web", "u-1", ids.getLast());
    }
    List<Boolean> known = ids.stream().map(id -> inventory.container(id) != null).toList();
    assertThat(known.subList(0, 3)).containsOnly(false);
    assertThat(known.subList(3, 12)).containsOnly(true);
  }

  @Test
  void knowsAPodWithoutAUid() {
    put("shop", "web", "''", WEB);
    assertThat(container(WEB).pod().name()).isEqualTo("web");
    assertThat(inventory.pod("", "shop", "web")).isNotNull();
  }

  @Test
  void takesAContainerForStartingUntilTheStatusNamesIt() {
    inventory.put(
        PodReader.read(
            KubernetesObjects.pod(
                """
                metadata: {namespace: shop, name: web, uid: u-1}
                spec: {containers: [{name: web, image: nginx}]}
                """)));
    assertThat(inventory.pod("u-1", "", ""))
        .extracting(KnownPod::containers)
        .isEqualTo(List.of(Container.builder().name("web").image("nginx").build()));
    put("shop", "web", "u-1", WEB);
    assertThat(container(WEB).container().name()).isEqualTo("app");
  }

  private void put(String namespace, String name, String uid, String containerId) {
    inventory.put(PodReader.read(KubernetesObjects.runningPod(namespace, name, uid, containerId)));
  }

  private Attribution container(String docker) {
    return requireNonNull(inventory.container(docker), docker);
  }

  private String podOf(String uid, String namespace, String name) {
    return requireNonNull(inventory.pod(uid, namespace, name)).pod().uid();
  }

  private static Pod withUid(Pod pod, String uid) {
    return pod.toBuilder().uid(uid).build();
  }
}
