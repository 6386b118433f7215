package dev.tocsin.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that changes of the API server do not arrive, and why, and once that they do again. A
 * connection that is only made again is not worth a line. For one thread.
 */
public final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

  private final InstantSource clock;
  private @Nullable Instant since;
  private boolean logged;

  public Outage(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * To be called every few seconds; a problem is one when it is still there at the next call.
   *
   * @param problem empty while there is none
   */
  public void observe(String problem) {
    Instant begin = since;
    if (problem.isEmpty()) {
      if (logged && begin != null) {
        long seconds = Duration.between(begin, clock.instant()).toSeconds();
        LOG.info("changes of the API server arrive again, after {} s", seconds);
      }
      since = null;
      logged = false;
    } else if (begin == null) {
      since = clock.instant();
    } else if (!logged) {
      LOG.warn("changes of the API server do not arrive: {}", problem);
      logged = true;
    }
  }
}
