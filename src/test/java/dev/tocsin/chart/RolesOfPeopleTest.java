package dev.tocsin.chart;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.Helm;
import dev.tocsin.cluster.RealCluster;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart lets people do, by its own roles and by those that Kubernetes aggregates. */
@RealCluster(isolated = true, controllers = true)
class RolesOfPeopleTest {
  private final ControlPlane plane;

  RolesOfPeopleTest(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeAll
  static void install(ControlPlane plane) {
    plane.createNamespace("tocsin-system", Map.of());
    // Helm does not share CRDs with what else applied them
    plane.kubectl("delete", "--filename=crds", "--wait").orFail();
    Helm.orSkip("helm")
        .run(
            plane,
            "install",
            "tocsin",
            ChartFiles.CHART.toString(),
            ChartFiles.IMAGE,
            "--namespace=tocsin-system")
        .orFail();
  }

  @ParameterizedTest(name = "{0}: {1} {2}: {3}")
  @CsvSource({
    "view, get, securityalerts, yes",
    "view, list, detectionpolicies, yes",
    "view, update, securityalerts, no",
    "view, create, detectionpolicies, no",
    "view, get, alertoutputs, yes",
    "edit, create, alertoutputs, no",
    "admin, create, alertoutputs, yes",
    "view, list, alertsilences, yes",
    "edit, create, alertsilences, no",
    "admin, create, alertsilences, yes",
    "tocsin-triage, create, alertsilences, yes",
    "tocsin-triage, delete, alertsilences, yes",
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
