package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.UnusableOutputException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A receiver is away for three days and comes back; meanwhile another operator leads. */
class LongOutageTest {
  private static final int ALERTS = 300;
  private static final int PER_MINUTE = 60;
  private final LaneScene scene = new LaneScene();
  private final SentMessages receiver = new SentMessages();

  @Test
  void allThatIsOpenIsSentInOrderAndSlowly() throws Exception {
    receiver.answer = new ReceiverAnswer.Retry("no connection to the receiver", null);
    Lane lane = lane();
    for (int i = 0; i < ALERTS; i++) {
      lane.changed(scene.alert("a" + i, 1, 1, false));
      scene.run(lane, Duration.ofDays(3).dividedBy(ALERTS));
    }
    assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.RETRYING);
    // seldom, so that three days of it are no flood
    assertThat(receiver.sent).hasSizeLessThan(3 * 24 * 60);
    lane.changed(scene.alert("a0", 1, 5_000, false));
    lane.changed(scene.alert("a1", 2, 1, true));
    scene.failover();
    lane = lane();
    scene.run(lane, Duration.ofMinutes(1));

    receiver.sent.clear();
    receiver.answer = ReceiverAnswer.ACCEPTED;
    Instant back = scene.now;
    List<Instant> times = new ArrayList<>();
    receiver.onSent = () -> times.add(scene.now);
    scene.run(lane, Duration.ofMinutes(20));

    List<String> expected =
        new ArrayList<>(IntStream.range(0, ALERTS).mapToObj(i -> "Opened a" + i).toList());
    expected.add("Escalated a0");
    expected.add("Closed a1");
    assertThat(receiver.sent).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(receiver.sent).containsSubsequence("Opened a0", "Escalated a0");
    assertThat(receiver.sent).containsSubsequence("Opened a1", "Closed a1");
    assertThat(lane.pending()).isZero();
    for (int i = PER_MINUTE; i < times.size(); i++) {
      assertThat(Duration.between(times.get(i - PER_MINUTE), times.get(i)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(59));
    }
    assertThat(Duration.between(back, times.getLast()))
        .isLessThan(Duration.ofMinutes(ALERTS / PER_MINUTE + 6));
  }

  private Lane lane() throws UnusableOutputException {
    scene.requestsPerMinute = PER_MINUTE;
    return scene.lane(receiver);
  }
}
