package dev.tocsin.chart;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.Mode;
import dev.tocsin.cluster.Binaries;
import dev.tocsin.cluster.Command;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.Helm;
import dev.tocsin.cluster.KubernetesVersion;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The chart's life on the newest and the oldest Kubernetes, by the newest Helm and Helm 3:
 * installed, upgraded, rolled back, uninstalled; beside it what is the user's own.
 */
class LifecycleTest {
  private static final String NAMESPACE = "tocsin-system";
  private static final String OWN = "crontab-listed";

  private @TempDir Path folder;

  @ParameterizedTest(name = "{0} Kubernetes, {1}")
  @CsvSource({"NEWEST, helm", "NEWEST, helm3", "OLDEST, helm"})
  void theChartIsInstalledUpgradedRolledBackAndUninstalled(KubernetesVersion version, String helm)
      throws IOException {
    Helm tool = Helm.orSkip(helm);
    try (ControlPlane plane = ControlPlane.launch(Binaries.orSkip(version))) {
      new Life(plane, tool).run();
    }
  }

  /** One cluster and one Helm. */
  private final class Life {
    private final ControlPlane plane;
    private final KubernetesClient client;
    private final Helm helm;

    private Life(ControlPlane plane, Helm helm) {
      this.plane = plane;
      this.client = plane.client();
      this.helm = helm;
    }

    private void run() throws IOException {
      plane.startControllers();
      for (String node : List.of("node-a", "node-b")) {
        plane.addNode(node, Map.of("kubernetes.io/os", "linux", "kubernetes.io/hostname", node));
      }
      keepBusy("node-a");
      deleteCrds();

      install();
      upgrade();
      rollBack();
      takeOver("user-account-added");
      doNotOverwriteWhatIsNotOfTheRelease();
      Path next = chartWithAnotherCrd();
      upgradeWithAnotherCrd(next);
      uninstall();
      helm("install", next, "--set=packs.escape.enabled=true").orFail();
    }

