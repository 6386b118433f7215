package dev.tocsin.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long after each failure, up to a limit, and a
 * random part of it less, so that all sensors do not come back in the same moment.
 */
public final class Backoff {
  private final Duration first;
  private final Duration limit;
  private final RandomGenerator random;
  private final double jitter;
  private Duration next;

  /** Waits between half of the delay and all of it. */
  public Backoff(Duration first, Duration limit, RandomGenerator random) {
    this(first, limit, random, 0.5);
  }

  /** Waits between nothing and all of the delay. */
  public static Backoff withFullJitter(Duration first, Duration limit, RandomGenerator random) {
    return new Backoff(first, limit, random, 1);
  }

  private Backoff(Duration first, Duration limit, RandomGenerator random, double jitter) {
    this.first = first;
    this.limit = limit;
    this.random = random;
    this.jitter = jitter;
    this.next = first;
  }

  public Duration next() {
    Duration delay = next;
    Duration doubled = delay.multipliedBy(2);
    next = doubled.compareTo(limit) > 0 ? limit : doubled;
    double part = 1 - jitter * random.nextDouble();
    return Duration.ofNanos((long) (delay.toNanos() * part));
  }

  public void reset() {
    next = first;
  }
}
