package dev.tocsin.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long after each failure, up to a limit, and a
 * random part of it less, so that all sensors do not come back in the same moment.
 */
public final class Backoff {
  private static final double JITTER = 0.5;

  private final Duration first;
  private final Duration limit;
  private final RandomGenerator random;
  private Duration next;

  public Backoff(Duration first, Duration limit, RandomGenerator random) {
    this.first = first;
    this.limit = limit;
    this.random = random;
    this.next = first;
  }

  /** Between half of the delay and all of it. */
  public Duration next() {
    Duration delay = next;
    Duration doubled = delay.multipliedBy(2);
    next = doubled.compareTo(limit) > 0 ? limit : doubled;
    double part = 1 - JITTER * random.nextDouble();
    return Duration.ofNanos((long) (delay.toNanos() * part));
  }

  public void reset() {
    next = first;
  }
}
