package dev.tocsin.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.inventory.AgentDiscovery.Agent;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealCluster
class AgentDiscoveryTest {
  private final KubernetesClient client;
  private final Kubelet kubelet;
  private final String namespace;
  private final String node;
  private final Map<String, String> labels;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AgentDiscovery discovery;

  AgentDiscoveryTest(KubernetesClient client, ControlPlane plane, @OwnNamespace String namespace) {
    this.client = client;
    this.kubelet = new Kubelet(client);
    this.namespace = namespace;
    this.node = "node-of-" + namespace;
    this.labels = Map.of("app", namespace, "component", "agent");
    plane.addNode(node, Map.of());
    discovery = discovery();
  }

  @BeforeEach
  void start() {
    discovery.start().join();
  }

  @AfterEach
  void stop() {
    discovery.close();
  }

  @Test
  void reportsAnAgentOnceItIsReady() {
    kubelet.create(namespace, "tetragon-1", node, labels);
    setStatus("tetragon-1", "False", "10.0.0.1");
    setStatus("tetragon-1", "True", "10.0.0.1");
    awaitHeard("+" + node + " 10.0.0.1");
  }

  @Test
  void reportsAgentsThatAreReadyBeforeItStarts() {
    kubelet.create(namespace, "tetragon-1", node, labels);
    setStatus("tetragon-1", "True", "10.0.0.1");
    awaitHeard("+" + node + " 10.0.0.1");
    heard.clear();
    try (AgentDiscovery later = discovery()) {
      later.start().join();
      assertThat(heard).containsExactly("+" + node + " 10.0.0.1");
    }
  }

  @Test
  void reportsAnAgentGoneWhenItsPodIs() {
    kubelet.create(namespace, "tetragon-1", node, labels);
    setStatus("tetragon-1", "True", "10.0.0.1");
    kubelet.delete(namespace, "tetragon-1");
    awaitHeard("+" + node + " 10.0.0.1", "-" + node + " 10.0.0.1");
  }

  @Test
  void reportsAnAgentGoneWhenItsPodHasFailed() {
    kubelet.create(namespace, "tetragon-1", node, labels);
    setStatus("tetragon-1", "True", "10.0.0.1");
    client
        .pods()
        .inNamespace(namespace)
        .withName("tetragon-1")
        .editStatus(
            pod -> new PodBuilder(pod).editStatus().withPhase("Failed").endStatus().build());
    awaitHeard("+" + node + " 10.0.0.1", "-" + node + " 10.0.0.1");
  }

  @Test
  void keepsAnAgentThatIsNotReadyForAWhile() {
    kubelet.create(namespace, "tetragon-1", node, labels);
    setStatus("tetragon-1", "True", "10.0.0.1");
    setStatus("tetragon-1", "False", "10.0.0.1");
    kubelet.delete(namespace, "tetragon-1");
    awaitHeard("+" + node + " 10.0.0.1", "-" + node + " 10.0.0.1");
  }

  @Test
  void keepsAnAgentWhoseSuccessorIsReadyBeforeItIsGone() {
    kubelet.create(namespace, "tetragon-1", node, labels);
    setStatus("tetragon-1", "True", "10.0.0.1");
    kubelet.create(namespace, "tetragon-2", node, labels);
    setStatus("tetragon-2", "True", "10.0.0.1");
    kubelet.delete(namespace, "tetragon-1");
    kubelet.create(namespace, "tetragon-3", node, labels);
    setStatus("tetragon-3", "True", "10.0.0.3");
    awaitHeard("+" + node + " 10.0.0.1", "+" + node + " 10.0.0.3");
  }

  @Test
  void reportsNoPodOfOtherLabels() {
    kubelet.create(namespace, "operator", node, Map.of("app", namespace, "component", "operator"));
    setStatus("operator", "True", "10.0.0.9");
    kubelet.create(namespace, "tetragon-1", node, labels);
    setStatus("tetragon-1", "True", "10.0.0.1");
    awaitHeard("+" + node + " 10.0.0.1");
  }

  /** Whoever may make pods somewhere would choose what is dialled, and believed. */
  @Test
  void reportsNoPodOfAnotherNamespace() {
    kubelet.create("default", "fake-of-" + namespace, node, labels);
    setStatus("default", "fake-of-" + namespace, "True", "10.0.0.9");
    kubelet.create(namespace, "tetragon-1", node, labels);
    setStatus("tetragon-1", "True", "10.0.0.1");
    awaitHeard("+" + node + " 10.0.0.1");
  }

  private AgentDiscovery discovery() {
    return new AgentDiscovery(
        client,
        namespace,
        "app=" + namespace + ",component=agent",
        new AgentDiscovery.Listener() {
          @Override
          public void added(Agent agent) {
            heard.add("+" + agent.node() + " " + agent.hostIP());
          }

          @Override
          public void removed(Agent agent) {
            heard.add("-" + agent.node() + " " + agent.hostIP());
          }
        });
  }

  private void awaitHeard(String... expected) {
    await().untilAsserted(() -> assertThat(heard).containsExactly(expected));
  }

  private void setStatus(String pod, String ready, String hostIP) {
    setStatus(namespace, pod, ready, hostIP);
  }

  private void setStatus(String in, String pod, String ready, String hostIP) {
    client
        .pods()
        .inNamespace(in)
        .withName(pod)
        .editStatus(
            object ->
                new PodBuilder(object)
                    .editOrNewStatus()
                    .withPhase("Running")
                    .withHostIP(hostIP)
                    .withConditions()
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus(ready)
                    .endCondition()
                    .endStatus()
                    .build());
  }
}
