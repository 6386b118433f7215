package dev.tocsin.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@RealCluster(isolated = true, controllers = true)
class IsolatedClusterTest {
  private final ControlPlane plane;

  IsolatedClusterTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void itIsNobodyElses(@OwnNamespace String namespace, KubernetesClient client) {
    assertThat(client.namespaces().list().getItems())
        .extracting(each -> each.getMetadata().getName())
        .contains(namespace)
        .allMatch(name -> name.startsWith("isolatedclustertest-") || isBuiltIn(name));
  }

  private static boolean isBuiltIn(String name) {
    return name.startsWith("kube-") || name.equals("default");
  }

  @Test
  void dataSurvivesAStop(@OwnNamespace String namespace, KubernetesClient client) {
    plane.stop();
    assertThat(plane.kubectl("get", "namespaces").exitCode()).isNotZero();
    plane.start();
    assertThat(client.namespaces().withName(namespace).get()).isNotNull();
  }

  @Test
  void dataSurvivesACrash(@OwnNamespace String namespace, KubernetesClient client) {
    plane.kill();
    plane.start();
    assertThat(client.namespaces().withName(namespace).get()).isNotNull();
  }

  @Test
  void aFrozenServerAnswersNothingUntilItIsResumed() {
    plane.freeze();
    try {
      Command.Result result = plane.kubectl("get", "--raw=/version", "--request-timeout=1s");
      assertThat(result.exitCode()).isNotZero();
      assertThat(result.err()).containsAnyOf("timeout", "Timeout", "deadline exceeded");
    } finally {
      plane.resume();
    }
    assertThat(plane.kubectl("get", "--raw=/version").exitCode()).isZero();
  }

  @Test
  void controllersMakePodsAndBindThemToNodes(
      @OwnNamespace String namespace, KubernetesClient client) {
    plane.addNode("node-a", Map.of("disk", "ssd"));
    plane
        .kubectl("create", "deployment", "web", "--image=registry.example/web:1", "-n", namespace)
        .orFail();
    await()
        // a controller whose watch has failed tries again after half a minute
        .atMost(120, SECONDS)
        .untilAsserted(
            () ->
                assertThat(client.pods().inNamespace(namespace).list().getItems())
                    .extracting(pod -> pod.getSpec().getNodeName())
                    .isEqualTo(List.of("node-a")));
  }
}
