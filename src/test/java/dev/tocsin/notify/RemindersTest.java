package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.Delivery;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.reach.ReceiverAnswer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is still open is sent again to those who read it. */
class RemindersTest {
  private final LaneScene scene = new LaneScene();
  private final SentMessages receiver = new SentMessages();
  private Lane lane;

  @BeforeEach
  void start() throws Exception {
    receiver.most = 50;
    lane = scene.readLane(receiver, "{repeat: 4h}");
  }

  @Test
  void whatIsStillOpenIsRepeatedUntilItIsClosed() throws Exception {
    lane.changed(scene.alert("a", 1, 1, false));
    run(Duration.ofHours(3));
    assertThat(receiver.sent).containsExactly("Opened a");
    run(Duration.ofHours(6));
    assertThat(receiver.sent).containsExactly("Opened a", "Repeated a", "Repeated a");
    lane.changed(scene.triage("a", "Closed"));
    run(Duration.ofDays(1));
    assertThat(receiver.sent).containsExactly("Opened a", "Repeated a", "Repeated a", "Closed a");
  }

  @Test
  void withoutRepeatNothingIs() throws Exception {
    lane = scene.readLane(receiver);
    lane.changed(scene.alert("a", 1, 1, false));
    run(Duration.ofDays(7));
    assertThat(receiver.sent).containsExactly("Opened a");
  }

  @Test
  void allOfAGroupAreOneMessageAndOthersAnother() throws Exception {
    for (String each : List.of("a", "b", "c")) {
      lane.changed(scene.alert(each, 1, 1, false));
      run(Duration.ofMinutes(30));
    }
    lane.changed(scene.alert("bank", "d", Severity.HIGH, 1, 1, false));
    run(Duration.ofMinutes(30));
    long before = receiver.requests;
    receiver.sent.clear();
    run(Duration.ofHours(4));
    assertThat(receiver.sent)
        .containsExactlyInAnyOrder("Repeated a", "Repeated b", "Repeated c", "Repeated d");
    assertThat(receiver.requests - before).isEqualTo(2);
  }

  @Test
  void criticalIsRepeatedToo() throws Exception {
    lane.changed(scene.alert("shop", "a", Severity.CRITICAL, 1, 1, false));
    run(Duration.ofHours(5));
    assertThat(receiver.sent).containsExactly("Opened a", "Repeated a");
  }

  @Test
  void whatIsAcknowledgedIsNotRepeated() throws Exception {
    lane.changed(scene.alert("a", 1, 1, false));
    run(Duration.ofHours(3));
    lane.changed(scene.triage("a", "Acknowledged"));
    run(Duration.ofDays(1));
    assertThat(receiver.sent).containsExactly("Opened a");
    lane.changed(scene.triage("a", "Open"));
    run(Duration.ofHours(5));
    assertThat(receiver.sent).containsExactly("Opened a", "Repeated a");
  }

  @Test
  void aSilenceHoldsItBackAndItsObjectStillSaysDelivered() throws Exception {
    lane.changed(scene.alert("a", 1, 1, false));
    run(Duration.ofHours(1));
    scene.silence("tocsin-system", "true", Duration.ofHours(6));
    lane.changed(LaneScene.uid("a"));
    run(Duration.ofHours(5));
    assertThat(receiver.sent).containsExactly("Opened a");
    assertThat(scene.stored("a").state()).isEqualTo(Delivery.State.ANNOUNCED);
    run(Duration.ofHours(3));
    assertThat(receiver.sent).containsExactly("Opened a", "Repeated a");
  }

  /** No object has to be written for it. */
  @Test
  void theNextLeaderCountsFromTheSameTimes() throws Exception {
    lane.changed(scene.alert("a", 1, 1, false));
    run(Duration.ofHours(5));
    Delivery stored = scene.stored("a");
    scene.failover();
    lane = scene.readLane(receiver, "{repeat: 4h}");
    run(Duration.ofHours(2));
    assertThat(receiver.sent).containsExactly("Opened a", "Repeated a");
    run(Duration.ofHours(2));
    assertThat(receiver.sent).containsExactly("Opened a", "Repeated a", "Repeated a");
    assertThat(scene.stored("a")).isEqualTo(stored);
  }

  @Test
  void oneThatFailsIsTriedAgainOnceAndMakesNoAlertUndelivered() throws Exception {
    lane.changed(scene.alert("a", 1, 1, false));
    run(Duration.ofHours(1));
    receiver.answer = new ReceiverAnswer.Retry("away", null);
    run(Duration.ofDays(2));
    assertThat(scene.stored("a").state()).isEqualTo(Delivery.State.ANNOUNCED);
    receiver.sent.clear();
    receiver.answer = ReceiverAnswer.ACCEPTED;
    run(Duration.ofMinutes(10));
    assertThat(receiver.sent).containsExactly("Repeated a");
  }

  @Test
  void oneThatIsRefusedGivesUpNothing() throws Exception {
    lane.changed(scene.alert("a", 1, 1, false));
    run(Duration.ofHours(1));
    receiver.answer = new ReceiverAnswer.Refused("no");
    run(Duration.ofHours(4));
    assertThat(scene.stored("a").state()).isEqualTo(Delivery.State.ANNOUNCED);
    assertThat(scene.progress.refused()).isZero();
    assertThat(lane.pending()).isZero();
    receiver.answer = ReceiverAnswer.ACCEPTED;
    lane.changed(scene.triage("a", "Closed"));
    run(Duration.ofMinutes(10));
    assertThat(receiver.sent).containsExactly("Opened a", "Repeated a", "Closed a");
  }

  private void run(Duration time) throws InterruptedException {
    scene.run(lane, time);
    scene.statusArrives();
  }
}
