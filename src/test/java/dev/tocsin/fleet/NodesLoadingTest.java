package dev.tocsin.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.MovedClock;
import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.control.NodeObservation;
import dev.tocsin.control.Observations;
import dev.tocsin.control.PolicyCatalog;
import dev.tocsin.control.PolicyControl;
import dev.tocsin.control.PolicyTranslator;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.policy.PolicyId;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What 200 nodes that load a policy one after the other cost the API server in writes. */
@RealCluster(isolated = true)
class NodesLoadingTest {
  private static final int NODES = 200;
  private static final int BATCHES = 10;
  private static final Duration FLUSH = Duration.ofSeconds(5);

  private final MovedClock clock = new MovedClock();
  private final Map<String, Map<String, String>> cluster = new TreeMap<>();
  private final NodeRegistry registry =
      new NodeRegistry(
          () -> cluster,
          new Aggregator(AlertSettings.defaults("tocsin-system"), clock),
          () -> List.of(),
          clock);
  private final Looks looks = new Looks(registry);
  private final List<DetectionPolicyStatus> written = new CopyOnWriteArrayList<>();
  private final KubernetesClient client;
  private final PolicyControl control;
  private final Watch watch;

  NodesLoadingTest(ControlPlane plane, KubernetesClient client) {
    this.client = client;
    plane.createNamespace("tocsin-system", Map.of());
    control =
        new PolicyControl(
            client,
            "tocsin-system",
            new PolicyCatalog(policies -> {}),
            looks,
            FLUSH,
            InstantSource.system(),
            () -> true,
            failure -> {});
    watch =
        client.resources(DetectionPolicy.class).inNamespace("tocsin-system").watch(new Writes());
  }

  /** Counts how often somebody has looked at the nodes. */
  private static final class Looks implements Observations {
    private final NodeRegistry registry;
    private final AtomicInteger count = new AtomicInteger();

    Looks(NodeRegistry registry) {
      this.registry = registry;
    }

    @Override
    public boolean isSettled() {
      return registry.isSettled();
    }

    @Override
    public List<NodeObservation> nodes() {
      count.incrementAndGet();
      return registry.nodes();
    }

    @Override
    public List<PolicyStats> policies() {
      return registry.policies();
    }

    @Override
    public Map<String, AlertCounts> alerts() {
      return registry.alerts();
    }
  }

  /** Every change of the object in the API server after its creation is a write of status. */
  private final class Writes implements Watcher<DetectionPolicy> {
    @Override
    public void eventReceived(Action action, DetectionPolicy policy) {
      if (action == Action.MODIFIED) {
        written.add(Objects.requireNonNull(policy.getStatus()));
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new KubernetesClientException("the watch ended", cause);
    }
  }

  @BeforeEach
  void nodesWithoutAPolicy() throws InterruptedException {
    for (int i = 0; i < NODES; i++) {
      cluster.put(node(i), Map.of());
      registry.status(Reports.of(node(i), "run"));
    }
    control.start();
  }

  @AfterEach
  void end() {
    watch.close();
    control.close();
  }

  private static String node(int i) {
    return "worker-%03d".formatted(i);
  }

  private DetectionPolicyStatus.Nodes awaitNodes(String ready, int blind) {
    return await()
        .until(
            () -> written.isEmpty() ? null : written.getLast().nodes(),
            nodes -> nodes != null && ready.equals(nodes.ready()) && nodes.blind() == blind);
  }

  @Test
  void writesAreFewAndBlindNodesAreAFewExamplesAndTheirNumber() {
    long begin = System.nanoTime();
    DetectionPolicy policy =
        client
            .resource(
                Serialization.unmarshal(
                    """
                    apiVersion: tocsin.dev/v1alpha1
                    kind: DetectionPolicy
                    metadata: {name: shell, namespace: tocsin-system}
                    spec: {title: Shell, events: [ProcessExec], match: process.name == 'sh'}
                    """,
                    DetectionPolicy.class))
            .create();
    PolicyId id = PolicyTranslator.id(policy);
    awaitNodes("0/" + NODES, 0);

    for (int batch = 0; batch < BATCHES; batch++) {
      int seen = looks.count.get();
      int first = batch * NODES / BATCHES;
      IntStream.range(first, first + NODES / BATCHES)
          .forEach(i -> registry.status(Reports.of(node(i), "run", Reports.loaded(id))));
      await().until(() -> looks.count.get() > seen);
    }
    awaitNodes(NODES + "/" + NODES, 0);
    // That nobody has loaded it, that all have, and one in between for each time of FLUSH.
    long flushes = (System.nanoTime() - begin) / FLUSH.toNanos() + 1;
    assertThat(written).hasSizeBetween(2, 2 + (int) flushes);

    int loading = written.size();
    IntStream.range(0, 30).forEach(i -> registry.disconnected(node(i)));
    clock.advance(NodeRegistry.GRACE.plusSeconds(1));
    DetectionPolicyStatus.Nodes nodes = awaitNodes((NODES - 30) + "/" + NODES, 30);
    assertThat(nodes.blindExamples())
        .hasSize(10)
        .contains(
            new DetectionPolicyStatus.BlindNode(
                node(0), "no events from Tetragon: no sensor reports from there"));
    assertThat(written).hasSize(loading + 1);
  }
}
