package dev.tocsin.source;

import dev.tocsin.text.FailureText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads an agent's metrics page for what it says of lost events. */
final class LossCounters implements AutoCloseable {
  private final URI page;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * Never through a proxy: the page is the node's own.
   *
   * @param timeout of one page, from the dial to its last byte
   */
  LossCounters(URI page, Duration timeout) {
    this.page = page;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(timeout)
            .build();
  }

  /**
   * @return samples by series
   * @throws IOException says why there is no page, or what is wrong with it
   */
  Map<String, PrometheusLine> read() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(page).header("Accept", "text/plain;version=0.0.4").build();
    CompletableFuture<HttpResponse<Map<String, PrometheusLine>>> answer =
        client.sendAsync(
            request,
            head ->
                head.statusCode() == 200
                    ? new MetricsPage(LossTally.METRICS)
                    : HttpResponse.BodySubscribers.replacing(Map.of()));
    try {
      // The client's own timeout ends with the head of the answer.
      HttpResponse<Map<String, PrometheusLine>> response =
          answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("it answers with status " + response.statusCode());
      }
      if (!LossTally.counts(response.body().values())) {
        throw new IOException("the page has none of Tetragon's loss counters");
      }
      return response.body();
    } catch (TimeoutException e) {
      throw new IOException("no full answer within " + timeout.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(reason(e), e);
    } finally {
      answer.cancel(true);
    }
  }

  /** What is wrong with the page; what Java throws of a connection has no message. */
  private static String reason(ExecutionException failure) {
    String message = failure.getCause() == null ? null : failure.getCause().getMessage();
    return message == null ? FailureText.of(failure) : message;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
