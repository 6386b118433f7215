package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.Delivery;
import dev.tocsin.alert.Transition;
import dev.tocsin.api.v1alpha1.HttpCredentials;
import dev.tocsin.api.v1alpha1.OpenTelemetryOutput;
import dev.tocsin.api.v1alpha1.PagerDutyOutput;
import dev.tocsin.api.v1alpha1.SecretKey;
import dev.tocsin.api.v1alpha1.SlackOutput;
import dev.tocsin.api.v1alpha1.TeamsOutput;
import dev.tocsin.notify.FakeReceiver.Behaviour;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.receiver.ChatReceiver;
import dev.tocsin.notify.receiver.HttpDestination;
import dev.tocsin.notify.receiver.HttpReceiver;
import dev.tocsin.notify.receiver.OpenTelemetryReceiver;
import dev.tocsin.notify.receiver.PagerDutyReceiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the receiver does: each destination over HTTP delivers all, and gives up none. */
class ReceiverFaultsTest {
  private static final SecretKey URL = new SecretKey("own", "url");
  private static final SecretKey TOKEN = new SecretKey("own", "token");

  private final LaneScene scene = new LaneScene();
  private final Map<String, String> secret = new HashMap<>();
  private FakeReceiver receiver;

  /** A destination, and what its receiver answers when all is well. */
  enum Kind {
    SLACK(new Behaviour.Says(200, "ok")) {
      @Override
      HttpReceiver of(String url, Secrets secrets) {
        return ChatReceiver.slack(new SlackOutput(URL), null, secrets);
      }
    },
    TEAMS(new Behaviour.Says(202, "")) {
      @Override
      HttpReceiver of(String url, Secrets secrets) {
        return ChatReceiver.teams(new TeamsOutput(URL), null, secrets);
      }
    },
    PAGER_DUTY(new Behaviour.Says(202, "{\"status\":\"success\",\"dedup_key\":\"uid-a\"}")) {
      @Override
      HttpReceiver of(String url, Secrets secrets) {
        return new PagerDutyReceiver(new PagerDutyOutput(TOKEN, url), null, secrets);
      }
    },
    OPEN_TELEMETRY(new Behaviour.Says(200, "")) {
      @Override
      HttpReceiver of(String url, Secrets secrets) {
        return new OpenTelemetryReceiver(
            new OpenTelemetryOutput(url, new HttpCredentials(TOKEN, null, null), null, null),
            secrets);
      }
    };

    final Behaviour well;

    Kind(Behaviour well) {
      this.well = well;
    }

    abstract HttpReceiver of(String url, Secrets secrets);
  }

  @BeforeEach
  void start() throws IOException {
    receiver = FakeReceiver.start();
    put("url", receiver.url());
    put("token", "t0ken-1");
  }

  @AfterEach
  void end() {
    assertThat(receiver.violations).isEmpty();
    receiver.close();
  }

  private void put(String key, String value) {
    secret.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
  }

  private Lane lane(Kind kind) throws Exception {
    Secrets secrets = new Secrets(name -> secret, scene.clock);
    receiver.usual = kind.well;
    return scene.lane(
        new HttpDestination(
            kind.of(receiver.url(), secrets),
            new HttpCalls(
                new HttpCalls.Settings(
                    Duration.ofSeconds(1), LaneScene.usualTls(), AddressRule.unrestricted()),
                receiver.resolver(),
                scene.clock),
            secrets,
            scene.clock));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whateverGoesWrongAllIsDelivered(Kind kind) throws Exception {
    Lane lane = lane(kind);
    receiver.then(
        new Behaviour.Hangs(),
        new Behaviour.Cuts(),
        new Behaviour.Loses(),
        new Behaviour.Answers(429, "Retry-After: 7"),
        new Behaviour.Answers(503),
        new Behaviour.Answers(307, "Location: http://127.0.0.1/"),
        new Behaviour.Answers(413));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofHours(1));
    lane.changed(scene.alert("a", 1, 12, false));
    scene.run(lane, Duration.ofHours(1));
    lane.changed(scene.alert("a", 2, 12, true));
    scene.run(lane, Duration.ofHours(1));

    assertThat(scene.progress.refused()).isZero();
    assertThat(scene.progress.delivered()).isEqualTo(3);
    Delivery stored = scene.stored("a");
    assertThat(stored.state()).isEqualTo(Delivery.State.ANNOUNCED);
    assertThat(stored.transition()).isEqualTo(Transition.CLOSED);
    assertThat(lane.pending()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aTokenThatIsReplacedCostsNoAlert(Kind kind) throws Exception {
    Lane lane = lane(kind);
    receiver.usual = new Behaviour.Answers(403);
    for (int i = 0; i < 20; i++) {
      lane.changed(scene.alert("a" + i, 1, 1, false));
    }
    scene.run(lane, Duration.ofMinutes(30));
    assertThat(scene.progress.refused()).isZero();
    put("token", "t0ken-2");
    receiver.usual = kind.well;
    scene.run(lane, Duration.ofMinutes(30));
    assertThat(scene.progress.delivered()).isEqualTo(20);
    assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.DELIVERING);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void noTextHasASecret(Kind kind) throws Exception {
    Lane lane = lane(kind);
    receiver.usual = new Behaviour.Says(401, "no: t0ken-1 at " + receiver.url());
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));
    assertThat(scene.progress.state().message()).isEqualTo("the receiver answered 401");
    assertThat(scene.stored("a").message()).isEqualTo("the receiver answered 401");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aTenantReachesNoLoopback(Kind kind) throws Exception {
    Secrets secrets = new Secrets(name -> secret, scene.clock);
    Lane lane =
        scene.lane(
            new HttpDestination(
                kind.of(receiver.url(), secrets),
                new HttpCalls(
                    new HttpCalls.Settings(
                        Duration.ofSeconds(1),
                        LaneScene.usualTls(),
                        new AddressRule(true, Set.of(), Set.of())),
                    receiver.resolver(),
                    scene.clock),
                secrets,
                scene.clock));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));
    assertThat(receiver.received).isEmpty();
    assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.ADDRESS_FORBIDDEN);
  }
}
