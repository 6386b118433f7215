package dev.tocsin.sink;

import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSummary;
import dev.tocsin.alert.Announcement;
import dev.tocsin.api.v1alpha1.ApiGroup;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The Kubernetes Event (events.k8s.io/v1) that reports an alert, on the pod it is about, else on
 * the node, else on the alert itself. One for the first finding and one for each power of ten that
 * the count reaches, each with a name of its own that the same announcement has every time.
 */
final class AlertEvents {
  static final String CONTROLLER = ApiGroup.NAME + "/alerts";

  private static final String API_VERSION = ApiGroup.NAME + "/" + ApiGroup.VERSION;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** Events about objects without a namespace live here. */
  private static final String CLUSTER_NAMESPACE = "default";

  private static final int REASON = 128;
  private static final int NOTE_BYTES = 1024;

  private final String instance;

  /**
   * @param instance which process of this program reports, such as its pod's name
   */
  AlertEvents(String instance) {
    this.instance = Plain.text(instance, REASON);
  }

  Event of(Announcement announcement, Instant now) {
    AlertRef alert = announcement.alert();
    ObjectReference regarding = regarding(announcement);
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(announcement))
        .withNamespace(
            regarding.getNamespace() == null ? CLUSTER_NAMESPACE : regarding.getNamespace())
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(now)))
        .withType("Warning")
        .withReason(reason(announcement.summary().policyName()))
        .withAction(announcement.step() == 1 ? "Detect" : "Escalate")
        .withNote(note(announcement))
        .withRegarding(regarding)
        .withRelated(related(alert))
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .build();
  }

  private static ObjectReference regarding(Announcement announcement) {
    AlertSummary summary = announcement.summary();
    AlertRef alert = announcement.alert();
    if (!summary.podName().isEmpty() && summary.podNamespace().equals(alert.namespace())) {
      return new ObjectReferenceBuilder()
          .withApiVersion("v1")
          .withKind("Pod")
          .withNamespace(summary.podNamespace())
          .withName(summary.podName())
          .withUid(summary.podUid().isEmpty() ? null : summary.podUid())
          .build();
    }
    if (summary.podName().isEmpty() && !summary.node().isEmpty()) {
      return new ObjectReferenceBuilder()
          .withApiVersion("v1")
          .withKind("Node")
          .withName(Plain.text(summary.node(), 253))
          .build();
    }
    return related(alert);
  }

  private static ObjectReference related(AlertRef alert) {
    return new ObjectReferenceBuilder()
        .withApiVersion(API_VERSION)
        .withKind("SecurityAlert")
        .withNamespace(alert.namespace())
        .withName(alert.name().toString())
        .withUid(alert.uid())
        .build();
  }

  /** Of this object and this step, so that a repeated request makes no second Event. */
  private static String name(Announcement announcement) {
    String uid = announcement.alert().uid();
    return announcement.alert().name()
        + "."
        + uid.substring(0, Math.min(uid.length(), 8))
        + "."
        + announcement.step();
  }

  private static String reason(String policyName) {
    String camel = CamelCase.camelCase(policyName);
    return camel.isEmpty() ? "Alert" : camel.substring(0, Math.min(camel.length(), REASON));
  }

  private static String note(Announcement announcement) {
    String what =
        announcement.step() == 1
            ? announcement.summary().message()
            : "seen " + announcement.step() + " times: " + announcement.summary().message();
    // at most three bytes for each UTF-16 unit
    return Plain.text(what, NOTE_BYTES / 4);
  }
}
