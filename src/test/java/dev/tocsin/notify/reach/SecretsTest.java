package dev.tocsin.notify.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.api.v1alpha1.AlertOutputSpec.Webhook;
import dev.tocsin.api.v1alpha1.HttpCredentials;
import dev.tocsin.api.v1alpha1.SecretKey;
import dev.tocsin.notify.FakeReceiver;
import dev.tocsin.notify.Lane;
import dev.tocsin.notify.LaneScene;
import dev.tocsin.notify.format.SampleMessages;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.receiver.Destination;
import dev.tocsin.notify.receiver.HttpDestination;
import dev.tocsin.notify.receiver.WebhookReceiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets reach the receiver and nobody else, and are read again when they are replaced. */
public class SecretsTest {
  private static final String TOKEN = "s3cr3t-t0ken";
  private final LaneScene scene = new LaneScene();
  private final Map<String, Map<String, String>> stored = new HashMap<>();
  private FakeReceiver receiver;
  private int reads;

  @BeforeEach
  void start() throws IOException {
    receiver = FakeReceiver.start();
    put("hook", Map.of("token", TOKEN, "password", "pa55", "key", "k3y"));
  }

  @AfterEach
  void end() {
    assertThat(receiver.violations).isEmpty();
    receiver.close();
  }

  /** Of an output that names none. */
  public static Secrets none() {
    return new Secrets(name -> null, java.time.Instant::now);
  }

  private void put(String name, Map<String, String> values) {
    Map<String, String> data = new HashMap<>();
    values.forEach(
        (key, value) ->
            data.put(
                key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    stored.put(name, data);
  }

  @Test
  void eachKindOfCredentialsIsSent() throws Exception {
    send(new HttpCredentials(key("token"), null, null), null);
    assertThat(receiver.received.getLast().header("Authorization")).isEqualTo("Bearer " + TOKEN);
    send(
        new HttpCredentials(null, new HttpCredentials.Basic("tocsin", key("password")), null),
        null);
    assertThat(receiver.received.getLast().header("Authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString("tocsin:pa55".getBytes(StandardCharsets.UTF_8)));
    send(
        new HttpCredentials(null, null, new HttpCredentials.Header("X-Api-Key", key("key"))), null);
    assertThat(receiver.received.getLast().header("X-Api-Key")).isEqualTo("k3y");
  }

  @Test
  void aBodyIsSignedWithItsTime() throws Exception {
    send(null, key("key"));
    FakeReceiver.Received request = receiver.received.getLast();
    String seconds = "" + scene.now.getEpochSecond();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("k3y".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signed =
        HexFormat.of()
            .formatHex(
                mac.doFinal((seconds + "." + request.body()).getBytes(StandardCharsets.UTF_8)));
    assertThat(request.header("Tocsin-Signature")).isEqualTo("t=" + seconds + ",v1=" + signed);
  }

  @Test
  void aTokenThatIsReplacedIsUsedAtTheNextTry() throws Exception {
    Destination destination = destination(new HttpCredentials(key("token"), null, null), null);
    Lane lane = scene.lane(destination);
    receiver.then(new FakeReceiver.Behaviour.Answers(401));
    lane.changed(scene.alert("a", 1, 1, false));
    lane.step();
    lane.step();
    put("hook", Map.of("token", "new-token"));
    scene.run(lane, Duration.ofMinutes(1));
    assertThat(receiver.received)
        .extracting(each -> each.header("Authorization"))
        .containsExactly("Bearer " + TOKEN, "Bearer new-token");
    assertThat(scene.progress.delivered()).isEqualTo(1);
  }

  @Test
  void aSecretThatIsMissingIsSaidBeforeAnythingIsSent() throws Exception {
    Lane lane =
        scene.lane(
            destination(new HttpCredentials(new SecretKey("other", "token"), null, null), null));
    lane.step();
    assertThat(scene.progress.state())
        .isEqualTo(new LaneState(LaneState.Kind.SECRET_UNUSABLE, "Secret other is not there"));
    put("other", Map.of("token", "t"));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(2));
    assertThat(scene.progress.delivered()).isEqualTo(1);
    assertThat(receiver.received).hasSize(1);
  }

  @Test
  void whatIsReadIsKeptForHalfAMinute() throws Exception {
    Secrets secrets = secrets();
    secrets.value(key("token"));
    secrets.value(key("password"));
    assertThat(reads).isEqualTo(1);
    scene.now = scene.now.plusSeconds(31);
    secrets.value(key("token"));
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void aValueThatWouldBreakAHeaderIsRefusedWithoutBeingShown() {
    put("hook", Map.of("token", TOKEN + "\r\nX-Evil: 1"));
    assertThatThrownBy(() -> secrets().value(key("token")))
        .isInstanceOf(UnreadableSecretException.class)
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void aSecretUrlIsInNoReason() throws Exception {
    String url = "http://receiver.example:" + receiver.port() + "/services/T0/B0/" + TOKEN;
    put("hook", Map.of("url", url));
    receiver.usual = new FakeReceiver.Behaviour.Answers(404);
    Lane lane = scene.lane(destination(new Webhook(null, key("url"), null, null, null)));
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofMinutes(1));
    assertThat(receiver.received.getFirst().path()).endsWith(TOKEN);
    assertThat(scene.progress.state().message()).doesNotContain(TOKEN).contains("404");
    put("hook", Map.of("url", "ht tp://" + TOKEN));
    scene.run(lane, Duration.ofMinutes(10));
    assertThat(scene.progress.state().message()).isEqualTo("urlFrom names no URL of HTTP");
  }

  private static SecretKey key(String key) {
    return new SecretKey("hook", key);
  }

  private void send(@Nullable HttpCredentials credentials, @Nullable SecretKey signingKey)
      throws InterruptedException {
    try (Destination destination = destination(credentials, signingKey)) {
      ReceiverAnswer answer = destination.deliver(List.of(SampleMessages.opened()), false);
      assertThat(answer).isEqualTo(ReceiverAnswer.ACCEPTED);
    }
  }

  private Destination destination(
      @Nullable HttpCredentials credentials, @Nullable SecretKey signingKey) {
    return destination(new Webhook(receiver.url(), null, null, credentials, signingKey));
  }

  private Destination destination(Webhook webhook) {
    Secrets secrets = secrets();
    return new HttpDestination(
        new WebhookReceiver(webhook, null, secrets),
        new HttpCalls(
            new HttpCalls.Settings(
                Duration.ofSeconds(5), LaneScene.usualTls(), AddressRule.unrestricted()),
            receiver.resolver(),
            scene.clock),
        secrets,
        scene.clock);
  }

  private Secrets secrets() {
    return new Secrets(
        name -> {
          reads++;
          return stored.get(name);
        },
        scene.clock);
  }
}
