package dev.tocsin.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.event.AlertView;
import dev.tocsin.event.Pod;
import dev.tocsin.notify.progress.KnownAlert;
import java.time.Instant;

/**
 * An alert as Alertmanager's API v2 takes it. Its labels are its identity there, so they are few
 * and never change: {@code alert}, the object's name, tells it from the policy's others.
 */
final class AlertmanagerAlert {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AlertmanagerAlert() {}

  /**
   * @param endsAt for one that is open, when it counts as resolved unless it is sent again
   */
  static ObjectNode of(KnownAlert alert, Instant endsAt, Instant now) {
    AlertView view = alert.view();
    Pod pod = view.where().pod();
    ObjectNode labels = JSON.createObjectNode();
    put(labels, "alertname", view.policy());
    put(labels, "alert", alert.ref().name().toString());
    put(labels, "severity", usualSeverity(alert.severity()));
    put(labels, "tocsin_severity", view.severity().toLowerCase(java.util.Locale.ROOT));
    put(labels, "namespace", alert.ref().namespace());
    put(labels, "pod", pod.name());
    put(labels, "workload", pod.workload().name());
    put(labels, "node", view.where().node().name());
    put(labels, "cluster", view.cluster());
    put(labels, "source", "tocsin");
    ObjectNode annotations = JSON.createObjectNode();
    put(annotations, "summary", view.title());
    put(annotations, "description", view.message());
    put(annotations, "object", alert.ref().namespace() + "/" + alert.ref().name());
    Instant started = time(view.firstSeenNanos());
    ObjectNode sent = JSON.createObjectNode();
    sent.set("labels", labels);
    sent.set("annotations", annotations);
    // event time is a node's: what would begin after its end is refused
    Instant latest = endsAt.isBefore(now) ? endsAt : now;
    sent.put("startsAt", Timestamps.format(started.isAfter(latest) ? latest : started));
    sent.put("endsAt", Timestamps.format(endsAt));
    return sent;
  }

  /** The words that routes usually know. */
  private static String usualSeverity(Severity severity) {
    return switch (severity) {
      case INFO, LOW -> "info";
      case MEDIUM -> "warning";
      case HIGH, CRITICAL -> "critical";
    };
  }

  private static Instant time(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }

  private static void put(ObjectNode object, String name, String value) {
    if (!value.isEmpty()) {
      object.put(name, value);
    }
  }
}