    /** The scheduler would rather take the other node, and no zone is there to spread over. */
    private void keepBusy(String node) {
      String pod =
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: busy, namespace: default}
          spec:
            nodeName: %s
            containers:
              - {name: busy, image: busy, resources: {requests: {cpu: "6", memory: 24Gi}}}
          """
              .formatted(node);
      plane.kubectlWithInput(pod, "apply", "--filename=-").orFail();
    }

    /** The control plane comes with them; here Helm is to bring them. */
    private void deleteCrds() {
      plane.kubectl("delete", "--filename=crds", "--wait").orFail();
    }

    private void install() {
      plane.createNamespace(NAMESPACE, Map.of());
      Command.Result installed =
          helm("install", ChartFiles.CHART, "--set=packs.linux.enabled=true");

      assertThat(installed.orFail().out())
          .contains("impact, linux, pod-intrusion")
          .as("a cluster without Tetragon")
          .contains("does not know the kind TracingPolicy");
      await()
          .atMost(60, SECONDS)
          .untilAsserted(
              () -> {
                assertThat(nodesOf("sensor")).containsExactlyInAnyOrder("node-a", "node-b");
                assertThat(nodesOf("operator")).containsExactlyInAnyOrder("node-a", "node-b");
              });
    }

    /** As the README says it. */
    private void takeOver(String name) {
      plane
          .kubectl(
              "annotate",
              "detectionpolicy/" + name,
              "--namespace=" + NAMESPACE,
              "helm.sh/resource-policy=keep")
          .orFail();
      edit("detectionpolicy/" + name);
    }

    private void edit(String policy) {
      plane
          .kubectl(
              "patch",
              policy,
              "--namespace=" + NAMESPACE,
              "--type=merge",
              "--patch={\"spec\":{\"title\":\"mine\"}}")
          .orFail();
    }

    private void upgrade() {
      helm(
              "upgrade",
              ChartFiles.CHART,
              "--set=packs.linux.enabled=true",
              "--set=policies.mode=Shadow",
              "--set=operator.replicas=3")
          .orFail();

      assertThat(policy("sudo-or-su").getSpec().mode()).isEqualTo(Mode.SHADOW);
      assertThat(replicas()).isEqualTo(3);
    }

    /** Deleted and made again, it would be overwritten, or deleted, by an upgrade. */
    private void doNotOverwriteWhatIsNotOfTheRelease() {
      String own = "detectionpolicy/" + OWN;
      plane.kubectl("delete", own, "--namespace=" + NAMESPACE).orFail();
      String policy = ChartFiles.read(Path.of("config/policies/linux/" + OWN + ".yaml"));
      plane.kubectlWithInput(policy, "apply", "--filename=-").orFail();
      edit(own);

      Command.Result refused = helm("upgrade", ChartFiles.CHART, "--set=packs.linux.enabled=true");
      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.err()).contains(own + " is there already", "annotate " + own);
      assertThat(policy(OWN).getSpec().title()).isEqualTo("mine");

      takeOver(OWN);
      helm(
              "upgrade",
              ChartFiles.CHART,
              "--set=packs.linux.enabled=true",
              "--set=policies.mode=Shadow")
          .orFail();
      assertOwnIsUntouched();
    }

    private void rollBack() {
      helm("rollback", "1").orFail();
      assertThat(policy("sudo-or-su").getSpec().mode()).isNotEqualTo(Mode.SHADOW);
      assertThat(replicas()).isEqualTo(2);
    }

    private void upgradeWithAnotherCrd(Path next) {
      Command.Result refused = helm("upgrade", next);
      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.err())
          .contains("securityalerts.tocsin.dev", "helm show crds", "kubectl apply --server-side");

      String crds = helm.run("show", "crds", next.toString()).orFail().out();
      plane
          .kubectlWithInput(
              crds,
              "apply",
              "--server-side",
              "--force-conflicts",
              "--field-manager=helm",
              "--filename=-")
          .orFail();
      helm("upgrade", next).orFail();
      // The API server publishes the schema of a CRD some time after it took the CRD.
      await()
          .atMost(60, SECONDS)
          .untilAsserted(
              () ->
                  assertThat(plane.kubectl("explain", "securityalert.spec.mood").out())
                      .contains("How it feels"));
    }

    private void uninstall() {
      helm.run(plane, "uninstall", "tocsin", "--namespace=" + NAMESPACE, "--wait").orFail();

      assertThat(
              plane
                  .kubectl(
                      "get",
                      "all,sa,cm,secret,role,rolebinding,clusterrole,clusterrolebinding,validatingadmissionpolicy,validatingadmissionpolicybinding,netpol,pdb,dpol,salert",
                      "--all-namespaces",
                      "--selector=app.kubernetes.io/instance=tocsin,app.kubernetes.io/managed-by=Helm",
                      "--output=name")
                  .orFail()
                  .out())
          .as("what was taken over")
          .isEqualTo("detectionpolicy.tocsin.dev/user-account-added\n");
      assertOwnIsUntouched();
      plane.kubectl("get", "securityalerts,detectionexceptions", "--all-namespaces").orFail();
    }

    private void assertOwnIsUntouched() {
      assertThat(policy(OWN).getSpec().title()).isEqualTo("mine");
      assertThat(policy("user-account-added").getSpec().title()).isEqualTo("mine");
    }

    private Command.Result helm(String verb, Path chart, String... more) {
      String[] all = new String[more.length + 2];
      all[0] = chart.toString();
      all[1] = ChartFiles.IMAGE;
      System.arraycopy(more, 0, all, 2, more.length);
      return helm(verb, all);
    }

    private Command.Result helm(String verb, String... more) {
      String[] all = new String[more.length + 3];
      all[0] = verb;
      all[1] = "tocsin";
      all[2] = "--namespace=" + NAMESPACE;
      System.arraycopy(more, 0, all, 3, more.length);
      return helm.run(plane, all);
    }

    private List<String> nodesOf(String component) {
      return client
          .pods()
          .inNamespace(NAMESPACE)
          .withLabel("app.kubernetes.io/component", component)
          .list()
          .getItems()
          .stream()
          .map(Pod::getSpec)
          .map(spec -> String.valueOf(spec.getNodeName()))
          .toList();
    }

    private DetectionPolicy policy(String name) {
      return client
          .resources(DetectionPolicy.class)
          .inNamespace(NAMESPACE)
          .withName(name)
          .require();
    }

    private int replicas() {
      return client
          .apps()
          .deployments()
          .inNamespace(NAMESPACE)
          .withName("tocsin-operator")
          .require()
          .getSpec()
          .getReplicas();
    }
  }

  /** As a release to come, whose alerts have one more field. */
  private Path chartWithAnotherCrd() throws IOException {
    Path copy = folder.resolve("next");
    try (Stream<Path> files = Files.walk(ChartFiles.CHART)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(ChartFiles.CHART.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    Path crd = copy.resolve("crds/securityalerts.tocsin.dev.yaml");
    String text = Files.readString(crd);
    String changed =
        text.replaceFirst("tocsin.dev/digest: \"[0-9a-f]+\"", "tocsin.dev/digest: \"next\"")
            .replaceFirst(
                "( +)ancestors:\\n",
                "$1mood:\n$1  type: string\n$1  description: How it feels\n$0");
    assertThat(changed).contains("next").contains("mood");
    Files.writeString(crd, changed);
    return copy;
  }
}
