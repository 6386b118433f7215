package dev.tocsin.doctor;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the chart installs, and what its ServiceAccount has to be allowed. */
enum Component {
  SENSOR(
      new Right("tocsin.dev", "detectionpolicies", "list", "watch"),
      new Right("tocsin.dev", "detectionexceptions", "list", "watch"),
      new Right("", "nodes", "list", "watch"),
      new Right("", "pods", "list", "watch"),
      new Right("", "namespaces", "list", "watch")),
  OPERATOR(
      new Right("tocsin.dev", "detectionpolicies", "list", "watch"),
      new Right("tocsin.dev", "detectionexceptions", "list", "watch"),
      new Right("tocsin.dev", "detectionpolicies/status", "update"),
      new Right("tocsin.dev", "detectionexceptions/status", "update"),
      new Right("tocsin.dev", "securityalerts/status", "update"),
      new Right(
          "tocsin.dev", "securityalerts", "get", "list", "watch", "create", "patch", "delete"),
      new Right("events.k8s.io", "events", "create"),
      new Right("", "nodes", "list", "watch"),
      new Right("authentication.k8s.io", "tokenreviews", "create"));

  /**
   * Verbs on one kind of object, in all namespaces.
   *
   * @param resource {@code securityalerts} or {@code securityalerts/status}
   */
  record Right(String group, String resource, List<String> verbs) {
    Right(String group, String resource, String... verbs) {
      this(group, resource, List.of(verbs));
    }

    /** As the API server is asked about one verb. */
    ResourceAttributes attributes(String verb) {
      int slash = resource.indexOf('/');
      return new ResourceAttributesBuilder()
          .withGroup(group)
          .withResource(slash < 0 ? resource : resource.substring(0, slash))
          .withSubresource(slash < 0 ? null : resource.substring(slash + 1))
          .withVerb(verb)
          .build();
    }
  }

  private final List<Right> rights;

  Component(Right... rights) {
    this.rights = List.of(rights);
  }

  List<Right> rights() {
    return rights;
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
