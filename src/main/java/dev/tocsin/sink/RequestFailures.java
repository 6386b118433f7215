package dev.tocsin.sink;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.net.HttpURLConnection.HTTP_ENTITY_TOO_LARGE;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_INTERNAL_ERROR;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import dev.tocsin.alert.Outcome;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a refused or failed request means: for the alert that it was about, for its namespace, or
 * for the whole server.
 */
final class RequestFailures {
  private static final int UNPROCESSABLE = 422;

  private RequestFailures() {}

  static Outcome of(KubernetesClientException failure, @Nullable Duration retryAfter) {
    return switch (failure.getCode()) {
      case HTTP_BAD_REQUEST, HTTP_ENTITY_TOO_LARGE, UNPROCESSABLE ->
          new Outcome.Invalid(message(failure));
      case HTTP_NOT_FOUND ->
          isAboutNamespace(failure)
              ? new Outcome.NamespaceGone()
              : unavailable(failure, retryAfter);
      case HTTP_FORBIDDEN ->
          isTerminating(failure)
              ? new Outcome.NamespaceGone()
              : new Outcome.Refused(message(failure));
      case HTTP_INTERNAL_ERROR -> internal(failure, retryAfter);
      default -> unavailable(failure, retryAfter);
    };
  }

  /**
   * The server's own fault, unless it says whose it is: only its words distinguish a database that
   * is full from an alert that is too large for it, or from a webhook that is asked in some
   * namespaces.
   */
  private static Outcome internal(
      KubernetesClientException failure, @Nullable Duration retryAfter) {
    String message = message(failure);
    if (message.contains("request is too large")) {
      return new Outcome.Invalid(message);
    }
    return message.contains("failed calling webhook")
        ? new Outcome.Refused(message)
        : unavailable(failure, retryAfter);
  }

  private static Outcome unavailable(
      KubernetesClientException failure, @Nullable Duration retryAfter) {
    StatusDetails details = details(failure);
    Duration wish =
        retryAfter == null && details != null && details.getRetryAfterSeconds() != null
            ? Duration.ofSeconds(details.getRetryAfterSeconds())
            : retryAfter;
    return new Outcome.Unavailable(message(failure), wish);
  }

  /** Not found, and it was the namespace that was not found. */
  private static boolean isAboutNamespace(KubernetesClientException failure) {
    StatusDetails details = details(failure);
    return details != null && "namespaces".equals(details.getKind());
  }

  private static boolean isTerminating(KubernetesClientException failure) {
    StatusDetails details = details(failure);
    return details != null
        && details.getCauses() != null
        && details.getCauses().stream()
            .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
  }

  private static @Nullable StatusDetails details(KubernetesClientException failure) {
    Status status = failure.getStatus();
    return status == null ? null : status.getDetails();
  }

  private static String message(KubernetesClientException failure) {
    Status status = failure.getStatus();
    String said = status == null ? null : status.getMessage();
    if (said != null && !said.isEmpty()) {
      return said;
    }
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return failure.getCode() > 0 ? "HTTP " + failure.getCode() : cause.toString();
  }
}
