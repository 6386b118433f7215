package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.doctor.ClusterExaminations;
import dev.tocsin.doctor.Diagnosis;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One cluster from empty to broken, as its administrator and as somebody who may do nothing. */
@RealCluster(isolated = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DoctorCommandTest {
  private static final String NAMESPACE = "tocsin-system";

  private final ControlPlane cluster;
  private final KubernetesClient client;

  @TempDir private Path folder;

  DoctorCommandTest(ControlPlane cluster) {
    this.cluster = cluster;
    this.client = cluster.client();
  }

  private Invocation doctor(String... options) {
    List<String> all = new ArrayList<>(List.of("doctor"));
    all.addAll(List.of(options));
    all.addAll(List.of("--kubeconfig", cluster.kubeconfig().toString()));
    return Invocation.of(all.toArray(String[]::new));
  }

  private static Optional<String> line(Invocation result, String subject) {
    return result.lines().stream()
        .filter(line -> line.substring(Math.min(9, line.length())).startsWith(subject + " "))
        .findFirst();
  }

  @Test
  @Order(1)
  void anEmptyClusterIsToldWhatToInstall() {
    Invocation result = doctor();

    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(line(result, "API server"))
        .hasValueSatisfying(line -> assertThat(line).startsWith("ok ").contains("v1."));
    assertThat(line(result, "clock"))
        .hasValueSatisfying(line -> assertThat(line).startsWith("ok "));
    assertThat(line(result, "types")).hasValueSatisfying(line -> assertThat(line).startsWith("ok"));
    assertThat(line(result, "operator"))
        .hasValueSatisfying(
            line -> assertThat(line).startsWith("problem  operator").contains(NAMESPACE));
    assertThat(line(result, "leader"))
        .hasValueSatisfying(line -> assertThat(line).contains("no operator ever led"));
    assertThat(line(result, "policies"))
        .hasValueSatisfying(line -> assertThat(line).contains("nothing is detected"));
    assertThat(result.out()).contains("-> ", "'helm install tocsin", "kubectl apply");
    assertThat(result.lines().getLast()).matches("\\d+ problems?, \\d+ warnings?, \\d+ ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--tetragon", "--tetragon-metrics", "--data-dir", "--sensor", "--tls-ca"})
  void whatIsAskedOfANodeNeedsTheNode(String option) {
    Invocation result = doctor(option, "http://127.0.0.1:9");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains(option + " says something only with --node");
  }

  @Test
  @Order(2)
  void whatIsInstalledIsFoundWithItsRightsAndItsWebhook() throws IOException {
    install();

    Invocation result = doctor();

    assertThat(line(result, "rights of the sensor"))
        .as(result.out())
        .hasValueSatisfying(line -> assertThat(line).startsWith("ok"));
    assertThat(line(result, "rights of the operator"))
        .hasValueSatisfying(line -> assertThat(line).startsWith("ok"));
    // nothing runs here: no kubelet, no operator that puts its certificate into the webhook
    assertThat(line(result, "sensors"))
        .hasValueSatisfying(line -> assertThat(line).startsWith("problem").contains("0 of 0"));
    assertThat(line(result, "webhook"))
        .hasValueSatisfying(line -> assertThat(line).contains("has no caBundle"));
    assertThat(line(result, "your rights"))
        .hasValueSatisfying(line -> assertThat(line).startsWith("ok"));
  }

  @Test
  @Order(3)
  void rightsThatWereTakenAwayAreNamed() {
    client.rbac().clusterRoleBindings().withName("tocsin-operator").delete();
    client.rbac().roleBindings().inNamespace(NAMESPACE).withName("tocsin-operator").delete();
    client.rbac().roleBindings().inNamespace(NAMESPACE).withName("tocsin-lists").delete();

    Invocation result = doctor();
    assertThat(line(result, "rights of the operator"))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith("problem")
                    .contains("create securityalerts", "update detectionpolicies/status")
                    .contains(
                        "get pods in tocsin-system",
                        "update leases/tocsin-operator in tocsin-system"));
    assertThat(line(result, "rights of the sensor"))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith("problem")
                    .endsWith(
                        "may not: list configmaps in tocsin-system, watch configmaps in tocsin-system"));
    assertThat(line(result, "rights for outputs")).isEmpty(); // there are none
  }

  @Test
  @Order(4)
  void aLeaderThatIsSilentIsNoLeader() {
    client
        .leases()
        .inNamespace(NAMESPACE)
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName("tocsin-operator")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("tocsin-operator-7d4f9-x2x7p")
                .withLeaseDurationSeconds(15)
                .withRenewTime(ZonedDateTime.now())
                .endSpec()
                .build())
        .create();
    assertThat(line(doctor(), "leader"))
        .hasValueSatisfying(
            line -> assertThat(line).startsWith("ok").contains("tocsin-operator-7d4f9-x2x7p"));

    client
        .leases()
        .inNamespace(NAMESPACE)
        .withName("tocsin-operator")
        .edit(
            lease -> {
              lease.getSpec().setRenewTime(ZonedDateTime.now().minusMinutes(30));
              return lease;
            });
    assertThat(line(doctor(), "leader"))
        .hasValueSatisfying(line -> assertThat(line).startsWith("problem").contains("s ago"));
  }

  @Test
  @Order(5)
  void conditionsOfPoliciesAndOutputsAreSummedUp() throws Exception {
    client
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName("tocsin")
        .delete();
    apply(
        """
        apiVersion: tocsin.dev/v1alpha1
        kind: DetectionPolicy
        metadata: {name: shell, namespace: tocsin-system}
        spec:
          title: A shell
          severity: High
          events: [ProcessExec]
          match: process.binary.endsWith('/sh')
        """);
    apply(
        """
        apiVersion: tocsin.dev/v1alpha1
        kind: AlertOutput
        metadata: {name: siem, namespace: tocsin-system}
        spec:
          webhook: {url: 'https://siem.example.org/hook'}
        """);
    assertThat(doctor().out())
        .contains("1 has no status: tocsin-system/shell", "outputs.enabled=true");
    assertThat(line(doctor(), "rights for outputs"))
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .startsWith("problem")
                    .contains("list alertoutputs", "update alertsilences/status"));

    status(
        "detectionpolicy",
        "shell",
        "DataAvailable",
        "Missing",
        "blind on 1 node: node-a: no tracing policy tocsin-files");
    status("alertoutput", "siem", "Delivering", "Refused", "401 from siem.example.org");

    Invocation result = doctor("-o", "json");
    assertThat(result.exitCode()).isEqualTo(1);
    JsonNode document = new ObjectMapper().readTree(result.out());
    assertThat(document.get("problems").asInt()).isPositive();
    assertThat(document.get("checks").findValuesAsText("found"))
        .contains(
            "tocsin-system/shell is not DataAvailable (Missing): blind on 1 node: node-a: no tracing"
                + " policy tocsin-files",
            "tocsin-system/siem is not Delivering (Refused): 401 from siem.example.org");
    assertThat(document.get("checks").findValuesAsText("remedy"))
        .contains("See what the receiver answers: 'tocsin output test tocsin-system/siem'.");
  }

  /** Verdict and direction only: how far off it is depends on how long the answer takes. */
  @Test
  void aClockThatIsWrongIsSaidWithTheWayItIsWrong() throws InterruptedException {
    assertThat(clockAt(Duration.ofMinutes(10))).matches("PROBLEM \\d+ s ahead of the API server's");
    assertThat(clockAt(Duration.ofSeconds(-30))).matches("WARNING \\d+ s behind the API server's");
  }

  private String clockAt(Duration ahead) throws InterruptedException {
    Diagnosis clock =
        ClusterExaminations.of(client, NAMESPACE, () -> Instant.now().plus(ahead))
            .getFirst()
            .examine()
            .getLast();
    return clock.verdict() + " " + clock.found();
  }

  @Test
  @Order(6)
  void whoMayLookAtNothingIsToldSoForEachThing() {
    Invocation result = doctor("--as", "nobody");

    assertThat(line(result, "policies"))
        .hasValueSatisfying(
            line -> assertThat(line).startsWith("warning").contains("not looked at: 403"));
    assertThat(line(result, "your rights"))
        .hasValueSatisfying(
            line -> assertThat(line).startsWith("warning").contains("list securityalerts"));
    assertThat(result.out()).doesNotContain("Exception");
  }

  private void install() throws IOException {
    List<HasMetadata> objects =
        client.load(Files.newInputStream(Path.of("config/default/tocsin.yaml"))).items();
    client.resource(namespace()).create();
    for (HasMetadata object : objects) {
      client.resource(object).create();
    }
  }

  private static HasMetadata namespace() {
    return new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
  }

  private void apply(String yaml) {
    client.resource(yaml).create();
  }

  /** As the operator writes it. */
  private void status(String kind, String name, String type, String reason, String message)
      throws IOException {
    Path patch =
        Files.writeString(
            folder.resolve(name + ".json"),
            """
            {"status": {"observedGeneration": 1, "conditions": [{"type": "%s", "status": "False",
              "reason": "%s", "message": "%s", "lastTransitionTime": "2026-11-29T00:00:00Z"}]}}
            """
                .formatted(type, reason, message));
    String[] command = {
      "patch",
      kind,
      name,
      "-n",
      NAMESPACE,
      "--subresource=status",
      "--type=merge",
      "--patch-file=" + patch,
      "--as=system:serviceaccount:tocsin-system:tocsin-operator",
      "--as-group=system:masters"
    };
    cluster.kubectl(command).orFail();
  }
}
