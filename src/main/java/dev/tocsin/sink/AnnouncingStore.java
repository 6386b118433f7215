package dev.tocsin.sink;

import static java.net.HttpURLConnection.HTTP_CONFLICT;

import dev.tocsin.alert.Alert;
import dev.tocsin.alert.AlertMarks;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertStore;
import dev.tocsin.alert.Deliveries;
import dev.tocsin.alert.Form;
import dev.tocsin.alert.Outcome;
import dev.tocsin.alert.Tally;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store that says with a Kubernetes Event when an acknowledgement is over. The alert is open by
 * then, whatever becomes of the Event: one that cannot be written is logged and not tried again.
 */
public final class AnnouncingStore implements AlertStore {
  private static final Logger LOG = LoggerFactory.getLogger(AnnouncingStore.class);

  private final AlertStore store;
  private final AlertRequests requests;
  private final AlertEvents events;
  private final InstantSource clock;

  /**
   * @param store is closed with this
   * @param client pattern for a client of its own; stays open
   * @param instance names this process in Events, such as its pod's name
   */
  public AnnouncingStore(
      AlertStore store,
      KubernetesClient client,
      String instance,
      Duration requestTimeout,
      InstantSource clock) {
    this.store = store;
    this.requests = new AlertRequests(client, requestTimeout);
    this.events = new AlertEvents(instance);
    this.clock = clock;
  }

  @Override
  public Outcome mark(AlertRef alert, AlertMarks marks) {
    Outcome outcome = store.mark(alert, marks);
    if (marks.reopened() && outcome instanceof Outcome.Done(AlertRef reopened)) {
      announce(reopened);
    }
    return outcome;
  }

  private void announce(AlertRef reopened) {
    Outcome said =
        requests.send(
            () -> {
              requests.client().resource(events.reopened(reopened, clock.instant())).create();
              return new Outcome.Done(reopened);
            },
            failure -> failure.getCode() == HTTP_CONFLICT ? new Outcome.Done(reopened) : null);
    if (!(said instanceof Outcome.Done)) {
      LOG.warn(
          "no Event says that the acknowledgement of {}/{} is over: {}",
          reopened.namespace(),
          reopened.name(),
          said);
    }
  }

  @Override
  public void watch(Watcher watcher) {
    store.watch(watcher);
  }

  @Override
  public Outcome create(Alert alert, Form form) {
    return store.create(alert, form);
  }

  @Override
  public Outcome update(AlertRef alert, Tally tally, Deliveries deliveries, Form form) {
    return store.update(alert, tally, deliveries, form);
  }

  @Override
  public Outcome delete(AlertRef alert) {
    return store.delete(alert);
  }

  @Override
  public void close() {
    store.close();
    requests.close();
  }
}
