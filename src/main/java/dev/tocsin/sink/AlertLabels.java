package dev.tocsin.sink;

import dev.tocsin.alert.Alert;
import dev.tocsin.alert.AlertMarks;
import dev.tocsin.alert.AlertSummary;
import dev.tocsin.alert.Overflow;
import dev.tocsin.alert.Relocation;
import dev.tocsin.api.v1alpha1.ApiGroup;
import dev.tocsin.api.v1alpha1.Limits;
import dev.tocsin.engine.policy.Severity;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** Labels and annotations of alert objects: what one selects by, and what has no other field. */
final class AlertLabels {
  static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  static final String POLICY = ApiGroup.NAME + "/policy";
  static final String POLICY_NAMESPACE = ApiGroup.NAME + "/policy-namespace";
  static final String SEVERITY = ApiGroup.NAME + "/severity";
  static final String NODE = ApiGroup.NAME + "/node";
  static final String POD = ApiGroup.NAME + "/pod";
  static final String WORKLOAD = ApiGroup.NAME + "/workload";
  static final String WORKLOAD_KIND = ApiGroup.NAME + "/workload-kind";

  /** The name of the alert that it is part of. */
  static final String INCIDENT = ApiGroup.NAME + "/incident";

  /** On overflow alerts only: the cap. */
  static final String OVERFLOW = ApiGroup.NAME + "/overflow";

  /** Annotation of alerts of earlier versions: what {@code spec.expireAfter} says now. */
  static final String EXPIRE_AFTER = ApiGroup.NAME + "/expire-after";

  /** Annotation: the namespace that an alert belongs in, which did not take it. */
  static final String BELONGS_IN = ApiGroup.NAME + "/belongs-in";

  /** Annotation: why it is not there. */
  static final String REFUSAL = ApiGroup.NAME + "/refusal";

  private static final Pattern LABEL_VALUE =
      Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

  private AlertLabels() {}

  static Map<String, String> of(Alert alert, AlertSummary summary) {
    Map<String, String> labels = new LinkedHashMap<>();
    put(labels, MANAGED_BY, "tocsin");
    put(labels, POLICY, summary.policyName());
    put(labels, POLICY_NAMESPACE, summary.policyNamespace());
    put(labels, NODE, summary.node());
    put(labels, POD, summary.podName());
    int slash = summary.workload().indexOf('/');
    if (slash > 0) {
      put(labels, WORKLOAD_KIND, summary.workload().substring(0, slash));
      put(labels, WORKLOAD, summary.workload().substring(slash + 1));
    }
    labels.putAll(of(alert.marks()));
    Overflow overflow = alert.overflow();
    if (overflow != null) {
      put(labels, OVERFLOW, CamelCase.apiName(overflow.cap()));
    }
    return labels;
  }

  /** Those that can change. */
  static Map<String, String> of(AlertMarks marks) {
    Map<String, String> labels = new LinkedHashMap<>();
    put(labels, SEVERITY, CamelCase.apiName(marks.severity()));
    put(labels, INCIDENT, marks.incident());
    return labels;
  }

  /** What an object's labels say; the severity of the policy where they say none. */
  static AlertMarks marks(ObjectMeta metadata, AlertSummary summary) {
    Map<String, String> labels = Objects.requireNonNullElse(metadata.getLabels(), Map.of());
    return new AlertMarks(
        labels.getOrDefault(INCIDENT, ""),
        Objects.requireNonNullElse(
            CamelCase.constant(Severity.class, labels.get(SEVERITY)), summary.severity()));
  }

  static Map<String, String> annotations(Alert alert) {
    Map<String, String> annotations = new LinkedHashMap<>();
    Relocation relocation = alert.relocation();
    if (relocation != null) {
      annotations.put(BELONGS_IN, relocation.from());
      annotations.put(REFUSAL, Plain.text(relocation.reason(), Limits.LINE));
    }
    return annotations;
  }

  private static void put(Map<String, String> labels, String key, String value) {
    if (LABEL_VALUE.matcher(value).matches()) {
      labels.put(key, value);
    }
  }
}
