package dev.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.channel.SelectStrategy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long events are let gather, at rates that the test makes up. */
class ReadingPaceTest {
  private static final int READY = 7;

  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private final ReadingPace pace = new ReadingPace(messages::get, nanos::get);

  private Duration pauseAt(long perSecond) {
    long pause = 0;
    for (int i = 0; i < 200; i++) {
      nanos.addAndGet(Duration.ofMillis(5).toNanos());
      messages.addAndGet(perSecond * 5 / 1_000);
      pause = pace.pauseNanos();
    }
    return Duration.ofNanos(pause);
  }

  @Test
  void eventsGatherOnlyWhereSeveralComeInAPauseAndASocketHoldsThem() {
    assertThat(pauseAt(0)).isZero();
    assertThat(pauseAt(400)).isEqualTo(ReadingPace.LONGEST);
    assertThat(pauseAt(2_000)).isEqualTo(Duration.ofMillis(8));
    assertThat(pauseAt(3_200)).isEqualTo(ReadingPace.SHORTEST);
    assertThat(pauseAt(4_000)).isZero();
    assertThat(pauseAt(100_000)).isZero();
    assertThat(pauseAt(1_000)).isEqualTo(Duration.ofMillis(16));
  }

  @Test
  void aLonelyEventIsNotWaitedWith() {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    messages.addAndGet(99);
    assertThat(pace.pauseNanos()).as("99 a second").isZero();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    messages.addAndGet(100);
    assertThat(Duration.ofNanos(pace.pauseNanos())).isEqualTo(ReadingPace.LONGEST);
  }

  @Test
  void aBurstIsReadAtOnce() {
    assertThat(pauseAt(400)).isEqualTo(ReadingPace.LONGEST);

    messages.addAndGet(ReadingPace.GATHERED);
    assertThat(Duration.ofNanos(pace.pauseNanos())).as("some more").isEqualTo(ReadingPace.LONGEST);
    messages.addAndGet(3 * ReadingPace.GATHERED);
    assertThat(pace.pauseNanos()).isZero();
  }

  @Test
  void whatTheThreadHasToDoDoesNotWait() throws Exception {
    assertThat(pauseAt(1_000)).isPositive();

    assertThat(pace.calculateStrategy(() -> READY, true)).isEqualTo(READY);
    assertThat(pace.calculateStrategy(() -> READY, false)).isEqualTo(SelectStrategy.SELECT);
  }
}
