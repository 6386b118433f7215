package dev.tocsin.triage;

import dev.tocsin.text.FailureText;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.Supplier;

/** The cluster did not do what it was asked; the message says to a user what and why. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private ClusterException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Asks the cluster.
   *
   * @param what is asked, after "cannot": {@code list alerts in shop}
   */
  public static <T> T ask(String what, Supplier<T> request) {
    try {
      return request.get();
    } catch (KubernetesClientException e) {
      throw of(what, e);
    }
  }

  /** A failure that no caller has an answer to. */
  static ClusterException of(String what, KubernetesClientException failure) {
    return new ClusterException("cannot " + what + ": " + reason(failure), failure);
  }

  private static String reason(KubernetesClientException failure) {
    Status status = failure.getStatus();
    String said = status == null ? null : status.getMessage();
    if (isUnanswered(failure)) {
      return "no answer from the API server: "
          + FailureText.of(failure)
          + "; 'kubectl config view --minify' shows which server was tried";
    }
    return switch (failure.getCode()) {
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "the API server does not know who asks: log in again, or choose another --context";
      case HttpURLConnection.HTTP_FORBIDDEN -> "forbidden" + (said == null ? "" : ": " + said);
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "the cluster does not have the types of Tocsin; are its CRDs installed?";
      default -> said == null ? "HTTP " + failure.getCode() : said;
    };
  }

  /** The client has 0 and -1 for what no server said. */
  static boolean isUnanswered(KubernetesClientException failure) {
    return failure.getCode() <= 0;
  }
}
