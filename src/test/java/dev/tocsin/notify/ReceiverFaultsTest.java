package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.Delivery;
import dev.tocsin.alert.Transition;
import dev.tocsin.api.v1alpha1.AlertOutputSpec;
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
import dev.tocsin.notify.reach.OutputTls;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.SecretsTest;
import dev.tocsin.notify.receiver.ChatReceiver;
import dev.tocsin.notify.receiver.HttpDestination;
import dev.tocsin.notify.receiver.HttpReceiver;
import dev.tocsin.notify.receiver.OpenTelemetryReceiver;
import dev.tocsin.notify.receiver.PagerDutyReceiver;
import dev.tocsin.notify.receiver.WebhookReceiver;
import dev.tocsin.source.Certificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the receiver does: each destination over HTTP delivers all, and gives up none. */
class ReceiverFaultsTest {
  private static final SecretKey URL = new SecretKey("own", "url");
  private static final SecretKey TOKEN = new SecretKey("own", "token");

  private final LaneScene scene = new LaneScene();
  private final Map<String, String> secret = new HashMap<>();
  private FakeReceiver receiver;

  private static Certificates certificates;

  /** A destination, and what its receiver answers when all is well. */
  enum Kind {
    WEBHOOK(new Behaviour.Answers(200)) {
      @Override
      HttpReceiver of(String url, Secrets secrets) {
        return new WebhookReceiver(
            new AlertOutputSpec.Webhook(
                url, null, null, new HttpCredentials(TOKEN, null, null), null),
            null,
            secrets);
      }
    },
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

  @BeforeAll
  static void issue(@TempDir Path folder) {
    certificates = Certificates.in(folder).issue("other", "other.example");
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
    return lane(kind, LaneScene.usualTls());
  }

  private Lane lane(Kind kind, OutputTls tls) throws Exception {
    Secrets secrets = new Secrets(name -> secret, scene.clock);
    receiver.usual = kind.well;
    return scene.lane(
        new HttpDestination(
            kind.of(receiver.url(), secrets),
            new HttpCalls(
                new HttpCalls.Settings(Duration.ofSeconds(1), tls, AddressRule.unrestricted()),
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
  void oneThatRefusesConnectionsIsSentAllOnceItIsBack(Kind kind) throws Exception {
    Lane lane = lane(kind);
    int port = receiver.port();
    receiver.close();
    for (int i = 0; i < 5; i++) {
      lane.changed(scene.alert("a" + i, 1, 1, false));
    }
    scene.run(lane, Duration.ofDays(3));
    assertThat(scene.progress.delivered()).isZero();
    scene.failover();
    receiver = FakeReceiver.startAt(port);
    lane = lane(kind);
    scene.run(lane, Duration.ofHours(1));
    assertThat(scene.progress.delivered()).isEqualTo(5);
    assertThat(scene.progress.refused()).isZero();
  }

  /** The leader dies once the receiver has taken it: the next one cannot know. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void killedBeforeItIsNotedTheSameIsSentAgain(Kind kind) throws Exception {
    Lane lane = lane(kind);
    scene.statusIsWritten = false;
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ZERO);
    lane.close();
    scene.failover();
    scene.statusIsWritten = true;
    lane = lane(kind);
    scene.run(lane, Duration.ZERO);
    assertThat(receiver.received).hasSize(2);
    FakeReceiver.Received first = receiver.received.getFirst();
    FakeReceiver.Received second = receiver.received.getLast();
    assertThat(second.bytes()).isEqualTo(first.bytes());
    assertThat(second.header("Tocsin-Id")).isEqualTo(first.header("Tocsin-Id"));
    assertThat(scene.stored("a").revision()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aCertificateOfAnotherNameIsSentNothing(Kind kind) throws Exception {
    receiver.close();
    receiver = FakeReceiver.start(ServerIdentity.context(certificates, "other"));
    put("url", receiver.url());
    OutputTls tls =
        OutputTls.of(
            new AlertOutputSpec.Tls(Files.readString(certificates.authority()), null, null),
            SecretsTest.none());
    Lane lane = lane(kind, tls);
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofHours(1));
    assertThat(receiver.received).isEmpty();
    assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.RETRYING);
    assertThat(scene.progress.state().message()).startsWith("TLS: ");
    assertThat(scene.progress.refused()).isZero();
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
