package dev.tocsin.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How fast the store may be asked: a token bucket for requests, and a pause that grows while the
 * store does not answer. One thread.
 */
final class Governor {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration FIRST_RETRY = Duration.ofMillis(500);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final double perSecond;
  private final int burst;
  private final Random jitter;

  private double tokens;
  private Instant filled;
  private Instant pausedUntil = Instant.MIN;
  private int failuresInARow;

  Governor(AlertSettings settings, Instant now) {
    this.perSecond = settings.writesPerSecond();
    this.burst = settings.burst();
    this.jitter = new Random(settings.seed());
    this.tokens = burst;
    this.filled = now;
  }

  /** When the next alert may be written; not after {@code now} when that is at once. */
  Instant readyAt(Instant now) {
    fill(now);
    Instant paid = tokens >= 1 ? now : now.plusNanos((long) ((1 - tokens) / perSecond * 1e9) + 1);
    return later(paid, pausedUntil);
  }

  /** When the store may be asked again after a failure, whatever the rate. */
  Instant resumesAt() {
    return pausedUntil;
  }

  /** Takes a token for each request; what an alert's requests take too much is paid back later. */
  void spend(int requests, Instant now) {
    fill(now);
    tokens -= requests;
  }

  void succeeded() {
    failuresInARow = 0;
    pausedUntil = Instant.MIN;
  }

  void failed(Instant now, @Nullable Duration retryAfter) {
    Duration pause = backoff(failuresInARow, FIRST_PAUSE, LONGEST_PAUSE);
    failuresInARow++;
    pausedUntil =
        now.plus(retryAfter != null && retryAfter.compareTo(pause) > 0 ? retryAfter : pause);
  }

  /** How long what failed so often waits on its own, while others are written. */
  Duration retry(int failures) {
    return backoff(failures, FIRST_RETRY, LONGEST_RETRY);
  }

  /** Doubles with every failure up to the longest, give or take a fifth. */
  private Duration backoff(int failures, Duration first, Duration longest) {
    double nanos = Math.min(longest.toNanos(), first.toNanos() * Math.scalb(1.0, failures));
    return Duration.ofNanos((long) (nanos * (0.8 + 0.4 * jitter.nextDouble())));
  }

  private void fill(Instant now) {
    if (now.isAfter(filled)) {
      double seconds = Duration.between(filled, now).toNanos() / 1e9;
      tokens = Math.min(burst, tokens + seconds * perSecond);
    }
    filled = now;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
