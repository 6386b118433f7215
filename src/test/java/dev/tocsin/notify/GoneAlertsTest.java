package dev.tocsin.notify;

import static dev.tocsin.notify.LaneScene.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.AlertOutput;
import dev.tocsin.api.v1alpha1.AlertOutputStatus;
import dev.tocsin.api.v1alpha1.AlertOutputStatus.OpenAlert;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.UnusableOutputException;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a receiver has as open ends there when the alert's object is deleted or expires. */
class GoneAlertsTest {
  /** Such as alerts have. */
  private static final String NAME = "shell-in-pod-abcdefghijklmnopqrst";

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

  /** Its object says nothing any more: the status of the output does. */
  @Test
  void whatWasDeletedWhileNobodyLedIsClosedByTheNextLeader() throws Exception {
    lane.changed(scene.alert(NAME, 1, 12, false));
    lane.changed(scene.alert("b", 1, 1, false));
    run(Duration.ofMinutes(1));
    AlertOutput output = output(OpenThere.of(spec("{}"), scene.alerts.values(), scene.progress));
    receiver.sent.clear();
    scene.failover();
    scene.alerts.remove(LaneScene.uid(NAME));
    for (KnownAlert each : OpenThere.closed(output, scene.now)) {
      gone.missed(each);
    }
    // it selects none of them any more, as what is left does not say where they were
    lane = scene.lane(receiver, AlertSelection.of(spec("{match: 'false'}"), ""), scene.holds());
    ObjectNode object = gone.object(scene.known(LaneScene.uid(NAME)).ref());
    assertThat(Objects.requireNonNull(object).at("/spec/title").asText())
        .isEqualTo("A shell in a pod");
    run(Duration.ofDays(1));
    assertThat(receiver.sent).containsExactly("Closed " + NAME);
    assertThat(scene.known(LaneScene.uid("b")).isOpen()).isTrue();
    assertThat(OpenThere.of(spec("{}"), scene.alerts.values(), scene.progress))
        .extracting(OpenAlert::alert)
        .containsExactly("shop/b");
  }

  /** What one output had of it opens nothing at another. */
  @Test
  void otherOutputsAreSentNothingOfIt() throws Exception {
    lane.changed(scene.alert(NAME, 1, 1, false));
    run(Duration.ofMinutes(1));
    AlertOutput output = output(OpenThere.of(spec("{}"), scene.alerts.values(), scene.progress));
    output.getMetadata().setName("another");
    receiver.sent.clear();
    scene.failover();
    scene.alerts.clear();
    OpenThere.closed(output, scene.now).forEach(gone::missed);
    lane = scene.lane(receiver);
    run(Duration.ofDays(1));
    assertThat(receiver.sent).isEmpty();
  }

  /** Two outputs may have come differently far. */
  @Test
  void eachOutputThatHadItIsSentItsEnd() {
    OpenAlert one = new OpenAlert("shop/" + NAME, "uid-a", 1L, 1L, "High", "p/q", "t");
    OpenAlert two = new OpenAlert("shop/" + NAME, "uid-a", 3L, 10L, "High", "p/q", "t");
    gone.missed(OpenThere.closed(output(List.of(one)), scene.now).getFirst());
    AlertOutput other = output(List.of(two));
    other.getMetadata().setName("other");
    gone.missed(OpenThere.closed(other, scene.now).getFirst());
    KnownAlert known = scene.known("uid-a");
    assertThat(known.deliveries().byReceiver())
        .containsOnlyKeys("tocsin-system/hook", "tocsin-system/other");
    assertThat(Objects.requireNonNull(known.revision()).number()).isEqualTo(4);
    assertThat(gone.object(known.ref())).isNotNull();
  }

  @Test
  void theMostSevereAndNewestAreRemembered() throws Exception {
    for (int i = 0; i < 150; i++) {
      Severity severity = i == 3 ? Severity.CRITICAL : Severity.HIGH;
      lane.changed(scene.alert("shop", "a" + i, severity, 1, 1, false));
      scene.now = scene.now.plusSeconds(1);
    }
    run(Duration.ofMinutes(1));
    assertThat(OpenThere.of(spec("{}"), scene.alerts.values(), scene.progress))
        .hasSize(AlertOutputStatus.MOST_OPEN)
        .extracting(OpenAlert::uid)
        .startsWith("uid-a3", "uid-a149", "uid-a148");
    assertThat(OpenThere.of(spec("{events: [Opened]}"), scene.alerts.values(), scene.progress))
        .isEmpty();
  }

  private static AlertOutput output(List<OpenAlert> open) {
    AlertOutput output = new AlertOutput();
    output.setMetadata(
        new ObjectMetaBuilder().withNamespace("tocsin-system").withName("hook").build());
    output.setStatus(new AlertOutputStatus(1L, List.of(), 0L, 0L, 0L, null, open, null));
    return output;
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
