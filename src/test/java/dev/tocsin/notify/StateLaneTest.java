package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.alert.Delivery;
import dev.tocsin.api.v1alpha1.AlertOutputSpec.Alertmanager;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.FakeReceiver.Behaviour;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.SecretsTest;
import dev.tocsin.notify.reach.UnusableOutputException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An Alertmanager is kept in the state of the alerts, whatever becomes of its instances. */
class StateLaneTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final LaneScene scene = new LaneScene();
  private final List<FakeReceiver> receivers = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    receivers.add(FakeReceiver.start());
    receivers.add(FakeReceiver.start());
  }

  @AfterEach
  void end() {
    for (FakeReceiver each : receivers) {
      assertThat(each.violations).isEmpty();
      each.close();
    }
  }

  @Test
  void anOpenAlertIsRepeatedToEveryInstanceAndAClosedOneForFiveMinutesMore() throws Exception {
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(3).plusSeconds(30));

    assertThat(receivers.getFirst().received).hasSizeBetween(4, 5);
    assertThat(receivers.getLast().received).hasSizeBetween(4, 5);
    assertThat(scene.progress.delivered()).isEqualTo(1); // the rest is repetition
    assertThat(end(last())).isAfter(scene.now.plus(Duration.ofMinutes(3)));

    lane.changed(scene.alert("a", 2, 1, true));
    scene.run(lane, Duration.ofSeconds(1));
    assertThat(end(last())).isBeforeOrEqualTo(scene.now.minusSeconds(60));
    scene.run(lane, Duration.ofMinutes(7));
    int sent = receivers.getFirst().received.size();
    scene.run(lane, Duration.ofMinutes(10));
    assertThat(receivers.getFirst().received).hasSize(sent);
    Delivery stored = scene.stored("a");
    assertThat(stored.revision()).isEqualTo(2);
  }

  @Test
  void labelsAreFewAndSayNothingThatChanges() throws Exception {
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(1));
    lane.changed(scene.alert("a", 1, 5000, false));
    scene.run(lane, Duration.ofSeconds(1));

    JsonNode first = alert(receivers.getFirst().received.getFirst());
    assertThat(alert(last()).get("labels")).isEqualTo(first.get("labels"));
    assertThat(first.get("labels").toString())
        .isEqualTo(
            "{\"alertname\":\"shell-in-pod\",\"alert\":\"a\",\"severity\":\"critical\","
                + "\"tocsin_severity\":\"high\",\"namespace\":\"shop\",\"pod\":\"web-1\","
                + "\"workload\":\"web\",\"node\":\"node-1\",\"cluster\":\"prod\","
                + "\"source\":\"tocsin\"}");
    assertThat(first.at("/annotations/summary").asText()).isEqualTo("A shell in a pod");
  }

  @Test
  void whatIsSilencedIsNotRepeatedAndSentAgainAfterwards() throws Exception {
    Lane lane = lane();
    lane.changed(scene.alert("shop", "a", Severity.MEDIUM, 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));
    int before = receivers.getFirst().received.size();

    scene.silence("shop", "alert.name == 'a'", Duration.ofHours(1));
    scene.run(lane, Duration.ofMinutes(59));
    assertThat(receivers.getFirst().received).hasSize(before); // it ends there within 4 minutes
    assertThat(lane.pending()).isZero();

    scene.run(lane, Duration.ofMinutes(2));
    assertThat(receivers.getFirst().received).hasSizeGreaterThan(before);
    assertThat(end(last())).isAfter(scene.now);
  }

  @Test
  void whatWasNeverOpenThereIsNotClosedThere() throws Exception {
    Lane lane = lane();
    lane.changed(scene.alert("a", 2, 1, true));
    scene.run(lane, Duration.ofMinutes(5));
    assertThat(receivers.getFirst().received).isEmpty();
    assertThat(lane.pending()).isZero();
  }

  @Test
  void oneInstanceIsEnoughAndTheOtherHasAllWhenItIsBack() throws Exception {
    receivers.getFirst().usual = new Behaviour.Answers(503);
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(20));
    assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.DELIVERING);
    assertThat(scene.progress.delivered()).isEqualTo(1);

    receivers.getFirst().usual = new Behaviour.Answers(200);
    int before = receivers.getFirst().received.size();
    scene.run(lane, Duration.ofMinutes(10));
    assertThat(receivers.getFirst().received.size()).isGreaterThan(before + 3);
  }

  @Test
  void afterAnOutageThePresentStateIsSent() throws Exception {
    receivers.forEach(each -> each.usual = new Behaviour.Answers(503));
    Lane lane = lane();
    for (int i = 0; i < 250; i++) {
      lane.changed(scene.alert("a" + i, 1, 1, false));
    }
    lane.changed(scene.alert("b", 1, 1, false));
    scene.run(lane, Duration.ofDays(3));
    assertThat(lane.pending()).isEqualTo(251);
    assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.RETRYING);
    lane.changed(scene.alert("b", 2, 1, true));

    receivers.forEach(each -> each.usual = new Behaviour.Answers(200));
    scene.run(lane, Duration.ofMinutes(12));
    assertThat(scene.progress.delivered()).isEqualTo(250);
    assertThat(lane.pending()).isZero();
  }

  @Test
  void oneThatIsRefusedIsFoundAndGivenUp() throws Exception {
    receivers.removeLast().close();
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    lane.changed(scene.alert("b", 1, 1, false));
    receivers
        .getFirst()
        .then(
            new Behaviour.Answers(400), // both
            new Behaviour.Answers(200), // a alone
            new Behaviour.Answers(400)); // b alone
    scene.run(lane, Duration.ofSeconds(5));
    assertThat(scene.progress.delivered()).isEqualTo(1);
    assertThat(scene.progress.refused()).isEqualTo(1);
  }

  @Test
  void aHangingInstanceDelaysNothingButOnce() throws Exception {
    receivers.getFirst().usual = new Behaviour.Hangs();
    Lane lane = lane();
    for (int i = 0; i < 20; i++) {
      lane.changed(scene.alert("a" + i, 1, 1, false));
      scene.run(lane, Duration.ofMillis(20));
    }
    assertThat(scene.progress.delivered()).isEqualTo(20);
    assertThat(receivers.getFirst().received).hasSizeLessThan(4);
  }

  @Test
  void anAlertBelowTheSeverityOrOfAnotherNamespaceIsNotSent() throws Exception {
    Lane lane =
        lane(
            AlertSelection.of(
                LaneScene.spec(
                    """
                    match: alert.policy == 'shell-in-pod' && pod.labels['app'] == 'web'
                    minSeverity: Medium
                    """),
                "shop"));
    lane.changed(scene.alert("shop", "low", Severity.LOW, 1, 1, false));
    lane.changed(scene.alert("shop", "high", Severity.HIGH, 1, 1, false));
    lane.changed(scene.alert("bank", "other", Severity.CRITICAL, 1, 1, false));
    scene.run(lane, Duration.ofSeconds(5));
    assertThat(scene.progress.delivered()).isEqualTo(1);
    assertThat(alert(last()).at("/labels/alert").asText()).isEqualTo("high");
  }

  private Lane lane() throws UnusableOutputException {
    return lane(AlertSelection.of(LaneScene.spec("{}"), ""));
  }

  private Lane lane(AlertSelection selection) {
    Alertmanager settings =
        new Alertmanager(
            receivers.stream().map(each -> each.url().replace("/hook", "/")).toList(), null);
    List<AlertmanagerInstance> instances =
        settings.urls().stream()
            .map(
                url ->
                    new AlertmanagerInstance(
                        url,
                        settings,
                        new HttpCalls(
                            new HttpCalls.Settings(
                                Duration.ofSeconds(1),
                                LaneScene.usualTls(),
                                AddressRule.unrestricted()),
                            receivers.getFirst().resolver(),
                            scene.clock),
                        SecretsTest.none(),
                        LaneScene.pace(600)))
            .toList();
    return new StateLane(
        scene.context(), selection, scene.holds(), instances, LaneScene.pace(600), scene.progress);
  }

  private FakeReceiver.Received last() {
    FakeReceiver.Received last = receivers.getLast().received.getLast();
    assertThat(last.path()).isEqualTo("/api/v2/alerts");
    return last;
  }

  private static JsonNode alert(FakeReceiver.Received request) throws IOException {
    return JSON.readTree(request.body()).get(0);
  }

  private static Instant end(FakeReceiver.Received request) throws IOException {
    return Instant.parse(alert(request).get("endsAt").asText());
  }
}
