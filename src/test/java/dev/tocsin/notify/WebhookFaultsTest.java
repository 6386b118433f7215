package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.alert.Delivery;
import dev.tocsin.api.v1alpha1.AlertOutputSpec.Webhook;
import dev.tocsin.notify.FakeReceiver.Behaviour;
import dev.tocsin.notify.FakeReceiver.Received;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.SecretsTest;
import dev.tocsin.notify.receiver.Destination;
import dev.tocsin.notify.receiver.HttpDestination;
import dev.tocsin.notify.receiver.WebhookReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a webhook's receiver does: nothing is lost, nothing comes under another id. */
class WebhookFaultsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private final LaneScene scene = new LaneScene();
  private FakeReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = FakeReceiver.start();
  }

  @AfterEach
  void end() {
    assertThat(receiver.violations).isEmpty();
    receiver.close();
  }

  @Test
  void anAlertIsOpenedEscalatedAndClosedInThatOrder() throws Exception {
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(5));
    lane.changed(scene.alert("a", 1, 12, false));
    scene.run(lane, Duration.ofSeconds(5));
    lane.changed(scene.alert("a", 2, 12, true));
    scene.run(lane, Duration.ofSeconds(5));

    assertThat(sent()).containsExactly("opened uid-a-1", "escalated uid-a-2", "closed uid-a-3");
    Delivery stored = scene.stored("a");
    assertThat(stored.revision()).isEqualTo(3);
    assertThat(stored.state()).isEqualTo(Delivery.State.ANNOUNCED);
    assertThat(lane.pending()).isZero();
    assertThat(lane.oldest()).isNull();
  }

  @Test
  void aRequestIsACloudEventThatNamesNoOtherReceiver() throws Exception {
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(5));

    Received request = receiver.received.getFirst();
    assertThat(request.path()).isEqualTo("/hook");
    assertThat(request.header("Content-Type")).isEqualTo("application/cloudevents+json");
    JsonNode event = JSON.readTree(request.body());
    assertThat(event.get("specversion").asText()).isEqualTo("1.0");
    assertThat(event.get("source").asText()).isEqualTo("/tocsin.dev/clusters/prod");
    assertThat(event.get("subject").asText()).isEqualTo("shop/a");
    assertThat(event.at("/data/spec/message").asText()).contains("<!channel>");
    assertThat(request.body()).doesNotContain("secret-output", "managedFields");
  }

  @Test
  void oneThatRefusesConnectionsIsTriedAgainUntilItIsBack() throws Exception {
    int port = receiver.port();
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    receiver.close();
    lane.changed(scene.alert("a", 1, 1, false));
    lane.changed(scene.alert("b", 1, 1, false));
    scene.run(lane, Duration.ofDays(3));

    assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.RETRYING);
    assertThat(lane.pending()).isEqualTo(2);
    assertThat(lane.oldest()).isEqualTo(LaneScene.BEGIN);
    Delivery waiting = scene.stored("a");
    assertThat(waiting.state()).isEqualTo(Delivery.State.WAITING);
    assertThat(waiting.message()).isEqualTo("no connection to the receiver");

    receiver = FakeReceiver.startAt(port);
    lane.changed(scene.alert("a", 2, 1, true));
    scene.run(lane, Duration.ofMinutes(10));
    assertThat(sent())
        .containsExactlyInAnyOrder("opened uid-a-1", "closed uid-a-2", "opened uid-b-1");
    assertThat(sent().indexOf("opened uid-a-1")).isLessThan(sent().indexOf("closed uid-a-2"));
  }

  @Test
  void oneThatHangsIsLeftAfterTheTimeout() throws Exception {
    receiver.then(new Behaviour.Hangs());
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));

    assertThat(sent()).containsExactly("opened uid-a-1", "opened uid-a-1");
    assertThat(scene.progress.delivered()).isEqualTo(1);
    assertThat(scene.progress.retried()).isEqualTo(1);
  }

  @Test
  void whatMayHaveBeenTakenIsSentAgainUnderTheSameId() throws Exception {
    receiver.then(new Behaviour.Cuts(), new Behaviour.Loses());
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(1));
    lane.changed(scene.alert("a", 1, 30, false));
    scene.run(lane, Duration.ofMinutes(2));

    assertThat(sent().stream().distinct().toList())
        .containsExactly("opened uid-a-1", "escalated uid-a-2");
    assertThat(scene.progress.delivered()).isEqualTo(2);
  }

  /** Some greet with a page. */
  @Test
  void howLongAnAnswerIsDoesNotMatter() throws Exception {
    receiver.usual = new Behaviour.Says(200, "<html>".repeat(100_000));
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));
    assertThat(sent()).containsExactly("opened uid-a-1");
    assertThat(scene.progress.delivered()).isEqualTo(1);
  }

  @Test
  void retryAfterIsObeyed() throws Exception {
    receiver.then(new Behaviour.Answers(429, "Retry-After: 120"));
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(119));
    assertThat(sent()).hasSize(1);
    scene.run(lane, Duration.ofSeconds(2));
    assertThat(sent()).hasSize(2);
    assertThat(scene.progress.delivered()).isEqualTo(1);
  }

  @Test
  void anAlertThatIsTooLargeIsSentBriefly() throws Exception {
    receiver.then(new Behaviour.Answers(413));
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));

    assertThat(sent()).containsExactly("opened uid-a-1", "opened uid-a-1");
    assertThat(receiver.received.getFirst().body()).contains("ancestors");
    assertThat(receiver.received.getLast().body()).doesNotContain("ancestors");
    assertThat(scene.progress.delivered()).isEqualTo(1);
  }

  @Test
  void oneThatIsRefusedForWhatItSaysIsGivenUpAndHoldsUpNoOther() throws Exception {
    receiver.then(new Behaviour.Answers(422));
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    lane.changed(scene.alert("a", 1, 1, false));
    lane.changed(scene.alert("b", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));

    assertThat(sent()).containsExactly("opened uid-a-1", "opened uid-b-1");
    Delivery given = scene.stored("a");
    assertThat(given.state()).isEqualTo(Delivery.State.GIVEN_UP);
    assertThat(given.message()).isEqualTo("the receiver answered 422");
    assertThat(scene.progress.refused()).isEqualTo(1);
  }

  /** A token that is being replaced must not cost a single alert. */
  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void aReceiverThatDoesNotLetUsInCostsNothing(int status) throws Exception {
    receiver.usual = new Behaviour.Answers(status);
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    for (int i = 0; i < 50; i++) {
      lane.changed(scene.alert("a" + i, 1, 1, false));
    }
    scene.run(lane, Duration.ofHours(1));
    assertThat(scene.progress.refused()).isZero();
    assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.UNHEALTHY);
    assertThat(receiver.received).hasSizeLessThan(100);

    receiver.usual = new Behaviour.Answers(202);
    scene.run(lane, Duration.ofMinutes(10));
    assertThat(scene.progress.delivered()).isEqualTo(50);
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (FakeReceiver other = FakeReceiver.start()) {
      receiver.usual =
          new Behaviour.Answers(307, "Location: http://127.0.0.1:" + other.port() + "/");
      Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofMinutes(2));
      assertThat(other.received).isEmpty();
      assertThat(scene.progress.state().message()).contains("redirect");
      assertThat(lane.pending()).isEqualTo(1);
    }
  }

  @Test
  void oneThatIsGoneForGoodIsSentNothingMore() throws Exception {
    receiver.usual = new Behaviour.Answers(410);
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    lane.changed(scene.alert("a", 1, 1, false));
    lane.changed(scene.alert("b", 1, 1, false));
    scene.run(lane, Duration.ofDays(1));
    assertThat(receiver.received).hasSize(1);
    assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.STOPPED);
    assertThat(lane.pending()).isEqualTo(2);
  }

  @Test
  void theNextLeaderSendsWhatIsMissingUnderTheSameId() throws Exception {
    scene.statusIsWritten = false; // the leader dies between the answer and the status
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(5));
    lane.close();
    scene.statusIsWritten = true;
    scene.failover();

    Lane next = scene.lane(webhook(AddressRule.unrestricted()));
    scene.run(next, Duration.ofSeconds(5));
    assertThat(sent()).containsExactly("opened uid-a-1", "opened uid-a-1");
    next.close();
    scene.failover();
    scene.run(scene.lane(webhook(AddressRule.unrestricted())), Duration.ofSeconds(5));
    assertThat(sent()).hasSize(2);
  }

  @Test
  void oneThatDoesNotLeadSendsNothing() throws Exception {
    scene.leads = false;
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));
    assertThat(receiver.received).isEmpty();
    scene.leads = true;
    scene.run(lane, Duration.ofSeconds(5));
    assertThat(sent()).containsExactly("opened uid-a-1");
  }

  @Test
  void whatWasLostOnTheWayToTheStatusIsReportedAgain() throws Exception {
    scene.statusIsWritten = false;
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(5));
    scene.statusIsWritten = true;
    lane.changed(scene.alert("a", 1, 2, false));
    scene.run(lane, Duration.ofSeconds(5));
    assertThat(sent()).hasSize(1);
    assertThat(scene.stored("a").revision()).isEqualTo(1);
  }

  @Test
  void whatFailsForAWeekIsGivenUpAndCounted() throws Exception {
    receiver.usual = new Behaviour.Answers(503);
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofDays(8));
    assertThat(scene.progress.expired()).isEqualTo(1);
    assertThat(lane.pending()).isZero();
    Delivery given = scene.stored("a");
    assertThat(given.state()).isEqualTo(Delivery.State.GIVEN_UP);
  }

  @Test
  void alertsFromBeforeTheOutputAreNotSent() throws Exception {
    scene.now = LaneScene.BEGIN.minusSeconds(60);
    scene.alert("old", 1, 1, false);
    scene.now = LaneScene.BEGIN;
    scene.alert("new", 1, 1, false);
    scene.run(scene.lane(webhook(AddressRule.unrestricted())), Duration.ofSeconds(5));
    assertThat(sent()).containsExactly("opened uid-new-1");
  }

  @Test
  void aTenantReachesNoLoopbackWhateverTheNameSays() throws Exception {
    Lane lane = scene.lane(webhook(new AddressRule(true, Set.of(), Set.of())));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));
    assertThat(receiver.received).isEmpty();
    assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.ADDRESS_FORBIDDEN);
  }

  @Test
  void sendsNoFasterThanItsRate() throws Exception {
    Lane lane = scene.lane(webhook(AddressRule.unrestricted()));
    for (int i = 0; i < 100; i++) {
      lane.changed(scene.alert("a" + i, 1, 1, false));
    }
    scene.run(lane, Duration.ofSeconds(5));
    assertThat(receiver.received).hasSizeBetween(49, 51); // 600 a minute
  }

  private Destination webhook(AddressRule addresses) {
    HttpCalls calls =
        new HttpCalls(
            new HttpCalls.Settings(TIMEOUT, LaneScene.usualTls(), addresses),
            host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
            scene.clock);
    return new HttpDestination(
        new WebhookReceiver(
            new Webhook(receiver.url(), null, null, null, null), null, SecretsTest.none()),
        calls,
        SecretsTest.none(),
        scene.clock);
  }

  private List<String> sent() {
    return receiver.received.stream()
        .map(
            each ->
                each.header("Tocsin-Event").toLowerCase(java.util.Locale.ROOT)
                    + " "
                    + each.header("Tocsin-Id"))
        .toList();
  }
}
