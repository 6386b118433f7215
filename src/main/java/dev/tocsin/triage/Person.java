package dev.tocsin.triage;

import io.fabric8.kubernetes.api.model.authentication.SelfSubjectReview;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Who asks. */
public final class Person {
  private Person() {}

  /**
   * The name that the API server knows the user by.
   *
   * @param otherwise where the server does not report, as those before Kubernetes 1.28
   */
  public static String of(KubernetesClient client, String otherwise) {
    try {
      SelfSubjectReview review =
          client.authentication().v1().selfSubjectReviews().create(new SelfSubjectReview());
      return review.getStatus().getUserInfo().getUsername();
    } catch (KubernetesClientException e) {
      if (ClusterException.isUnanswered(e)) {
        throw ClusterException.of("ask who you are", e);
      }
      return otherwise;
    }
  }
}
