package dev.tocsin.chart;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.cluster.Command;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.Helm;
import dev.tocsin.cluster.RealCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Releases beside what people change, and beside each other. */
@RealCluster(isolated = true)
class ReleasesTest {
  private static final String OLD = "old-system";
  private static final String NEW = "new-system";

  private final ControlPlane plane;
  private final KubernetesClient client;

  ReleasesTest(ControlPlane plane, KubernetesClient client) {
    this.plane = plane;
    this.client = client;
  }

  private Command.Result helm(
      String tool, String verb, String release, String namespace, String... more) {
    Stream<String> chart =
        verb.equals("uninstall")
            ? Stream.of()
            : Stream.of(ChartFiles.CHART.toString(), ChartFiles.IMAGE);
    return Helm.orSkip(tool)
        .run(
            plane,
            Stream.of(
                    Stream.of(verb, release),
                    chart,
                    Stream.of("--namespace=" + namespace),
                    Stream.of(more))
                .flatMap(all -> all)
                .toArray(String[]::new));
  }

  @BeforeEach
  void prepare() {
    for (String namespace : new String[] {OLD, NEW}) {
      if (client.namespaces().withName(namespace).get() == null) {
        plane.createNamespace(namespace, Map.of());
      }
    }
    // Helm 4 shares CRDs with nobody, and here the control plane came with them
    plane
        .kubectl(
            "apply",
            "--server-side",
            "--force-conflicts",
            "--field-manager=helm",
            "--filename=" + ChartFiles.CHART.resolve("crds"))
        .orFail();
  }

  @AfterEach
  void uninstall() {
    helm("helm", "uninstall", "tocsin", OLD, "--ignore-not-found").orFail();
    helm("helm", "uninstall", "bell", NEW, "--ignore-not-found").orFail();
  }

  private int replicas() {
    Integer replicas =
        client
            .apps()
            .deployments()
            .inNamespace(OLD)
            .withName("tocsin-operator")
            .get()
            .getSpec()
            .getReplicas();
    return replicas == null ? 0 : replicas;
  }

  private String list() {
    return String.valueOf(
        client
            .configMaps()
            .inNamespace(OLD)
            .withName("tocsin-lists")
            .get()
            .getData()
            .get("cloud-agents"));
  }

  private void scaleAndEdit() {
    plane
        .kubectl("scale", "deployment/tocsin-operator", "--namespace=" + OLD, "--replicas=4")
        .orFail();
    plane
        .kubectl(
            "patch",
            "configmap/tocsin-lists",
            "--namespace=" + OLD,
            "--type=merge",
            "--patch={\"data\": {\"cloud-agents\": \"/mine\"}}")
        .orFail();
  }

  @Test
  void helm4SaysWhatPeopleChangedAndForcesItWhenAsked() {
    helm("helm", "install", "tocsin", OLD).orFail();
    String shipped = list();
    scaleAndEdit();

    Command.Result stopped = helm("helm", "upgrade", "tocsin", OLD);
    assertThat(stopped.exitCode()).isNotZero();
    assertThat(stopped.err()).contains("conflict", "kubectl");
    helm("helm", "upgrade", "tocsin", OLD, "--force-conflicts").orFail();

    assertThat(replicas()).isEqualTo(2);
    assertThat(list()).isEqualTo(shipped);
  }

  @Test
  void helm3WritesOverWhatPeopleChanged() {
    helm("helm3", "install", "tocsin", OLD).orFail();
    String shipped = list();
    scaleAndEdit();

    helm("helm3", "upgrade", "tocsin", OLD).orFail();

    assertThat(replicas()).isEqualTo(2);
    assertThat(list()).isEqualTo(shipped);
  }

  @ParameterizedTest
  @ValueSource(strings = {"helm", "helm3"})
  void whatIsToStayStays(String tool) {
    helm(tool, "install", "tocsin", OLD, "--set=operator.replicas=null").orFail();
    scaleAndEdit();
    plane
        .kubectl(
            "annotate",
            "configmap/tocsin-lists",
            "--namespace=" + OLD,
            "helm.sh/resource-policy=keep")
        .orFail();

    helm(tool, "upgrade", "tocsin", OLD, "--set=operator.replicas=null").orFail();

    assertThat(replicas()).isEqualTo(4);
    assertThat(list()).isEqualTo("/mine");
    client.configMaps().inNamespace(OLD).withName("tocsin-lists").delete();
  }

  @Test
  void aMoveToAnotherNamespaceGoesAsTheReadmeSays() {
    String oldOperator = "system:serviceaccount:" + OLD + ":tocsin-operator";
    String newOperator = "system:serviceaccount:" + NEW + ":bell-tocsin-operator";
    helm("helm", "install", "tocsin", OLD).orFail();

    assertThat(helm("helm", "install", "bell", NEW).err())
        .contains(
            "release tocsin in " + OLD + " guards alerts too",
            "--set=admissionPolicies.writers={" + newOperator + "}",
            "--set=admissionPolicies.writers={" + oldOperator + "}");
    assertThat(
            helm(
                    "helm",
                    "install",
                    "bell",
                    NEW,
                    "--set=admissionPolicies.writers={" + oldOperator + "}")
                .exitCode())
        .as("the first one does not know of it")
        .isNotZero();

    helm(
            "helm",
            "upgrade",
            "tocsin",
            OLD,
            "--reuse-values",
            "--set=admissionPolicies.writers={" + newOperator + "}")
        .orFail();
    helm("helm", "install", "bell", NEW, "--set=admissionPolicies.writers={" + oldOperator + "}")
        .orFail();
    await()
        .atMost(60, SECONDS)
        .untilAsserted(
            () -> {
              assertThat(forgedBy("jane")).contains("alerts are made by Tocsin alone");
              assertThat(forgedBy(oldOperator)).isEmpty();
              assertThat(forgedBy(newOperator)).isEmpty();
            });

    helm("helm", "uninstall", "tocsin", OLD).orFail();
    helm("helm", "upgrade", "bell", NEW, "--reset-values").orFail();
    await()
        .atMost(60, SECONDS)
        .untilAsserted(
            () -> {
              assertThat(forgedBy(oldOperator)).contains("alerts are made by Tocsin alone");
              assertThat(forgedBy(newOperator)).isEmpty();
            });
  }

  /** What the API server says against an alert that a user makes, who has the right to. */
  private String forgedBy(String user) {
    return plane
        .kubectlWithInput(
            """
            apiVersion: tocsin.dev/v1alpha1
            kind: SecurityAlert
            metadata: {name: forged}
            spec:
              policy: {name: shell, namespace: tocsin-system}
              title: Look over there
              severity: Critical
            """,
            "create",
            "--filename=-",
            "--namespace=default",
            "--dry-run=server",
            "--as=" + user,
            "--as-group=system:masters")
        .err()
        .strip();
  }
}
