package dev.tocsin.identity;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;

/**
 * Clients whose requests end in time: who asks here has something to do when there is no answer.
 */
final class Requests {
  private Requests() {}

  /** The same connections, but each request is made once and fails after the timeout. */
  static KubernetesClient limited(KubernetesClient client, Duration timeout) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestTimeout((int) timeout.toMillis())
                .withRequestRetryBackoffLimit(0)
                .build())
        .adapt(KubernetesClient.class);
  }

  /** What went wrong; where there was no answer at all, the reason is in the cause. */
  static String text(KubernetesClientException failure) {
    Throwable cause = failure.getCause();
    return cause == null
        ? String.valueOf(failure.getMessage())
        : failure.getMessage() + " " + cause;
  }
}
