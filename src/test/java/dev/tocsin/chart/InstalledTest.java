package dev.tocsin.chart;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.Helm;
import dev.tocsin.cluster.Port;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.endtoend.TocsinProcess;
import dev.tocsin.source.EmbeddedTetragon;
import dev.tocsin.source.Listening;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the chart installs works with the rights that it gives: the pods' own commands run as
 * processes of this machine, with the tokens of the pods' ServiceAccounts.
 */
@RealCluster(isolated = true, controllers = true)
class InstalledTest {
  private static final String NAMESPACE = "tocsin-system";

  private @TempDir Path folder;
  private final ControlPlane plane;
  private final KubernetesClient client;

  InstalledTest(ControlPlane plane) {
    this.plane = plane;
    this.client = plane.client();
  }

  @BeforeAll
  static void install(ControlPlane plane) {
    plane.addNode("node-a", Map.of("kubernetes.io/os", "linux"));
    plane.createNamespace(NAMESPACE, Map.of());
    // Helm does not share CRDs with what else applied them
    plane.kubectl("delete", "--filename=crds", "--wait").orFail();
    Helm.orSkip("helm")
        .run(plane, "install", "tocsin", ChartFiles.CHART.toString(), "--namespace=" + NAMESPACE)
        .orFail();
  }

  @Test
  void anEventBecomesAnAlertWithTheRightsOfTheChart() throws Exception {
    int port = Port.free();
    try (TocsinProcess operator = operator(port, "127.0.0.1:0");
        EmbeddedTetragon tetragon =
            EmbeddedTetragon.start(Listening.onUnixSocket(folder.resolve("tetragon.sock")))) {
      await()
          .atMost(90, SECONDS)
          .until(() -> operator.isReady() && operator.metric("tocsin_leading", "") == 1);
      plane
          .kubectlWithInput(
              """
              apiVersion: tocsin.dev/v1alpha1
              kind: DetectionPolicy
              metadata: {name: bell, namespace: tocsin-system}
              spec:
                title: The bell is rung
                severity: Low
                scope: {host: Include}
                events: [ProcessExec]
                match: process.name == 'ring-the-bell'
              """,
              "apply",
              "--filename=-")
          .orFail();
      try (TocsinProcess sensor = sensor(port, tetragon)) {
        tetragon.awaitSubscribers(1);
        await().atMost(60, SECONDS).until(() -> loaded("bell") == 1);

        tetragon.send(List.of(execution()));

        await()
            .atMost(60, SECONDS)
            .untilAsserted(
                () -> {
                  assertThat(
                          client
                              .resources(SecurityAlert.class)
                              .inNamespace(NAMESPACE)
                              .list()
                              .getItems())
                      .anyMatch(alert -> alert.getSpec().policy().name().equals("bell"));
                  assertThat(client.events().v1().events().inAnyNamespace().list().getItems())
                      .anyMatch(event -> "Bell".equals(event.getReason()));
                });
        assertThat(sensor.log()).doesNotContain("forbidden", "cannot list", "cannot get");
      }
      await()
          .atMost(60, SECONDS)
          .untilAsserted(() -> assertThat(caBundle()).as("the webhook's caBundle").isNotEmpty());
      assertThat(operator.log()).doesNotContain("forbidden", "cannot list", "cannot get");
    }
  }

  @Test
  void whatDoesNotCompileIsRefusedByTheOperatorBehindItsService() throws Exception {
    Optional<String> address = OwnEndpoint.ofThisMachine();
    assumeThat(address).as("an address that may be an endpoint").isPresent();
    OwnEndpoint endpoint = new OwnEndpoint(address.get(), Port.free());
    try (TocsinProcess operator = operator(Port.free(), endpoint.toString())) {
      endpoint.publish(plane, NAMESPACE, "tocsin-operator", "webhook");
      await()
          .atMost(90, SECONDS)
          .untilAsserted(
              () ->
                  assertThat(
                          plane
                              .kubectlWithInput(
                                  """
                                  apiVersion: tocsin.dev/v1alpha1
                                  kind: DetectionPolicy
                                  metadata: {name: typo, namespace: tocsin-system}
                                  spec:
                                    title: A typo
                                    severity: Low
                                    events: [ProcessExec]
                                    match: proces.name == 'sh'
                                  """,
                                  "create",
                                  "--dry-run=server",
                                  "--filename=-")
                              .err())
                      .as(operator.log())
                      .contains("policies.tocsin.dev", "denied the request", "spec.match:1:1"));
    }
  }

  private TocsinProcess operator(int port, String webhookAddress) throws IOException {
    return run(
        "operator",
        podOf("operator"),
        Map.of("--sensor-address", "127.0.0.1:" + port, "--webhook-address", webhookAddress),
        Map.of());
  }

  private TocsinProcess sensor(int port, EmbeddedTetragon tetragon) throws IOException {
    Pod pod = podOf("sensor");
    String token =
        plane
            .kubectl(
                "create",
                "token",
                "tocsin-sensor",
                "--namespace=" + NAMESPACE,
                "--audience=tocsin",
                "--bound-object-kind=Pod",
                "--bound-object-name=" + pod.getMetadata().getName())
            .orFail()
            .out()
            .strip();
    ConfigMap authority =
        client.configMaps().inNamespace(NAMESPACE).withName("tocsin-operator-ca").require();
    return run(
        "sensor",
        pod,
        Map.of(
            "--operator",
            "127.0.0.1:" + port,
            "--tetragon",
            tetragon.address(),
            "--tetragon-metrics",
            "none",
            "--data-dir",
            folder.resolve("data").toString()),
        Map.of(
            "--token", Files.writeString(folder.resolve("token"), token).toString(),
            "--operator-ca",
                Files.writeString(folder.resolve("ca.crt"), authority.getData().get("ca.crt"))
                    .toString()));
  }

