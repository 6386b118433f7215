package dev.tocsin.notify.format;

import dev.tocsin.event.AlertView;
import dev.tocsin.event.Pod;
import dev.tocsin.text.Visible;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An alert as a result of a report, as {@code wgpolicyk8s.io/v1alpha2} and {@code
 * openreports.io/v1alpha1} both have it.
 */
public final class ReportResult {
  /** The property that says which alert a result is. */
  private static final String UID = "tocsin.dev/alert-uid";

  private static final int MESSAGE = 512;
  private static final int NAME = 256;

  private ReportResult() {}

  public static Map<String, Object> of(Message message, Instant now) {
    AlertView view = message.view();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("source", "tocsin");
    result.put("policy", view.policy());
    result.put("category", Visible.line(String.join(", ", view.tactics()), NAME));
    result.put("severity", severity(message.severity()));
    result.put("result", result(message.severity()));
    result.put("message", Visible.line(text(view), MESSAGE));
    Instant seen =
        view.firstSeenNanos() == 0 ? now : Instant.ofEpochSecond(0, view.firstSeenNanos());
    result.put("timestamp", Map.of("seconds", seen.getEpochSecond(), "nanos", seen.getNano()));
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(UID, message.uid());
    properties.put("alert", message.name());
    properties.put("state", view.state());
    properties.put("count", String.valueOf(view.count()));
    properties.put("policyNamespace", view.policyNamespace());
    result.put("properties", properties);
    result.put("resources", List.of(subject(view)));
    return result;
  }

  /** The uid of the alert that a result is about; {@code ""} for one of somebody else. */
  public static String uid(Map<?, ?> result) {
    return result.get("properties") instanceof Map<?, ?> properties
            && properties.get(UID) instanceof String uid
        ? uid
        : "";
  }

  private static String text(AlertView view) {
    return view.message().isEmpty() ? view.title() : view.message();
  }

  private static String severity(SeverityScale severity) {
    return severity == SeverityScale.INFO ? "info" : severity.cim;
  }

  private static String result(SeverityScale severity) {
    return severity.compareTo(SeverityScale.MEDIUM) < 0 ? "warn" : "fail";
  }

  private static Map<String, Object> subject(AlertView view) {
    Pod pod = view.where().pod();
    return pod.present()
        ? Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Pod",
            "namespace",
            pod.namespace(),
            "name",
            pod.name(),
            "uid",
            pod.uid())
        : Map.of("apiVersion", "v1", "kind", "Node", "name", view.where().node().name());
  }
}
