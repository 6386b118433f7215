package dev.tocsin.source;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.tocsin.retry.Backoff;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
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
    try (LossCounters counters = new LossCounters(page, timing.timeout())) {
      while (!closed) {
        Duration pause;
        try {
          take(counters.read());
          backoff.reset();
          pause = timing.interval();
        } catch (IOException e) {
          failed("metrics not reachable: " + page + ": " + e.getMessage());
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
}
