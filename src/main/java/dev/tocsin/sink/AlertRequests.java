package dev.tocsin.sink;

import dev.tocsin.alert.Outcome;
import dev.tocsin.kubernetes.ApiConnections;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests with a client of its own, which does not repeat them, and says what came of each.
 * One thread at a time.
 */
final class AlertRequests implements AutoCloseable {
  private final RetryAfter retryAfter = new RetryAfter();
  private final KubernetesClient client;

  /** A request that succeeds, or throws {@link KubernetesClientException}. */
  @FunctionalInterface
  interface Request {
    Outcome send();
  }

  /** What a failure means for this request; null when it means the same as for every other. */
  @FunctionalInterface
  interface Handling {
    @Nullable Outcome handle(KubernetesClientException failure);
  }

  /**
   * @param pattern for the client; stays open
   * @param timeout after which a request counts as failed
   */
  AlertRequests(KubernetesClient pattern, Duration timeout) {
    this.client =
        new KubernetesClientBuilder()
            .withHttpClientFactory(new ApiConnections())
            .withConfig(
                new ConfigBuilder(pattern.getConfiguration())
                    .withRequestTimeout((int) timeout.toMillis())
                    .withConnectionTimeout((int) timeout.toMillis())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .withKubernetesSerialization(pattern.getKubernetesSerialization())
            .withHttpClientBuilderConsumer(
                builder -> builder.addOrReplaceInterceptor(RetryAfter.NAME, retryAfter))
            .build();
  }

  KubernetesClient client() {
    return client;
  }

  /** Sends a request; its failures are outcomes. */
  Outcome send(Request request, Handling handling) {
    retryAfter.forget();
    try {
      return request.send();
    } catch (KubernetesClientException failure) {
      try {
        Outcome handled = handling.handle(failure);
        return handled == null ? RequestFailures.of(failure, retryAfter.latest()) : handled;
      } catch (KubernetesClientException whileReading) {
        return RequestFailures.of(whileReading, retryAfter.latest());
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
