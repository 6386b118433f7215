package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.engine.Severity;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.UnusableOutputException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a receiver has as open ends there when the alert's object is deleted or expires. */
class GoneAlertsTest {
  private final LaneScene scene = new LaneScene();
  private final GoneAlerts gone = new GoneAlerts(scene.alerts, scene.clock);
  private final SentMessages receiver = new SentMessages();
  private Lane lane;

  @BeforeEach
  void start() throws UnusableOutputException {
    lane = scene.lane(receiver);
  }

  @Test
  void anAlertThatIsDeletedWhileItIsOpenIsClosedOnce() throws Exception {
    lane.changed(scene.alert("a", 1, 1, false));
    run(Duration.ofMinutes(1));
    delete("a");
    run(Duration.ofMinutes(1));
    lane.changed(LaneScene.uid("a"));
    run(Duration.ofDays(1));
    assertThat(receiver.sent).containsExactly("Opened a", "Closed a");
  }

  @Test
  void whatIsDeletedBeforeItWasSentIsSentAllTheSame() throws Exception {
    receiver.answer = new ReceiverAnswer.Retry("away", null);
    lane.changed(scene.alert("a", 1, 1, false));
    run(Duration.ofHours(1));
    delete("a");
    run(Duration.ofHours(1));
    receiver.sent.clear();
    receiver.answer = ReceiverAnswer.ACCEPTED;
    run(Duration.ofMinutes(10));
    assertThat(receiver.sent).containsExactly("Opened a", "Closed a");
  }

  @Test
  void whatWasClosedAndSentSoIsForgottenAtOnce() throws Exception {
    lane.changed(scene.alert("a", 2, 1, true));
    run(Duration.ofMinutes(1));
    delete("a");
    assertThat(scene.alerts).isEmpty();
    run(Duration.ofMinutes(1));
    assertThat(receiver.sent).containsExactly("Opened a", "Closed a");
  }

  @Test
  void theyAreForgottenAfterSevenDaysAndTheOldestWhereThereAreTooMany() {
    for (int i = 0; i <= GoneAlerts.MOST; i++) {
      scene.alert("a" + i, 1, 1, false);
      gone.deleted(LaneScene.uid("a" + i));
    }
    assertThat(gone.forget()).containsExactly(LaneScene.uid("a0"));
    assertThat(gone.forget()).isEmpty();
    scene.now = scene.now.plus(Duration.ofDays(7)).plusSeconds(1);
    assertThat(gone.forget()).hasSize(GoneAlerts.MOST);
    assertThat(scene.alerts).isEmpty();
  }

  /** Who deletes many alerts of one namespace hides the end of none of another. */
  @Test
  void theNamespaceWithTheMostLosesItsOldest() {
    gone.deleted(scene.alert("quiet", "a", Severity.HIGH, 1, 1, false));
    for (int i = 0; i < GoneAlerts.MOST; i++) {
      gone.deleted(scene.alert("loud", "b" + i, Severity.LOW, 1, 1, false));
    }
    assertThat(gone.forget()).containsExactly(LaneScene.uid("b0"));
  }

  @Test
  void whatIsKnownOfItIsItsObject() {
    String uid = scene.alert("shop", "a", Severity.HIGH, 1, 7, false);
    KnownAlert alert = scene.known(uid);
    assertThat(gone.object(alert.ref())).isNull();
    gone.deleted(uid);
    ObjectNode object = Objects.requireNonNull(gone.object(alert.ref()));
    assertThat(object.at("/metadata/uid").asText()).isEqualTo(uid);
    assertThat(object.at("/spec/policy/name").asText()).isEqualTo("shell-in-pod");
    assertThat(object.at("/spec/severity").asText()).isEqualTo("High");
    assertThat(object.at("/spec/pod/name").asText()).isEqualTo("web-1");
    assertThat(object.at("/status/count").asLong()).isEqualTo(7);
  }

  private void delete(String name) {
    gone.deleted(LaneScene.uid(name));
    lane.changed(LaneScene.uid(name));
  }

  private void run(Duration time) throws InterruptedException {
    scene.run(lane, time);
    scene.statusArrives();
  }
}
