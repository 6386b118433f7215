package dev.tocsin.doctor;

import static dev.tocsin.doctor.Right.everywhere;
import static dev.tocsin.doctor.Right.within;

import dev.tocsin.api.v1alpha1.ApiGroup;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the chart installs, and what its ServiceAccount has to be allowed. */
enum Component {
  SENSOR,
  OPERATOR;

  /**
   * What every installation needs.
   *
   * @param namespace where Tocsin is installed
   */
  List<Right> rights(String namespace) {
    return switch (this) {
      case SENSOR ->
          List.of(
              everywhere(ApiGroup.NAME, "detectionpolicies", "list", "watch"),
              everywhere(ApiGroup.NAME, "detectionexceptions", "list", "watch"),
              everywhere("", "nodes", "list", "watch"),
              everywhere("", "pods", "list", "watch"),
              everywhere("", "namespaces", "list", "watch"),
              within(namespace, "", "configmaps", "list", "watch"));
      case OPERATOR ->
          List.of(
              everywhere(ApiGroup.NAME, "detectionpolicies", "list", "watch"),
              everywhere(ApiGroup.NAME, "detectionexceptions", "list", "watch"),
              everywhere(ApiGroup.NAME, "detectionpolicies/status", "update"),
              everywhere(ApiGroup.NAME, "detectionexceptions/status", "update"),
              everywhere(ApiGroup.NAME, "securityalerts/status", "update"),
              everywhere(
                  ApiGroup.NAME,
                  "securityalerts",
                  "get",
                  "list",
                  "watch",
                  "create",
                  "patch",
                  "delete"),
              everywhere("events.k8s.io", "events", "create"),
              everywhere("", "nodes", "list", "watch"),
              everywhere("authentication.k8s.io", "tokenreviews", "create"),
              within(namespace, "", "configmaps", "list", "watch"),
              within(namespace, "", "pods", "get"),
              within(namespace, "coordination.k8s.io", "leases", "create"),
              within(namespace, "coordination.k8s.io", "leases", "get", "update")
                  .on(LeaderExamination.LEASE));
    };
  }

  /** What the operator needs besides where there are outputs; their Secrets are not among it. */
  static List<Right> rightsForOutputs() {
    return List.of(
        everywhere(ApiGroup.NAME, "alertoutputs", "list", "watch"),
        everywhere(ApiGroup.NAME, "alertsilences", "list", "watch"),
        everywhere(ApiGroup.NAME, "alertoutputs/status", "update"),
        everywhere(ApiGroup.NAME, "alertsilences/status", "update"));
  }

  /** Of its DaemonSet or Deployment. */
  Map<String, String> labels() {
    return Map.of(
        "app.kubernetes.io/part-of", "tocsin", "app.kubernetes.io/component", lowerCase());
  }

  String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
