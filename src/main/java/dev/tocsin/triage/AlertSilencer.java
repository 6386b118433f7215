package dev.tocsin.triage;

import dev.tocsin.api.v1alpha1.AlertSilence;
import dev.tocsin.api.v1alpha1.AlertSilenceSpec;
import dev.tocsin.api.v1alpha1.AlertSilenceSpec.Matcher;
import dev.tocsin.api.v1alpha1.AlertSilenceSpec.Matcher.Subject;
import dev.tocsin.api.v1alpha1.Timestamps;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.List;

/**
 * Silences single alerts, with the rights of who asks: an {@link AlertSilence} beside the alert,
 * with its name, and of that alert only.
 */
public final class AlertSilencer {
  private final KubernetesClient client;

  /**
   * @param client stays open
   */
  public AlertSilencer(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Silences an alert that is there; one that is silenced already gets the new end and reason.
   *
   * @param by who silences
   * @throws ClusterException when the cluster refuses
   */
  public void silence(AlertKey alert, String by, String reason, Instant until) {
    AlertSilence silence = new AlertSilence();
    silence.setMetadata(
        new ObjectMetaBuilder().withNamespace(alert.namespace()).withName(alert.name()).build());
    silence.setSpec(
        new AlertSilenceSpec(
            null,
            List.of(new Matcher(Subject.ALERT, alert.name(), null, null)),
            null,
            Timestamps.format(until),
            reason,
            by));
    try {
      client.resource(silence).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw ClusterException.of("silence alert " + alert, e);
      }
      ClusterException.ask(
          "change silence " + alert,
          () ->
              resource(alert)
                  .edit(
                      present -> {
                        present.setSpec(silence.getSpec());
                        return present;
                      }));
    }
  }

  /**
   * Ends the silence of an alert.
   *
   * @return false when it was not silenced by its own name
   * @throws ClusterException when the cluster refuses
   */
  public boolean unsilence(AlertKey alert) {
    return !ClusterException.ask("delete silence " + alert, () -> resource(alert).delete())
        .isEmpty();
  }

  private Resource<AlertSilence> resource(AlertKey alert) {
    return client
        .resources(AlertSilence.class)
        .inNamespace(alert.namespace())
        .withName(alert.name());
  }
}
