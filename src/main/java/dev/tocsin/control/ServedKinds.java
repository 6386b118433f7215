package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.kubernetes.ApiRequests;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the API server lists policies and exceptions: it may be down, or not have the kinds
 * yet, or not let us. Who cannot wait, such as JOSDK's operator, begins after that.
 */
final class ServedKinds {
  private static final Logger LOG = LoggerFactory.getLogger(ServedKinds.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final ListOptions ONE = new ListOptionsBuilder().withLimit(1L).build();

  private final KubernetesClient client;

  ServedKinds(KubernetesClient client) {
    this.client = ApiRequests.once(client);
  }

  /**
   * Returns when both are served.
   *
   * @return false when the end came first
   */
  boolean await(CountDownLatch end) throws InterruptedException {
    String told = "";
    while (true) {
      String problem = problem();
      if (problem.isEmpty()) {
        return end.getCount() > 0;
      }
      if (!problem.equals(told)) {
        LOG.warn("waiting for policies at {}: {}", client.getMasterUrl(), problem);
        told = problem;
      }
      if (end.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
  }

  private String problem() {
    String kind = "DetectionPolicies";
    try {
      client.resources(DetectionPolicy.class).inAnyNamespace().list(ONE);
      kind = "DetectionExceptions";
      client.resources(DetectionException.class).inAnyNamespace().list(ONE);
      return "";
    } catch (KubernetesClientException e) {
      return kind + ": " + ApiRequests.error(e);
    }
  }
}
