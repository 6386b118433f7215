package dev.tocsin.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /** No jitter. */
  private static final RandomGenerator NEVER =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return 0;
        }
      };

  @Test
  void eachDelayIsTwiceTheOneBeforeUpToALimit() {
    Backoff backoff = new Backoff(FIRST, LIMIT, NEVER);
    assertThat(backoff.next()).hasMillis(100);
    assertThat(backoff.next()).hasMillis(200);
    assertThat(backoff.next()).hasMillis(400);
    assertThat(backoff.next()).hasMillis(800);
    assertThat(backoff.next()).hasMillis(1000);
    assertThat(backoff.next()).hasMillis(1000);
  }

  @Test
  void afterASuccessItBeginsAgain() {
    Backoff backoff = new Backoff(FIRST, LIMIT, NEVER);
    backoff.next();
    backoff.next();
    backoff.reset();
    assertThat(backoff.next()).hasMillis(100);
  }

  @Test
  void aDelayIsAtLeastHalfOfWhatItCouldBeAndNotTheSameForAll() {
    Backoff one = new Backoff(FIRST, FIRST, new Random(1));
    Backoff other = new Backoff(FIRST, FIRST, new Random(2));
    for (int i = 0; i < 100; i++) {
      assertThat(one.next()).isBetween(FIRST.dividedBy(2), FIRST);
    }
    assertThat(one.next()).isNotEqualTo(other.next());
  }
}
