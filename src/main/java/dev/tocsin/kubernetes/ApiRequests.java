package dev.tocsin.kubernetes;

import dev.tocsin.text.FailureText;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** For those who can wait for the API server, and want to say what they wait for. */
public final class ApiRequests {
  private ApiRequests() {}

  /**
   * The same connections, but a request that fails is not repeated behind the back: that takes up
   * to 20 seconds, and who asks has a backoff of its own. Needs no closing.
   */
  public static KubernetesClient once(KubernetesClient client) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .build())
        .adapt(KubernetesClient.class);
  }

  /** As {@link #once}, and a request fails after the timeout. */
  public static KubernetesClient limited(KubernetesClient client, Duration timeout) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestTimeout((int) timeout.toMillis())
                .withRequestRetryBackoffLimit(0)
                .build())
        .adapt(KubernetesClient.class);
  }

  /** Whether the API server answered that this is not allowed. */
  static boolean isRefusal(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException answer
          && answer.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return true;
      }
    }
    return false;
  }

  /** What the API server said, with the code of its answer; or else the first cause. */
  public static String error(Throwable error) {
    Throwable cause = error;
    while (true) {
      if (cause instanceof KubernetesClientException answer && answer.getCode() > 0) {
        return answer.getCode() + " " + said(answer);
      }
      if (cause instanceof ConnectException) {
        return "no connection"; // what is beneath it says even less
      }
      if (cause.getCause() == null) {
        return FailureText.of(cause);
      }
      cause = cause.getCause();
    }
  }

  private static @Nullable String said(KubernetesClientException answer) {
    String message = answer.getStatus() == null ? null : answer.getStatus().getMessage();
    return message == null ? answer.getMessage() : message;
  }
}
