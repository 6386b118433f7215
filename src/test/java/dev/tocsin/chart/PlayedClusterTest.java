package dev.tocsin.chart;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.cluster.Command;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.Helm;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.endtoend.AlertCounts;
import dev.tocsin.endtoend.RecordedWorkloads;
import dev.tocsin.image.BuiltImage;
import dev.tocsin.kubelet.Kubelet;
import dev.tocsin.source.EmbeddedTetragon;
import dev.tocsin.source.Listening;
import dev.tocsin.source.Recordings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code helm install} and what comes of it, with nothing replaced: the pods of three nodes run
 * their own commands from the image, and each node has a Tetragon that plays a recording.
 */
@RealCluster(isolated = true, controllers = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlayedClusterTest {
  private static final String NAMESPACE = "tocsin-system";

  /**
   * What is played on the nodes first, and what the samples must find: samples/expected.yaml. The
   * pod that is watched on node-b runs on node-c, so the sensor of node-b does not know it.
   */
  private static final Map<String, String> FIRST =
      Map.of(
          "node-a", "03-nsenter-escape-agent", "node-b", "05-imds-web", "node-c", "09-secrets-web");

  private static final Map<String, Long> FOUND_FIRST =
      Map.of(
          "below-nsenter", 7L,
          "shell-in-privileged-container", 2L,
          "cloud-metadata-access", 4L,
          "password-hashes-opened", 1L + 6L);

  /** What is played after that, and all that must then be counted. */
  private static final Map<String, String> THEN =
      Map.of(
          "node-a", "04-escape-burst-agent",
          "node-b", "10-base64-sh-web",
          "node-c", "19-deep-ancestry-web");

  private static final Map<String, Long> FOUND_THEN =
      Map.of(
          "below-nsenter", 7L,
          "shell-in-privileged-container", 2L + 1L,
          "cloud-metadata-access", 4L,
          "decoded-into-shell", 2L,
          "password-hashes-opened", 1L + 6L + 1L);

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final Map<String, EmbeddedTetragon> agents = new LinkedHashMap<>();
  private final Map<String, HttpServer> pages = new LinkedHashMap<>();
  private final Kubelet kubelet;

  PlayedClusterTest(ControlPlane plane, @TempDir Path folder) throws IOException {
    this.plane = plane;
    this.client = plane.client();
    this.kubelet = new Kubelet(plane, BuiltImage.orSkip().unpacked(), NAMESPACE, folder);
  }

  @BeforeAll
  void threeNodesWithAgents() throws IOException {
    plane.createNamespace(NAMESPACE, Map.of());
    for (String node : List.of("node-a", "node-b", "node-c")) {
      String address = kubelet.addNode(node);
      Path sockets = Files.createDirectories(kubelet.files(node).resolve("var/run/tetragon"));
      agents.put(
          node, EmbeddedTetragon.start(Listening.onUnixSocket(sockets.resolve("tetragon.sock"))));
      pages.put(node, metricsPage(address));
    }
    plane.createNamespace("shop", Map.of());
    RecordedWorkloads.createOn(
        client, Map.of("node-agent-b7k2m", "node-a", "web-7d9c5b9f6d-x2k4q", "node-c"));
    // Helm does not share CRDs with what else applied them
    plane.kubectl("delete", "--filename=crds", "--wait").orFail();
  }

  /** Of a Tetragon that lost nothing. */
  private static HttpServer metricsPage(String address) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(address, 2112), 0);
    byte[] page =
        "# TYPE tetragon_notify_overflowed_events_total counter\ntetragon_notify_overflowed_events_total 0\n"
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/metrics",
        exchange -> {
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    return server;
  }

  @AfterAll
  void end() throws IOException, InterruptedException {
    kubelet.close();
    agents.values().forEach(EmbeddedTetragon::close);
    pages.values().forEach(page -> page.stop(0));
  }

  @Test
  void theChartIsInstalledUsedUpgradedAndUninstalled() throws IOException, InterruptedException {
    helmWaitsUntilAllIsReady();
    theWebhookIsReachedThroughItsService();
    recordingsOnThreeNodesBecomeTheAlertsTheyMust();
    anUpgradeReplacesThePodsAndLosesNoCount();
    GrantedRights.of(plane, NAMESPACE).assertEnoughAndUsed(plane.audit());
    uninstalledPodsEndInGoodOrder();
  }

  private void helmWaitsUntilAllIsReady() throws IOException {
    helm("install", "--set=sensor.podAnnotations.round=one");

    plane.kubectl("rollout", "status", "daemonset/tocsin-sensor", "-n", NAMESPACE).orFail();
    await()
        .atMost(60, SECONDS)
        .untilAsserted(
            () -> assertThat(agents.values()).allMatch(agent -> agent.subscribers() > 0));
    assertEndedInGoodOrder();
    assertThat(asked()).isEmpty();
  }

  private void theWebhookIsReachedThroughItsService() {
    String typo =
        """
        apiVersion: tocsin.dev/v1alpha1
        kind: DetectionPolicy
        metadata: {name: typo, namespace: tocsin-system}
        spec: {title: A typo, severity: Low, events: [ProcessExec], match: proces.name == 'sh'}
        """;
    // Until the operator has written its authority there, the API server lets all pass.
    await()
        .atMost(60, SECONDS)
        .untilAsserted(
            () ->
                assertThat(
                        plane
                            .kubectlWithInput(typo, "create", "--dry-run=server", "--filename=-")
                            .err())
                    .contains("policies.tocsin.dev", "denied the request", "spec.match:1:1"));
  }

  private void recordingsOnThreeNodesBecomeTheAlertsTheyMust() throws InterruptedException {
    plane.kubectl("apply", "--filename=config/samples").orFail();
    for (String policy : FOUND_THEN.keySet()) {
      await(policy).atMost(60, SECONDS).until(() -> ready(policy), "3/3"::equals);
    }

    play(FIRST);

    awaitCounts(FOUND_FIRST);
    assertThat(plane.kubectl("get", "securityalerts", "--all-namespaces").orFail().out())
        .contains("below-nsenter", "cloud-metadata-access", "node-agent-b7k2m");
    assertThat(plane.kubectl("get", "events", "--all-namespaces").orFail().out())
        .contains("SecurityAlert", "below-nsenter (High)");
  }

  private void anUpgradeReplacesThePodsAndLosesNoCount() throws IOException, InterruptedException {
    helm("upgrade", "--set=sensor.podAnnotations.round=two,operator.podAnnotations.round=two");

    // Helm waits for the new ones only
    awaitAsked(5);
    assertEndedInGoodOrder();
    play(THEN);
    awaitCounts(FOUND_THEN);
    assertThat(kubelet.logs()).doesNotContain("forbidden", "\"ERROR\"");
  }

  private void uninstalledPodsEndInGoodOrder() {
    Helm.orSkip("helm")
        .run(plane, "uninstall", "tocsin", "--namespace=" + NAMESPACE, "--wait")
        .orFail();

    awaitAsked(10);
    assertEndedInGoodOrder();
    assertThat(AlertCounts.count(client, "below-nsenter"))
        .as("alerts outlive the release")
        .isEqualTo(7);
  }

  /** The containers that were told to end, and did. */
  private List<Kubelet.Ended> asked() {
    return kubelet.ended().stream().filter(Kubelet.Ended::asked).toList();
  }

  private void awaitAsked(int count) {
    await()
        .atMost(60, SECONDS)
        .untilAsserted(() -> assertThat(asked()).as(kubelet::problem).hasSize(count));
  }

  /**
   * No container ended unasked or in disorder, but for a leader that could not renew its lease in
   * time: that one has to, and how much time a machine under load gives it is not up to the chart.
   */
  private void assertEndedInGoodOrder() {
    assertThat(kubelet.ended())
        .filteredOn(ended -> !ended.log().contains("this replica no longer leads"))
        .allSatisfy(
            ended -> {
              assertThat(ended.asked()).as(ended.log()).isTrue();
              assertThat(ended.exitCode()).as(ended.log()).isZero();
            });
  }

  private void helm(String command, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(command, "tocsin"));
    all.addAll(
        List.of(
            ChartFiles.CHART.toString(),
            ChartFiles.IMAGE,
            "--namespace=" + NAMESPACE,
            "--wait",
            "--timeout=5m"));
    all.addAll(List.of(arguments));
    Command.Result result = Helm.orSkip("helm").run(plane, all.toArray(String[]::new));
    assertThat(result.exitCode())
        .as(() -> result.err() + result.out() + kubelet.problem() + kubelet.ended() + logs())
        .isZero();
  }

  private String logs() {
    try {
      return kubelet.logs();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private EmbeddedTetragon agent(String node) {
    return Objects.requireNonNull(agents.get(node));
  }

  private void play(Map<String, String> recordings) throws InterruptedException {
    for (Map.Entry<String, String> each : recordings.entrySet()) {
      agent(each.getKey()).awaitSubscribers(1);
      agent(each.getKey()).send(Recordings.messages(each.getValue()));
    }
  }

  private void awaitCounts(Map<String, Long> expected) {
    expected.forEach(
        (policy, findings) ->
            await(policy)
                .atMost(60, SECONDS)
                .untilAsserted(
                    () ->
                        assertThat(AlertCounts.count(client, policy))
                            .as(kubelet::problem)
                            .isEqualTo(findings)));
  }

  private String ready(String policy) {
    DetectionPolicy stored =
        client.resources(DetectionPolicy.class).inNamespace(NAMESPACE).withName(policy).require();
    return stored.getStatus() == null || stored.getStatus().nodes() == null
        ? ""
        : String.valueOf(stored.getStatus().nodes().ready());
  }
}
