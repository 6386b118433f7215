package dev.tocsin.notify;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.ApiGroup;
import dev.tocsin.kubernetes.ApiRequests;
import dev.tocsin.text.Visible;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes Event on an output that gave messages up, once an hour at most: its name says the
 * output and the hour, so that a new leader makes no second one.
 */
final class GaveUpEvents {
  private static final Logger log = LoggerFactory.getLogger(GaveUpEvents.class);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** Less than the 1,024 bytes that a note may have. */
  private static final int NOTE = 256;

  private static final int LONGEST_OUTPUT = 200;

  private final KubernetesClient client;
  private final String instance;

  /**
   * @param client with a bounded time for each request; stays open
   * @param instance names this process in Events, such as its pod's name
   */
  GaveUpEvents(KubernetesClient client, String instance) {
    this.client = client;
    this.instance = instance;
  }

  /** The hour that something happens in; of each there is one Event of an output at most. */
  static long hour(Instant time) {
    return time.getEpochSecond() / Duration.ofHours(1).toSeconds();
  }

  /**
   * Makes the Event, unless there is one of this hour.
   *
   * @param messages how many were given up since the last Event
   * @param why the last one was
   * @return whether it is there
   */
  boolean write(AlertOutput output, long messages, String why, Instant now) {
    try {
      client.resource(event(output, messages, why, now)).create();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT) {
        return true;
      }
      log.warn(
          "no Event could be made for output {}/{}: {}",
          output.getMetadata().getNamespace(),
          output.getMetadata().getName(),
          ApiRequests.error(e));
      return false;
    }
  }

  private Event event(AlertOutput output, long messages, String why, Instant now) {
    String name = output.getMetadata().getName();
    String uid = output.getMetadata().getUid();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(output.getMetadata().getNamespace())
        .withName(
            name.substring(0, Math.min(name.length(), LONGEST_OUTPUT))
                + "."
                + uid.substring(0, Math.min(uid.length(), 8))
                + "."
                + hour(now))
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(now)))
        .withType("Warning")
        .withReason("GaveUp")
        .withAction("Send")
        .withNote(Visible.line(messages + " messages were given up; the last one: " + why, NOTE))
        .withRegarding(
            new ObjectReferenceBuilder()
                .withApiVersion(ApiGroup.NAME + "/" + ApiGroup.VERSION)
                .withKind("AlertOutput")
                .withNamespace(output.getMetadata().getNamespace())
                .withName(name)
                .withUid(uid)
                .build())
        .withReportingController(ApiGroup.NAME + "/outputs")
        .withReportingInstance(instance)
        .build();
  }
}
