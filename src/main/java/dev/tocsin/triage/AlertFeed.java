package dev.tocsin.triage;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/**
 * Alerts as they come and change, from now on and with those that there are. When the connection is
 * lost it is made again, and what happened meanwhile is made up for.
 */
public final class AlertFeed implements AutoCloseable {
  private static final long PAGE = 500;

  private final SharedIndexInformer<SecurityAlert> informer;

  private AlertFeed(SharedIndexInformer<SecurityAlert> informer) {
    this.informer = informer;
  }

  /** Observes alerts, on one thread, one after the other. */
  public interface Listener {
    void present(SecurityAlert alert);

    void gone(AlertKey key);
  }

  /**
   * Begins to follow.
   *
   * @param client stays open
   * @param namespace empty for all
   * @throws ClusterException when the cluster refuses or does not answer; later on it is asked
   *     again
   */
  public static AlertFeed follow(
      KubernetesClient client, Optional<String> namespace, Listener listener)
      throws InterruptedException {
    var alerts = client.resources(SecurityAlert.class);
    SharedIndexInformer<SecurityAlert> informer =
        namespace
            .map(name -> alerts.inNamespace(name).withLimit(PAGE).runnableInformer(0))
            .orElseGet(() -> alerts.inAnyNamespace().withLimit(PAGE).runnableInformer(0))
            .exceptionHandler((started, failure) -> started)
            .addEventHandler(new Handler(listener));
    try {
      informer.start().toCompletableFuture().get();
      return new AlertFeed(informer);
    } catch (ExecutionException e) {
      informer.close();
      String what = "watch alerts in " + namespace.orElse("all namespaces");
      throw switch (e.getCause()) {
        case KubernetesClientException refused -> ClusterException.of(what, refused);
        case IOException unanswered ->
            ClusterException.of(what, new KubernetesClientException("no answer", unanswered));
        case null, default -> new IllegalStateException(e.getCause());
      };
    } catch (InterruptedException e) {
      informer.close();
      throw e;
    }
  }

  /** False while the connection is lost, until it is made again. */
  public boolean isConnected() {
    return informer.isWatching();
  }

  @Override
  public void close() {
    informer.close();
  }

  private record Handler(Listener listener) implements ResourceEventHandler<SecurityAlert> {
    @Override
    public void onAdd(SecurityAlert alert) {
      listener.present(alert);
    }

    @Override
    public void onUpdate(SecurityAlert before, SecurityAlert alert) {
      listener.present(alert);
    }

    @Override
    public void onDelete(SecurityAlert alert, boolean finalStateUnknown) {
      listener.gone(AlertKey.of(alert));
    }
  }
}
