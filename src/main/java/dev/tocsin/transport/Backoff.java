package dev.tocsin.transport;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time up to a limit, less a random
 * part of up to a half, so that the sensors of a cluster do not come back all at once.
 */
final class Backoff {
  private final Duration first;
  private final Duration limit;
  private final RandomGenerator random;
  private Duration next;

  Backoff(Duration first, Duration limit, RandomGenerator random) {
    this.first = first;
    this.limit = limit;
    this.random = random;
    this.next = first;
  }

  Duration next() {
    Duration delay = next;
    next = delay.compareTo(limit.dividedBy(2)) > 0 ? limit : delay.multipliedBy(2);
    return Duration.ofNanos((long) (delay.toNanos() * (1 - random.nextDouble() / 2)));
  }

  void reset() {
    next = first;
  }
}
