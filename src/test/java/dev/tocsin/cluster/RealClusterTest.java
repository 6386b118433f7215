package dev.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@RealCluster
class RealClusterTest {
  private final ControlPlane plane;

  RealClusterTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Test
  void theServerSaysWhichVersionItIs(KubernetesClient client) {
    assertThat(client.getKubernetesVersion().getMajor()).isEqualTo("1");
    assertThat(client.getKubernetesVersion().getGitVersion()).matches("v1\\.[1-9][0-9]*\\..*");
  }

  @Test
  void namespacesAreNewForEachParameter(
      @OwnNamespace String one, @OwnNamespace String other, KubernetesClient client) {
    assertThat(one).isNotEqualTo(other);
    assertThat(client.namespaces().withName(one).get()).isNotNull();
    assertThat(client.namespaces().withName(other).get()).isNotNull();
  }

  @Test
  void aPodIsAdmittedIntoAnOwnNamespace(@OwnNamespace String namespace, KubernetesClient client) {
    client.pods().inNamespace(namespace).load(getClass().getResourceAsStream("pod.yaml")).create();
    assertThat(client.pods().inNamespace(namespace).withName("web").get().getSpec().getVolumes())
        .as("the volume of the service account token, which admission adds")
        .hasSize(1);
  }

  @Test
  void theApiOfTocsinIsServed(@OwnNamespace String namespace) {
    assertThat(plane.kubectl("get", "dpol,dexc,salert", "--namespace=" + namespace).orFail().err())
        .contains("No resources found");
  }

  @Test
  void writesAreCounted(@OwnNamespace String namespace, KubernetesClient client) {
    long before = plane.writes("", "limitranges");
    client
        .limitRanges()
        .inNamespace(namespace)
        .resource(
            new LimitRangeBuilder()
                .withNewMetadata()
                .withName("limits")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build())
        .create();
    client.limitRanges().inNamespace(namespace).withName("limits").get();
    client.limitRanges().inNamespace(namespace).withName("limits").delete();
    await().until(() -> plane.writes("", "limitranges") == before + 2);
  }

  @Test
  void kubectlSpeaksToTheSameServer(@OwnNamespace String namespace) {
    plane
        .kubectlWithInput(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: seen}
            data: {text: "grüße"}
            """,
            "apply",
            "--namespace=" + namespace,
            "--filename=-")
        .orFail();
    assertThat(plane.client().configMaps().inNamespace(namespace).withName("seen").get().getData())
        .containsEntry("text", "grüße");
  }

  @Test
  void aFailureOfKubectlIsAResult() {
    Command.Result result = plane.kubectl("get", "configmap", "no-such-thing");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("\"no-such-thing\" not found");
    assertThatThrownBy(result::orFail).hasMessageContaining("no-such-thing");
  }

  @Test
  void rolesDecideWhatOthersMayDo(@OwnNamespace String namespace) {
    try (KubernetesClient nobody = plane.clientAs("somebody", "system:authenticated")) {
      assertThatThrownBy(() -> nobody.secrets().inNamespace(namespace).list())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("cannot list resource \"secrets\"");
    }
  }

  @Test
  void serviceAccountsGetTokensThatTheServerVerifies(@OwnNamespace String namespace) {
    String token =
        plane
            .kubectl("create", "token", "default", "--namespace=" + namespace, "--audience=tocsin")
            .orFail()
            .out()
            .strip();
    assertThat(
            plane
                .kubectlWithInput(
                    """
                    apiVersion: authentication.k8s.io/v1
                    kind: TokenReview
                    spec: {token: %s, audiences: [tocsin]}
                    """
                        .formatted(token),
                    "create",
                    "--filename=-",
                    "--output=jsonpath={.status.user.username}")
                .orFail()
                .out())
        .isEqualTo("system:serviceaccount:" + namespace + ":default");
  }

  @Nested
  class InANestedClass {
    @Test
    void theControlPlaneIsTheSame(ControlPlane nested) {
      assertThat(nested).isSameAs(plane);
    }
  }
}
