package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.SecretKey;
import dev.tocsin.api.v1alpha1.SlackOutput;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.FakeReceiver.Behaviour;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.receiver.ChatReceiver;
import dev.tocsin.notify.receiver.HttpDestination;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people read comes in digests, slowly, and all of it; the receiver is a fake of Slack. */
class GroupedLaneTest {
  private final LaneScene scene = new LaneScene();
  private FakeReceiver slack;

  @BeforeEach
  void start() throws IOException {
    slack = FakeReceiver.start();
  }

  @AfterEach
  void end() {
    assertThat(slack.violations).isEmpty();
    slack.close();
  }

  @Test
  void alertsOfOneGroupAreOneMessage() throws Exception {
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(4));
    lane.changed(scene.alert("b", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(5));
    assertThat(slack.received).isEmpty();
    scene.run(lane, Duration.ofSeconds(2));
    assertThat(texts()).singleElement().asString().startsWith("*2 alerts: 2 high*");
    assertThat(scene.stored("a").revision()).isEqualTo(1);
    assertThat(scene.stored("b").revision()).isEqualTo(1);
  }

  @Test
  void moreOfAGroupWaitsForItsInterval() throws Exception {
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(30));
    lane.changed(scene.alert("a", 2, 1, true));
    scene.run(lane, Duration.ofMinutes(4));
    assertThat(texts()).hasSize(1);
    scene.run(lane, Duration.ofMinutes(2));
    assertThat(texts()).hasSize(2);
    assertThat(texts().getLast()).startsWith("*High, closed: ");
  }

  @Test
  void anotherGroupDoesNotWaitForIt() throws Exception {
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(30));
    lane.changed(scene.alert("bank", "b", Severity.HIGH, 1, 1, false));
    scene.run(lane, Duration.ofSeconds(30));
    assertThat(texts()).hasSize(2);
  }

  @Test
  void criticalIsNeverHeldBack() throws Exception {
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(30));
    lane.changed(scene.alert("shop", "b", Severity.CRITICAL, 1, 1, false));
    lane.changed(scene.alert("shop", "c", Severity.HIGH, 1, 1, false));
    scene.run(lane, Duration.ofSeconds(1));
    assertThat(texts()).hasSize(2);
    assertThat(texts().getLast()).startsWith("*Critical, opened: ");
  }

  @Test
  void criticalComesBeforeAllGroupsThatAreReady() throws Exception {
    Lane lane = lane();
    for (int i = 0; i < 30; i++) {
      lane.changed(scene.alert("ns-" + i, "a" + i, Severity.HIGH, 1, 1, false));
    }
    scene.run(lane, Duration.ofSeconds(12));
    int before = texts().size();
    lane.changed(scene.alert("shop", "b", Severity.CRITICAL, 1, 1, false));
    scene.run(lane, Duration.ofSeconds(1));
    assertThat(texts()).hasSizeBetween(before + 1, before + 2);
    assertThat(texts().subList(before, texts().size()))
        .anyMatch(text -> text.startsWith("*Critical, opened: "));
  }

  @Test
  void aFloodOfCriticalDoesNotHoldUpAllElse() throws Exception {
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    for (int i = 0; i < 30; i++) {
      lane.changed(scene.alert("shop", "b" + i, Severity.CRITICAL, 1, 1, false));
      scene.run(lane, Duration.ofSeconds(1));
    }
    assertThat(texts()).anyMatch(text -> text.startsWith("*High, opened: "));
  }

  @Test
  void tenThousandAlertsOfAMinuteAreAFewMessagesAndNoneIsLost() throws Exception {
    Lane lane = lane();
    for (int i = 0; i < 10_000; i++) {
      lane.changed(scene.alert("shop-" + i % 3, "a" + i, Severity.values()[i % 5], 1, 1, false));
    }
    scene.run(
        lane,
        Duration.ofMinutes(
            2)); // what does not fit into a message does not wait for another interval
    assertThat(scene.progress.delivered()).isEqualTo(10_000);
    assertThat(lane.pending()).isZero();
    assertThat(slack.received).hasSizeLessThan(20);
  }

  /** Between two messages is a second, whatever waits. */
  @Test
  void isNeverFasterThanSlackAllows() throws Exception {
    Lane lane = lane();
    for (int i = 0; i < 30; i++) {
      lane.changed(scene.alert("ns-" + i, "a" + i, Severity.HIGH, 1, 1, false));
    }
    scene.run(lane, Duration.ofSeconds(10));
    assertThat(slack.received).hasSizeLessThanOrEqualTo(1);
    scene.run(lane, Duration.ofSeconds(10));
    assertThat(slack.received).hasSizeBetween(9, 11);
  }

  @Test
  void aDigestThatIsRefusedIsHalvedUntilTheOneAtFaultIsAlone() throws Exception {
    Lane lane = lane();
    for (int i = 0; i < 4; i++) {
      lane.changed(scene.alert("a" + i, 1, 1, false));
    }
    slack.then(new Behaviour.Answers(400), new Behaviour.Answers(400), new Behaviour.Answers(400));
    scene.run(lane, Duration.ofMinutes(30));
    assertThat(scene.progress.refused()).isEqualTo(1);
    assertThat(scene.progress.delivered()).isEqualTo(3);
  }

  @Test
  void whatIsAskedForWhenThereIsTooMuchIsObeyed() throws Exception {
    slack.then(new Behaviour.Answers(429, "Retry-After: 30"));
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofSeconds(35));
    assertThat(texts()).hasSize(1);
    scene.run(lane, Duration.ofSeconds(10));
    assertThat(texts()).hasSize(2);
    assertThat(scene.progress.delivered()).isEqualTo(1);
  }

  @Test
  void aChannelThatIsArchivedIsSentNothingMore() throws Exception {
    slack.usual = new Behaviour.Answers(410);
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofDays(1));
    assertThat(slack.received).hasSize(1);
    assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.STOPPED);
  }

  /** The URL is the credential: no text has it. */
  @Test
  void theUrlIsInNoMessage() throws Exception {
    slack.usual = new Behaviour.Answers(404);
    Lane lane = lane();
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));
    assertThat(scene.progress.state().message()).isEqualTo("the receiver answered 404");
    assertThat(scene.stored("a").message()).isEqualTo("the receiver answered 404");
  }

  private Lane lane() throws Exception {
    Secrets secrets =
        new Secrets(
            name ->
                Map.of(
                    "url",
                    Base64.getEncoder()
                        .encodeToString(slack.url().getBytes(StandardCharsets.UTF_8))),
            scene.clock);
    return scene.readLane(
        new HttpDestination(
            ChatReceiver.slack(new SlackOutput(new SecretKey("slack", "url")), null, secrets),
            new HttpCalls(
                new HttpCalls.Settings(
                    Duration.ofSeconds(5), LaneScene.usualTls(), AddressRule.unrestricted()),
                slack.resolver(),
                scene.clock),
            secrets,
            scene.clock));
  }

  private List<String> texts() {
    return slack.received.stream()
        .map(
            each -> {
              try {
                return new ObjectMapper().readTree(each.body()).get("text").asText();
              } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }
}
