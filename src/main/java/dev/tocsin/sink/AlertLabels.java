package dev.tocsin.sink;

import dev.tocsin.alert.Alert;
import dev.tocsin.alert.AlertSummary;
import dev.tocsin.alert.Overflow;
import dev.tocsin.alert.Relocation;
import dev.tocsin.api.v1alpha1.ApiGroup;
import dev.tocsin.api.v1alpha1.Limits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Labels and annotations of alert objects: what one selects by, and what has no other field. */
final class AlertLabels {
  static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  static final String POLICY = ApiGroup.NAME + "/policy";
  static final String POLICY_NAMESPACE = ApiGroup.NAME + "/policy-namespace";
  static final String SEVERITY = ApiGroup.NAME + "/severity";
  static final String NODE = ApiGroup.NAME + "/node";

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
    put(labels, SEVERITY, CamelCase.apiName(summary.severity()));
    put(labels, NODE, summary.node());
    Overflow overflow = alert.overflow();
    if (overflow != null) {
      put(labels, OVERFLOW, CamelCase.apiName(overflow.cap()));
    }
    return labels;
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
