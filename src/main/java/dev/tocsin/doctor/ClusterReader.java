package dev.tocsin.doctor;

import dev.tocsin.kubernetes.ApiRequests;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.function.Function;

/** Asks the API server; that it does not answer, or refuses, is a diagnosis. */
final class ClusterReader {
  private final KubernetesClient client;

  ClusterReader(KubernetesClient client) {
    this.client = client;
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
      return List.of(
          Diagnosis.warning(
              subject,
              "not looked at: " + ApiRequests.error(e),
              "Run tocsin doctor as an administrator of the cluster, for example with --context."));
    }
    return then.apply(answer);
  }
}
