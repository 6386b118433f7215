package dev.tocsin.chart;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.tocsin.cluster.ControlPlane;

/** Users with rights in one namespace, and nowhere else. */
record People(ControlPlane plane, String namespace) {

  /**
   * Somebody who may do that with alerts and their status.
   *
   * @param verbs as a list in YAML, without brackets
   */
  String with(String verbs) {
    String user = "somebody-" + verbs.replaceAll("[^a-z]+", "-") + "0";
    plane
        .kubectlWithInput(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: %1$s}
            rules:
              - apiGroups: [tocsin.dev]
                resources: [securityalerts, securityalerts/status]
                verbs: [%2$s]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: %1$s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %1$s}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %1$s}]
            """
                .formatted(user, verbs),
            "apply",
            "--namespace=" + namespace,
            "--filename=-")
        .orFail();
    awaitRight(user, "get");
    return user;
  }

  /** Somebody with a ClusterRole in the namespace, which gives a verb on alerts. */
  String bound(String user, String clusterRole, String verb) {
    plane
        .kubectl(
            "create",
            "rolebinding",
            clusterRole,
            "--clusterrole=" + clusterRole,
            "--user=" + user,
            "--namespace=" + namespace)
        .orFail();
    awaitRight(user, verb);
    return user;
  }

  private void awaitRight(String user, String verb) {
    await()
        .atMost(30, SECONDS)
        .until(
            () -> plane.lets(user, verb, "securityalerts.tocsin.dev", "--namespace=" + namespace));
  }
}
