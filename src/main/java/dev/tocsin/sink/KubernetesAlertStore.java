package dev.tocsin.sink;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import dev.tocsin.alert.Alert;
import dev.tocsin.alert.AlertMarks;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertStore;
import dev.tocsin.alert.Deliveries;
import dev.tocsin.alert.Form;
import dev.tocsin.alert.Outcome;
import dev.tocsin.alert.StoredAlert;
import dev.tocsin.alert.Tally;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as {@code SecurityAlert} objects.
 *
 * <p>The status is written with the resource version last seen, so a change by somebody else is
 * noticed and never overwritten; the spec, with the user's triage in it, is written once. Requests
 * have a time limit and are not repeated here: when to try again is the writer's decision.
 */
public final class KubernetesAlertStore implements AlertStore {
  private static final long PAGE = 500;

  private final KubernetesClient watching;
  private final KubernetesClient writing;
  private final AlertRequests requests;
  private @Nullable SharedIndexInformer<SecurityAlert> informer;

  /**
   * @param client for the watch, and the pattern for a client of its own for writing; stays open
   * @param requestTimeout after which a request counts as failed
   */
  public KubernetesAlertStore(KubernetesClient client, Duration requestTimeout) {
    this.watching = client;
    this.requests = new AlertRequests(client, requestTimeout);
    this.writing = requests.client();
  }

  @Override
  public void watch(Watcher watcher) {
    SharedIndexInformer<SecurityAlert> alerts =
        watching
            .resources(SecurityAlert.class)
            .inAnyNamespace()
            .withLimit(PAGE)
            .runnableInformer(0)
            .itemStore(new SlimAlerts())
            .exceptionHandler((started, failure) -> true);
    informer = alerts;
    alerts
        .start()
        .thenRun(
            () -> {
              // what is listed by now is reported in this call, before anything else
              alerts.addEventHandler(new Reporter(watcher));
              watcher.loaded();
            });
  }

  @Override
  public Outcome create(Alert alert, Form form) {
    SecurityAlert resource = SecurityAlerts.toResource(alert, form);
    return requests.send(
        () -> new Outcome.Done(ref(writing.resource(resource).create())),
        failure -> {
          if (failure.getCode() != HTTP_CONFLICT) {
            return null;
          }
          StoredAlert existing = read(alert.namespace(), alert.name().toString());
          return existing == null
              ? new Outcome.Unavailable("a conflict with an object that is not there", null)
              : new Outcome.Exists(existing);
        });
  }

  @Override
  public Outcome update(AlertRef alert, Tally tally, Deliveries deliveries, Form form) {
    SecurityAlert resource = stub(alert);
    resource.setStatus(AlertStatus.of(tally, deliveries));
    return requests.send(
        () -> new Outcome.Done(ref(writing.resource(resource).updateStatus())),
        failure -> overtaken(alert, failure));
  }

  @Override
  public Outcome mark(AlertRef alert, AlertMarks marks) {
    Map<String, Object> patch = new LinkedHashMap<>();
    patch.put(
        "metadata",
        Map.of(
            "uid", alert.uid(),
            "resourceVersion", alert.version(),
            "labels", AlertLabels.of(marks)));
    if (marks.reopened()) {
      // who acknowledged it, and until when, stays to be read
      patch.put("spec", Map.of("triage", Map.of("state", "Open")));
    }
    return requests.send(
        () ->
            new Outcome.Done(
                ref(
                    writing
                        .resource(stub(alert))
                        .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            writing.getKubernetesSerialization().asJson(patch)))),
        failure -> overtaken(alert, failure));
  }

  @Override
  public Outcome delete(AlertRef alert) {
    Resource<SecurityAlert> resource = writing.resource(stub(alert));
    return requests.send(
        () ->
            resource.lockResourceVersion(alert.version()).delete().isEmpty()
                ? new Outcome.Missing()
                : new Outcome.Done(alert),
        failure -> overtaken(alert, failure));
  }

  @Override
  public void close() {
    if (informer != null) {
      informer.close();
    }
    requests.close();
  }

  /** Not there, or not as it was; null when the failure is another one. */
  private @Nullable Outcome overtaken(AlertRef alert, KubernetesClientException failure) {
    if (failure.getCode() == HTTP_NOT_FOUND) {
      return new Outcome.Missing();
    }
    if (failure.getCode() != HTTP_CONFLICT) {
      return null;
    }
    StoredAlert current = read(alert.namespace(), alert.name().toString());
    return current == null || !current.ref().uid().equals(alert.uid())
        ? new Outcome.Missing()
        : new Outcome.Changed(current);
  }

  private @Nullable StoredAlert read(String namespace, String name) {
    SecurityAlert resource =
        writing.resources(SecurityAlert.class).inNamespace(namespace).withName(name).get();
    return resource == null ? null : StoredAlerts.of(resource);
  }

  private static SecurityAlert stub(AlertRef alert) {
    SecurityAlert resource = new SecurityAlert();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(alert.namespace())
            .withName(alert.name().toString())
            .withUid(alert.uid())
            .withResourceVersion(alert.version())
            .build());
    return resource;
  }

  private static AlertRef ref(SecurityAlert written) {
    AlertRef ref = StoredAlerts.ref(written);
    if (ref == null) {
      throw new IllegalStateException(
          "the server renamed an alert to " + written.getFullResourceName());
    }
    return ref;
  }

  /** Hands on what the informer sees of alerts that this program made. */
  private record Reporter(Watcher watcher) implements ResourceEventHandler<SecurityAlert> {
    @Override
    public void onAdd(SecurityAlert alert) {
      StoredAlert stored = StoredAlerts.of(alert);
      if (stored != null) {
        watcher.observed(stored);
      }
    }

    @Override
    public void onUpdate(SecurityAlert before, SecurityAlert alert) {
      onAdd(alert);
    }

    @Override
    public void onDelete(SecurityAlert alert, boolean finalStateUnknown) {
      AlertRef ref = StoredAlerts.ref(alert);
      if (ref != null) {
        watcher.deleted(ref);
      }
    }
  }
}
