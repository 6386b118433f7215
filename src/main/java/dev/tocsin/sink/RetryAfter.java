package dev.tocsin.sink;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the Retry-After header of the latest response, which the client's exceptions do not carry.
 * For a client with one request at a time.
 */
final class RetryAfter implements Interceptor {
  static final String NAME = "tocsin-retry-after";

  private volatile @Nullable Duration latest;

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    String header = response.header("Retry-After");
    // Kubernetes sends seconds, never a date
    latest =
        header != null && header.matches("[0-9]{1,6}")
            ? Duration.ofSeconds(Integer.parseInt(header))
            : null;
  }

  void forget() {
    latest = null;
  }

  @Nullable Duration latest() {
    return latest;
  }
}
