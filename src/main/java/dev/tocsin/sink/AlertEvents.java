package dev.tocsin.sink;

import static java.util.stream.Collectors.joining;

import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSummary;
import dev.tocsin.alert.Announcement;
import dev.tocsin.api.v1alpha1.ApiGroup;
import dev.tocsin.api.v1alpha1.MitreTechnique;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

  /** The same for all, so that one selects by it; which policy it was is an annotation. */
  private static final String REASON = "SecurityAlert";

  private static final String POLICY = ApiGroup.NAME + "/policy";
  private static final String TECHNIQUES = ApiGroup.NAME + "/techniques";
  private static final String TACTICS = ApiGroup.NAME + "/tactics";
  private static final int POLICY_KEY = 320;
  private static final int INSTANCE = 128;
  private static final int NOTE_BYTES = 1024;

  private final String instance;

  /**
   * @param instance which process of this program reports, such as its pod's name
   */
  AlertEvents(String instance) {
    this.instance = Plain.text(instance, INSTANCE);
  }

  Event of(Announcement announcement, Instant now) {
    AlertRef alert = announcement.alert();
    ObjectReference regarding = regarding(announcement);
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(announcement))
        .withNamespace(
            regarding.getNamespace() == null ? CLUSTER_NAMESPACE : regarding.getNamespace())
        .withAnnotations(annotations(announcement.summary()))
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(now)))
        .withType("Warning")
        .withReason(REASON)
        .withAction(announcement.step() == 1 ? "Detect" : "Escalate")
        .withNote(note(announcement))
        .withRegarding(regarding)
        .withRelated(related(alert))
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .build();
  }

  /** That an acknowledgement was for a time that is over; one for each time. */
  Event reopened(AlertRef alert, Instant now) {
    ObjectReference regarding = related(alert);
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(alert) + ".open." + alert.version())
        .withNamespace(alert.namespace())
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(now)))
        .withType("Warning")
        .withReason("AcknowledgementEnded")
        .withAction("Reopen")
        .withNote("the time of its acknowledgement is over: it is open again")
        .withRegarding(regarding)
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
    return name(announcement.alert()) + "." + announcement.step();
  }

  private static String name(AlertRef alert) {
    return alert.name() + "." + alert.uid().substring(0, Math.min(alert.uid().length(), 8));
  }

  /** What one routes by, without reading the note. */
  private static Map<String, String> annotations(AlertSummary summary) {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(POLICY, Plain.text(summary.policyKey(), POLICY_KEY));
    annotations.put(AlertLabels.SEVERITY, CamelCase.apiName(summary.severity()));
    List<MitreTechnique> attack = SecurityAlerts.techniques(summary.attack());
    put(annotations, TECHNIQUES, attack.stream().map(MitreTechnique::technique));
    put(annotations, TACTICS, attack.stream().flatMap(each -> each.tactics().stream()));
    return annotations;
  }

  private static void put(Map<String, String> annotations, String key, Stream<String> values) {
    String joined = values.distinct().collect(joining(","));
    if (!joined.isEmpty()) {
      annotations.put(key, joined);
    }
  }

  private static String note(Announcement announcement) {
    AlertSummary summary = announcement.summary();
    String what =
        summary.policyName()
            + " ("
            + CamelCase.apiName(summary.severity())
            + (announcement.step() == 1 ? "" : ", seen " + announcement.step() + " times")
            + "): "
            + summary.message();
    // at most three bytes for each UTF-16 unit
    return Plain.text(what, NOTE_BYTES / 4);
  }
}
