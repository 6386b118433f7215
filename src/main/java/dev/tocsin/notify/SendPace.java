package dev.tocsin.notify;

import dev.tocsin.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When an output may send next: at its rate; after a failure not before its pause is over, and then
 * once, to see whether the receiver is back. For one thread.
 */
final class SendPace {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** For what does not mend itself: somebody has to do something. */
  private static final Duration SLOW = Duration.ofSeconds(30);

  private final Duration distance;
  private final Backoff backoff;
  private Instant ready = Instant.MIN;

  SendPace(int perMinute, RandomGenerator random) {
    this.distance = Duration.ofMinutes(1).dividedBy(perMinute);
    this.backoff = Backoff.withFullJitter(FIRST, LONGEST, random);
  }

  Instant ready() {
    return ready;
  }

  /** It may be sent more at once. */
  void answered() {
    backoff.reset();
    ready = Instant.MIN;
  }

  void succeeded(Instant now) {
    backoff.reset();
    ready = now.plus(distance);
  }

  /**
   * @param asked how long the receiver asked to wait; null where it did not
   */
  void failed(Instant now, @Nullable Duration asked) {
    Duration pause = longer(backoff.next(), distance);
    ready = now.plus(asked == null ? pause : longer(pause, asked));
  }

  void failedForLong(Instant now) {
    failed(now, SLOW);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
