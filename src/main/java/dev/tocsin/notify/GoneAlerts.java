package dev.tocsin.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.Delivery;
import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.engine.fair.FairRoom;
import dev.tocsin.event.AlertView;
import dev.tocsin.event.Pod;
import dev.tocsin.notify.progress.KnownAlert;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Alerts whose objects were deleted, or expired, before outputs had all of them. They count as
 * closed, so that what a receiver has as open ends there. There is nothing left to read them from
 * but what was known, and no place to note a delivery. A leader that begins later knows of them
 * what outputs' status has: {@link OpenThere}. Thread safe.
 */
final class GoneAlerts {
  /**
   * So many are remembered; then, of the namespace that has the most, the one that is gone for the
   * longest time is forgotten.
   */
  static final int MOST = 10_000;

  private static final Duration REMEMBERED = QueueLane.GIVEN_UP_AFTER;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, KnownAlert> alerts;
  private final InstantSource clock;

  /** By uid. */
  private final FairRoom<String, Gone> gone = FairRoom.byAge(MOST, MOST);

  private record Gone(String uid, Instant since) {}

  /**
   * @param alerts all there are, by uid; those that are gone stay among them for a time
   */
  GoneAlerts(Map<String, KnownAlert> alerts, InstantSource clock) {
    this.alerts = alerts;
    this.clock = clock;
  }

  /** The object is not there any more. */
  synchronized void deleted(String uid) {
    KnownAlert known = alerts.get(uid);
    KnownAlert closed = known == null ? null : known.closed(clock.instant());
    if (known == null || closed == null || (!known.isOpen() && !isWaiting(known))) {
      alerts.remove(uid);
      return;
    }
    remember(closed);
  }

  /**
   * One that was deleted while nobody led.
   *
   * @param closed with what an output has of it; nothing comes of it where its object is there
   */
  synchronized void missed(KnownAlert closed) {
    KnownAlert known = alerts.get(closed.ref().uid());
    if (known == null) {
      remember(closed);
    } else if (gone.get(closed.ref().uid()) != null) {
      remember(closed.after(known));
    }
  }

  private void remember(KnownAlert closed) {
    String uid = closed.ref().uid();
    alerts.put(uid, closed);
    if (gone.get(uid) == null) {
      Contributor namespace = new Contributor(closed.ref().namespace(), "");
      gone.put(uid, new Gone(uid, clock.instant()), namespace, 1);
    }
  }

  /** Whether an output tries to send something of it. */
  private static boolean isWaiting(KnownAlert alert) {
    return alert.deliveries().byReceiver().values().stream()
        .anyMatch(each -> each.state() == Delivery.State.WAITING);
  }

  /** Forgets those that are gone for long; returns their uids. */
  synchronized List<String> forget() {
    Instant oldest = clock.instant().minus(REMEMBERED);
    List<String> forgotten = new ArrayList<>();
    for (Gone each = gone.takeExcess(); each != null; each = gone.takeExcess()) {
      forgotten.add(each.uid());
    }
    for (Gone each = gone.eldest();
        each != null && each.since().isBefore(oldest);
        each = gone.eldest()) {
      gone.remove(each.uid());
      forgotten.add(each.uid());
    }
    forgotten.forEach(alerts::remove);
    return forgotten;
  }

  /** What is known of one that is gone, as an object; null for one that is not. */
  synchronized @Nullable ObjectNode object(AlertRef ref) {
    KnownAlert alert = gone.get(ref.uid()) == null ? null : alerts.get(ref.uid());
    return alert == null ? null : object(alert);
  }

  private static ObjectNode object(KnownAlert alert) {
    AlertView view = alert.view();
    ObjectNode object =
        JSON.createObjectNode()
            .put("apiVersion", "tocsin.dev/v1alpha1")
            .put("kind", "SecurityAlert");
    object
        .putObject("metadata")
        .put("namespace", alert.ref().namespace())
        .put("name", alert.ref().name().toString())
        .put("uid", alert.ref().uid());
    ObjectNode spec = object.putObject("spec");
    spec.putObject("policy").put("name", view.policy()).put("namespace", view.policyNamespace());
    spec.put("title", view.title())
        .put("message", view.message())
        .put("severity", view.severity())
        .put("riskScore", view.riskScore());
    put(spec, "cluster", view.cluster());
    put(spec, "node", view.where().node().name());
    Pod pod = view.where().pod();
    if (pod.present()) {
      spec.putObject("pod").put("namespace", pod.namespace()).put("name", pod.name());
    }
    object.putObject("status").put("count", view.count());
    return object;
  }

  private static void put(ObjectNode object, String field, String value) {
    if (!value.isEmpty()) {
      object.put(field, value);
    }
  }
}
