package dev.tocsin.source;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.tocsin.retry.Backoff;
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
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what an agent says on its metrics page of events that it lost: its stream has no sign of
 * them. A page that cannot be read is a state of {@link #losses}, so that no loss differs from an
 * unknown loss; what was lost meanwhile is reported when the page is back.
 *
 * <p>One virtual thread of its own.
 */
public final class AgentMetrics implements AutoCloseable {

  /**
   * How often and how long.
   *
   * @param interval between two pages
   * @param timeout of one page, from the dial to its last byte
   * @param firstBackoff before the second attempt; doubled from there on
   * @param lastBackoff the longest delay between two attempts
   */
  public record Timing(
      Duration interval, Duration timeout, Duration firstBackoff, Duration lastBackoff) {
    public static final Timing DEFAULT =
        new Timing(
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60));
  }

  private static final Logger LOG = LoggerFactory.getLogger(AgentMetrics.class);

  private final URI page;
  private final Timing timing;
  private final LongConsumer onLoss;
  private final Backoff backoff;
  private final LossTally tally = new LossTally();
  private final Thread thread;
  private volatile AgentLosses losses;
  private volatile boolean closed;

  /**
   * @param page in Prometheus' text format, over HTTP
   * @param random for the jitter of delays between attempts
   * @param onLoss called with how many events were lost, each time that there are more; on this
   *     object's thread
   */
  public AgentMetrics(URI page, Timing timing, RandomGenerator random, LongConsumer onLoss) {
    this.page = page;
    this.timing = timing;
    this.onLoss = onLoss;
    this.backoff = new Backoff(timing.firstBackoff(), timing.lastBackoff(), random);
    this.losses = AgentLosses.unknown("metrics not read yet: " + page);
    this.thread = Thread.ofVirtual().name("metrics " + page).unstarted(this::runUntilClosed);
  }

  /** Begins to look, until closed. Returns at once. */
  public void start() {
    thread.start();
  }

  /** As of the latest page. */
  public AgentLosses losses() {
    return losses;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Uninterruptibles.joinUninterruptibly(thread);
  }

  private void runUntilClosed() {
    HttpClient client = client();
    try {
      while (!closed) {
        Duration pause;
        try {
          take(read(client));
          backoff.reset();
          pause = timing.interval();
        } catch (IOException e) {
          failed("metrics not reachable: " + page + ": " + reason(e));
          pause = backoff.next();
        } catch (RuntimeException e) {
          // a mistake in this program must not end it for good
          LOG.error("the metrics of {} could not be processed", page, e);
          failed("metrics not usable: " + page + ": " + e);
          pause = backoff.next();
        }
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      // closed
    } finally {
      client.shutdownNow();
    }
  }

  /** Never through a proxy: the page is the node's own. */
  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(HttpClient.Builder.NO_PROXY)
        .connectTimeout(timing.timeout())
        .build();
  }

  /**
   * @return samples by series
   * @throws IOException says why there is no page, or what is wrong with it
   */
  private Map<String, PrometheusLine> read(HttpClient client)
      throws IOException, InterruptedException {
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
          answer.get(timing.timeout().toNanos(), TimeUnit.NANOSECONDS);
      if (response.statusCode() != 200) {
        throw new IOException("it answers with status " + response.statusCode());
      }
      if (!LossTally.counts(response.body().values())) {
        throw new IOException("the page has none of Tetragon's loss counters");
      }
      return response.body();
    } catch (TimeoutException e) {
      throw new IOException("no full answer within " + timing.timeout().toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw new IOException(reason(e.getCause()), e);
    } finally {
      answer.cancel(true);
    }
  }

  private void take(Map<String, PrometheusLine> samples) {
    if (!losses.isKnown()) {
      LOG.info("reading Tetragon's losses from {}", page);
    }
    long lost = tally.take(samples);
    losses = new AgentLosses("", tally.sums());
    if (lost > 0) {
      LOG.warn("Tetragon lost {} events, as {} says", lost, page);
      onLoss.accept(lost);
    }
  }

  private void failed(String problem) {
    if (!losses.problem().equals(problem)) {
      LOG.warn("Tetragon's losses are unknown: {}", problem);
    }
    losses = new AgentLosses(problem, tally.sums());
  }

  /** A refused connection has no message in the JDK's client. */
  private static String reason(@Nullable Throwable failure) {
    if (failure == null) {
      return "no reason given";
    }
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