  /** The command of a pod, on this machine: what it says of the machine is replaced. */
  private TocsinProcess run(
      String component, Pod pod, Map<String, String> replaced, Map<String, String> mounted)
      throws IOException {
    Container container = pod.getSpec().getContainers().getFirst();
    List<String> arguments = new ArrayList<>();
    for (String argument : container.getArgs().subList(1, container.getArgs().size())) {
      String option = argument.substring(0, argument.indexOf('='));
      if (!option.equals("--http-address")) { // the process gets a free one
        arguments.add(
            replaced.containsKey(option) ? option + "=" + replaced.get(option) : argument);
      }
    }
    mounted.forEach((option, value) -> arguments.add(option + "=" + value));
    Map<String, String> environment = new TreeMap<>();
    environment.put("POD_NAME", pod.getMetadata().getName());
    environment.put("POD_NAMESPACE", NAMESPACE);
    environment.put("NODE_NAME", pod.getSpec().getNodeName());
    return TocsinProcess.start(
        TocsinProcess.fromClassPath(),
        kubeconfigOf(pod.getSpec().getServiceAccountName()),
        folder.resolve(component + ".log"),
        environment,
        container.getArgs().getFirst(),
        arguments.toArray(String[]::new));
  }

  /** The administrator's, with the token of a ServiceAccount instead of his certificate. */
  private Path kubeconfigOf(String account) throws IOException {
    String token =
        plane
            .kubectl("create", "token", account, "--namespace=" + NAMESPACE)
            .orFail()
            .out()
            .strip();
    ObjectNode config =
        (ObjectNode)
            new ObjectMapper()
                .readTree(plane.kubectl("config", "view", "--raw", "--output=json").orFail().out());
    ((ObjectNode) config.at("/users/0")).putObject("user").put("token", token);
    return Files.writeString(folder.resolve(account + ".kubeconfig"), config.toString());
  }

  /** A pod that the controllers made and bound; nothing runs it. */
  private Pod podOf(String component) {
    return await()
        .atMost(60, SECONDS)
        .until(
            () ->
                client
                    .pods()
                    .inNamespace(NAMESPACE)
                    .withLabel("app.kubernetes.io/component", component)
                    .list()
                    .getItems()
                    .stream()
                    .filter(pod -> pod.getSpec().getNodeName() != null)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private int loaded(String policy) {
    DetectionPolicy stored =
        client.resources(DetectionPolicy.class).inNamespace(NAMESPACE).withName(policy).require();
    return stored.getStatus() == null || stored.getStatus().nodes() == null
        ? 0
        : stored.getStatus().nodes().loaded();
  }

  private String caBundle() throws JsonProcessingException {
    JsonNode configuration =
        new ObjectMapper()
            .readTree(
                plane
                    .kubectl("get", "validatingwebhookconfiguration", "tocsin", "--output=json")
                    .orFail()
                    .out());
    return configuration.at("/webhooks/0/clientConfig/caBundle").asText();
  }

  private static byte[] execution() {
    Instant now = Instant.now();
    return GetEventsResponse.newBuilder()
        .setNodeName("node-a")
        .setTime(Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
        .setProcessExec(
            ProcessExec.newBuilder()
                .setProcess(
                    Process.newBuilder()
                        .setExecId("bm9kZS1hOjE6MQ==")
                        .setPid(UInt32Value.of(1))
                        .setBinary("/usr/bin/ring-the-bell")
                        .setFlags("execve clone")))
        .build()
        .toByteArray();
  }

  @ParameterizedTest(name = "{0}: {1} {2}: {3}")
  @CsvSource({
    "view, get, securityalerts, yes",
    "view, list, detectionpolicies, yes",
    "view, update, securityalerts, no",
    "view, create, detectionpolicies, no",
    "edit, create, detectionpolicies, yes",
    "edit, delete, detectionexceptions, yes",
    "edit, update, securityalerts, no",
    "edit, triage, securityalerts, no",
    "admin, update, securityalerts, yes",
    "admin, triage, securityalerts, yes",
    "admin, delete, securityalerts, no",
    "tocsin-triage, patch, securityalerts, yes",
    "tocsin-triage, triage, securityalerts, yes",
    "tocsin-triage, create, detectionpolicies, no",
  })
  void peopleMayDoWhatTheirRoleSays(String role, String verb, String resource, String answer) {
    plane
        .kubectlWithInput(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: %1$s, namespace: default}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %1$s}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %1$s-user}]
            """
                .formatted(role),
            "apply",
            "--filename=-")
        .orFail();
    await()
        .atMost(30, SECONDS)
        .untilAsserted(
            () ->
                assertThat(
                        plane
                            .kubectl(
                                "auth",
                                "can-i",
                                verb,
                                resource + ".tocsin.dev",
                                "--namespace=default",
                                "--as=" + role + "-user")
                            .out()
                            .strip())
                    .isEqualTo(answer));
  }
}
