package dev.tocsin.doctor;

import dev.tocsin.kubernetes.ApiRequests;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.function.Function;

/** Asks the API server; that it does not answer, or refuses, is a diagnosis. */
final class ClusterReader {
  private final KubernetesClient client;
  private final String remedy;

  /**
   * @param remedy where the API server refuses, or does not answer
   */
  ClusterReader(KubernetesClient client, String remedy) {
    this.client = client;
    this.remedy = remedy;
  }

  static List<DaemonSet> sensors(KubernetesClient client, String namespace) {
    return client
        .apps()
        .daemonSets()
        .inNamespace(namespace)
        .withLabels(Component.SENSOR.labels())
        .list()
        .getItems();
  }

  static List<Deployment> operators(KubernetesClient client, String namespace) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withLabels(Component.OPERATOR.labels())
        .list()
        .getItems();
  }

  /**
   * @param subject of the diagnosis when the cluster does not say
   * @param request what is asked
   * @param then what the answer means
   */
  <T> List<Diagnosis> ask(
      String subject, Function<KubernetesClient, T> request, Function<T, List<Diagnosis>> then) {
    T answer;
    try {
      answer = request.apply(client);
    } catch (KubernetesClientException e) {
      return List.of(Diagnosis.warning(subject, "not looked at: " + ApiRequests.error(e), remedy));
    }
    return then.apply(answer);
  }
}
