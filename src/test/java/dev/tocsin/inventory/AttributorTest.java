package dev.tocsin.inventory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.MovedClock;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Attribution.Source;
import dev.tocsin.event.Container;
import dev.tocsin.event.Event;
import dev.tocsin.event.MalformedEventException;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessThrottle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributorTest {
  private static final String WEB = KubernetesObjects.containerId(1);
  private static final String NEW = KubernetesObjects.containerId(2);

  private final Inventory inventory =
      new Inventory(new MovedClock(Instant.parse("2026-11-24T01:00:00Z")));
  private final Attributor attributor = new Attributor(inventory);

  @Test
  void aProcessOutsideAnyContainerIsTheHosts() {
    inventory.put(new Node("node-1", Map.of("zone", "x")));
    assertThat(attributor.settle(Events.ofHost()))
        .isEqualTo(
            new Attribution(
                Source.HOST, Pod.NONE, Container.NONE, new Node("node-1", Map.of("zone", "x"))));
  }

  @Test
  void anEventWithoutAProcessIsTheHosts() {
    Event throttle =
        Event.of(
            GetEventsResponse.newBuilder()
                .setNodeName("node-1")
                .setProcessThrottle(ProcessThrottle.newBuilder().setCgroup("cg"))
                .build()
                .toByteArray());
    assertThat(attributor.settle(throttle).source()).isEqualTo(Source.HOST);
  }

  @Test
  void aContainerIsJoinedByItsIdWhateverTheAgentKnew() {
    putRunning("web", "u-1", WEB);
    for (Event event : List.of(Events.ofContainer(WEB), Events.ofPod("shop", "web", "u-1", WEB))) {
      Attribution where = live(event);
      assertThat(where.source()).isEqualTo(Source.LIVE);
      assertThat(where.pod().name()).isEqualTo("web");
      assertThat(where.pod().labels()).containsExactly(Map.entry("app", "web"));
      assertThat(where.container())
          .isEqualTo(
              Container.builder()
                  .name("app")
                  .id(WEB)
                  .image("registry.example/app:1")
                  .startTimeNanos(
                      Instant.parse("2026-11-24T01:00:02Z").getEpochSecond() * 1_000_000_000L)
                  .build());
    }
  }

  @Test
  void aContainerIsJoinedByTheAgentsFullIdWhereTheProcessHasNone() {
    putRunning("web", "u-1", WEB);
    Event event =
        Events.event(Process.newBuilder().setPod(Events.agentsPod("shop", "gone", "u-9", WEB)));
    assertThat(live(event).pod().name()).isEqualTo("web");
  }

  @Test
  void aContainerThatThePodDoesNotListYetIsJoinedByThePodsUid() {
    inventory.put(
        PodReader.read(
            KubernetesObjects.pod(
                """
                metadata: {namespace: shop, name: web, uid: u-1, labels: {app: web}}
                spec:
                  nodeName: node-1
                  initContainers: [{name: app, image: "registry.example/app:1"}]
                """)));
    Attribution where = live(Events.ofPod("shop", "web", "u-1", NEW));

    assertThat(where.source()).isEqualTo(Source.LIVE);
    assertThat(where.pod().labels()).containsExactly(Map.entry("app", "web"));
    assertThat(where.container())
        .as("what the specification knows, and the rest from the agent")
        .isEqualTo(
            Container.builder()
                .name("app")
                .id(NEW)
                .image("registry.example/app:1")
                .imageID("agent/image@sha256:1")
                .startTimeNanos(7_000_000_000L)
                .init(true)
                .build());
  }

  @Test
  void aContainerThatTheAgentNamedIsKnownFromThenOn() {
    inventory.put(new Node("node-1", Map.of("zone", "x")));
    putRunning("web", "u-1", WEB);
    Attribution named = live(Events.ofPod("shop", "web", "u-1", NEW));
    assertThat(live(Events.ofContainer(NEW)))
        .as("an event without the agent's word")
        .isSameAs(named);

    putRunning("web", "u-1", NEW);
    assertThat(live(Events.ofContainer(NEW)).container().imageID())
        .as("once the status names it")
        .isEmpty();
    assertThat(live(Events.ofContainer(WEB)).pod().uid()).as("as before").isEqualTo("u-1");
  }

  @Test
  void aPodIsJoinedByItsNameWhereTheAgentIsTooOldForUids() {
    putRunning("web", "u-1", WEB);
    assertThat(live(Events.ofPod("shop", "web", "", NEW)).pod().uid()).isEqualTo("u-1");
  }

  @Test
  void aPodOfTheSameNameButAnotherUidIsAnotherPod() {
    putRunning("web", "u-1", WEB);
    assertThat(attributor.find(Events.ofPod("shop", "web", "u-2", NEW))).isNull();
  }

  @Test
  void aPodThatTheApiServerDoesNotKnowIsAsTheAgentSays() {
    inventory.putNamespace("shop", Map.of("team", "a"));
    Event event = Events.ofPod("shop", "web", "u-1", WEB);

    assertThat(attributor.find(event)).isNull();
    Attribution where = attributor.settle(event);
    assertThat(where.source()).isEqualTo(Source.AGENT);
    assertThat(where.pod())
        .isEqualTo(
            Pod.builder()
                .namespace("shop")
                .name("web")
                .uid("u-1")
                .labels(Map.of("app", "as the agent says"))
                .workload(new Pod.Workload("Deployment", "web"))
                .node("node-1")
                .namespaceLabels(Map.of("team", "a"))
                .build());
    assertThat(where.container())
        .isEqualTo(
            Container.builder()
                .name("app")
                .id(WEB)
                .image("agent/image:1")
                .imageID("agent/image@sha256:1")
                .startTimeNanos(7_000_000_000L)
                .privileged(true)
                .build());
  }

  @Test
  void aContainerThatNobodyKnowsIsNeitherAPodsNorTheHosts() {
    Event event = Events.ofContainer(WEB);
    assertThat(attributor.find(event)).isNull();
    Attribution where = attributor.settle(event);
    assertThat(where.source()).isEqualTo(Source.UNKNOWN);
    assertThat(where.pod().present()).isFalse();
    assertThat(where.container().id()).isEqualTo(WEB.substring(0, 31));
    assertThat(where.node().name()).isEqualTo("node-1");
  }

  @Test
  void theAgentsLabelsStandInForANodeThatTheApiServerDoesNotKnow() {
    putRunning("web", "u-1", WEB);
    Node asTheAgentSays = new Node("node-1", Events.NODE_LABELS);
    assertThat(live(Events.ofContainer(WEB)).node()).isEqualTo(asTheAgentSays);
    assertThat(attributor.settle(Events.ofHost()).node()).isEqualTo(asTheAgentSays);
    assertThat(attributor.settle(Events.ofContainer(NEW)).node()).isEqualTo(asTheAgentSays);
  }

  @Test
  void theNodeOfTheApiServerReplacesTheAgentsWord() {
    putRunning("web", "u-1", WEB);
    assertThat(live(Events.ofContainer(WEB)).node().labels()).isEqualTo(Events.NODE_LABELS);
    inventory.put(new Node("node-1", Map.of("zone", "x")));
    assertThat(live(Events.ofContainer(WEB)).node().labels()).isEqualTo(Map.of("zone", "x"));
    assertThat(attributor.settle(Events.ofHost()).node().labels()).isEqualTo(Map.of("zone", "x"));
  }

  @Test
  void aKnownContainerGetsTheSameAnswerEachTime() {
    putRunning("web", "u-1", WEB);
    inventory.put(new Node("node-1", Map.of("zone", "x")));
    assertThat(live(Events.ofContainer(WEB))).isSameAs(live(Events.ofPod("shop", "w", "u", WEB)));
  }

  @Test
  void aBrokenEventIsReportedAsSuch() {
    Event broken = Event.of(new byte[] {0x0a, 0x7f, 0x01});
    assertThatThrownBy(() -> attributor.find(broken)).isInstanceOf(MalformedEventException.class);
  }

  private Attribution live(Event event) {
    return requireNonNull(attributor.find(event));
  }

  private void putRunning(String name, String uid, String containerId) {
    inventory.put(PodReader.read(KubernetesObjects.runningPod("shop", name, uid, containerId)));
  }
}
