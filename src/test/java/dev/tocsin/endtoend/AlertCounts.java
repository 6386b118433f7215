package dev.tocsin.endtoend;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** What the stored alerts of a cluster say of a policy. */
public final class AlertCounts {
  private AlertCounts() {}

  /** Those of a policy, in all namespaces. */
  static List<SecurityAlert> alerts(KubernetesClient client, String policy) {
    return client.resources(SecurityAlert.class).inAnyNamespace().list().getItems().stream()
        .filter(alert -> policy.equals(alert.getSpec().policy().name()))
        .toList();
  }

  /** The findings of a policy that they count. */
  public static long count(KubernetesClient client, String policy) {
    return alerts(client, policy).stream()
        .mapToLong(
            alert ->
                alert.getStatus() == null || alert.getStatus().count() == null
                    ? 0
                    : alert.getStatus().count())
        .sum();
  }
}
