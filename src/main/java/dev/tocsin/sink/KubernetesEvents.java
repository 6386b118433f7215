package dev.tocsin.sink;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.tocsin.alert.AlertReceiver;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.Announcement;
import dev.tocsin.alert.Outcome;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;

/** Announces alerts as Kubernetes Events. */
public final class KubernetesEvents implements AlertReceiver {
  /** Its name among the deliveries of an alert. */
  static final String NAME = "kubernetes-event";

  private final AlertRequests requests;
  private final AlertEvents events;
  private final InstantSource clock;

  /**
   * @param client pattern for a client of its own; stays open
   * @param instance names this process in Events, such as its pod's name
   * @param requestTimeout after which a request counts as failed
   */
  public KubernetesEvents(
      KubernetesClient client, String instance, Duration requestTimeout, InstantSource clock) {
    this.requests = new AlertRequests(client, requestTimeout);
    this.events = new AlertEvents(instance);
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Outcome deliver(Announcement announcement) {
    return create(events.of(announcement, clock.instant()), announcement.alert());
  }

  @Override
  public Outcome reopened(AlertRef alert) {
    return create(events.reopened(alert, clock.instant()), alert);
  }

  private Outcome create(Event event, AlertRef about) {
    return requests.send(
        () -> {
          requests.client().resource(event).create();
          return new Outcome.Done(about);
        },
        // it was written before, and the answer did not arrive
        failure -> failure.getCode() == HTTP_CONFLICT ? new Outcome.Done(about) : null);
  }

  @Override
  public void close() {
    requests.close();
  }
}
