package dev.tocsin.notify.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.api.v1alpha1.AlertOutputSpec;
import dev.tocsin.notify.FakeReceiver;
import dev.tocsin.notify.LaneScene;
import dev.tocsin.notify.ServerIdentity;
import dev.tocsin.source.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which server is spoken to, and what its answers mean. */
class HttpCallsTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Map<String, Map<String, String>> stored = new HashMap<>();
  private static Instant now = NOW;
  private static Certificates certificates;

  @BeforeAll
  static void issue(@TempDir Path folder) {
    certificates =
        Certificates.in(folder)
            .issue("receiver", "receiver.example")
            .issue("other", "other.example");
  }

  @Test
  void theCertificateIsCheckedForTheNameAndNotForTheAddress() throws Exception {
    try (FakeReceiver receiver =
        FakeReceiver.start(ServerIdentity.context(certificates, "receiver"))) {
      assertThat(post(receiver, "")).isEqualTo(ReceiverAnswer.ACCEPTED);
      assertThat(receiver.violations).isEmpty();
    }
  }

  @Test
  void aCertificateForAnotherNameIsRefusedUnlessThatNameIsExpected() throws Exception {
    try (FakeReceiver receiver =
        FakeReceiver.start(ServerIdentity.context(certificates, "other"))) {
      assertThat(post(receiver, ""))
          .isInstanceOfSatisfying(
              ReceiverAnswer.Retry.class,
              retry -> assertThat(retry.reason()).startsWith("TLS: ").contains("alternative"));
      assertThat(receiver.received).isEmpty();
      assertThat(post(receiver, "other.example")).isEqualTo(ReceiverAnswer.ACCEPTED);
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused() throws Exception {
    try (FakeReceiver receiver =
            FakeReceiver.start(ServerIdentity.context(certificates, "receiver"));
        HttpCalls calls = calls(receiver, LaneScene.usualTls())) {
      assertThat(calls.post(receiver.uri(), headers(), new byte[0]))
          .isInstanceOfSatisfying(
              ReceiverAnswer.Retry.class, retry -> assertThat(retry.reason()).startsWith("TLS: "));
    }
  }

  @Test
  void theOutputShowsItsCertificateAndTheNewOneOnceItIsReplaced() throws Exception {
    try (FakeReceiver receiver =
        FakeReceiver.startForKnown(ServerIdentity.context(certificates, "receiver"))) {
      assertThat(post(receiver, "")).isInstanceOf(ReceiverAnswer.Retry.class);
      store("own", "receiver");
      try (HttpCalls calls = calls(receiver, tls("", "own"))) {
        assertThat(calls.post(receiver.uri(), headers(), new byte[0]))
            .isEqualTo(ReceiverAnswer.ACCEPTED);
        store("own", "other");
        now = NOW.plusSeconds(60);
        assertThat(calls.post(receiver.uri(), headers(), new byte[0]))
            .isEqualTo(ReceiverAnswer.ACCEPTED);
      }
      assertThat(receiver.received)
          .extracting(FakeReceiver.Received::client)
          .satisfiesExactly(
              first -> assertThat(first).isNotEmpty(),
              second ->
                  assertThat(second)
                      .isNotEmpty()
                      .isNotEqualTo(receiver.received.getFirst().client()));
    }
  }

  @Test
  void aCertificateThatCannotBeUsedIsSaidWithoutIt() throws Exception {
    stored.put("own", Map.of("tls.crt", "bm9uZQ==", "tls.key", "czNjcjN0"));
    try (FakeReceiver receiver =
            FakeReceiver.start(ServerIdentity.context(certificates, "receiver"));
        HttpCalls calls = calls(receiver, tls("", "own"))) {
      assertThat(calls.post(receiver.uri(), headers(), new byte[0]))
          .isEqualTo(
              new ReceiverAnswer.NoSecret(
                  "Secret own has no certificate and key in PEM that belong together"));
    }
  }

  /** A name that means another address a moment later. */
  @Test
  void eachConnectionGoesToAnAddressThatWasJudged() throws Exception {
    InetAddress allowed = InetAddress.ofLiteral("203.0.113.9");
    int[] asked = {0};
    try (FakeReceiver receiver = FakeReceiver.start();
        HttpCalls calls =
            new HttpCalls(
                new HttpCalls.Settings(
                    Duration.ofSeconds(1),
                    LaneScene.usualTls(),
                    new AddressRule(true, Set.of(), Set.of())),
                host ->
                    new InetAddress[] {
                      asked[0]++ == 0 ? allowed : InetAddress.getLoopbackAddress()
                    },
                () -> NOW)) {
      assertThat(calls.post(receiver.uri(), headers(), new byte[0]))
          .isInstanceOf(ReceiverAnswer.Retry.class);
      assertThat(calls.post(receiver.uri(), headers(), new byte[0]))
          .isInstanceOf(ReceiverAnswer.Forbidden.class);
      assertThat(asked[0]).isEqualTo(2);
      assertThat(receiver.received).isEmpty();
    }
  }

  @Test
  void oneForbiddenAddressAmongSeveralIsEnough() throws Exception {
    try (HttpCalls calls =
        new HttpCalls(
            new HttpCalls.Settings(
                Duration.ofSeconds(1),
                LaneScene.usualTls(),
                new AddressRule(true, Set.of(), Set.of())),
            host ->
                new InetAddress[] {
                  InetAddress.ofLiteral("203.0.113.9"), InetAddress.ofLiteral("169.254.169.254")
                },
            () -> NOW)) {
      assertThat(calls.post(URI.create("http://two.example/"), headers(), new byte[0]))
          .isInstanceOf(ReceiverAnswer.Forbidden.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, Accepted",
    "202, Accepted",
    "204, Accepted",
    "301, Unhealthy",
    "400, Refused",
    "401, Unhealthy",
    "403, Unhealthy",
    "404, Unhealthy",
    "407, Unhealthy",
    "408, Retry",
    "410, Stopped",
    "413, TooLarge",
    "415, Refused",
    "422, Refused",
    "425, Retry",
    "429, Retry",
    "500, Retry",
    "503, Retry"
  })
  void whatAStatusMeans(int status, String answer) {
    assertThat(HttpAnswers.of(status, null, NOW).getClass().getSimpleName()).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "7, 7",
    "999999, 900",
    "'Sat, 28 Nov 2026 12:00:30 GMT', 30",
    "'Sat, 28 Nov 2026 11:00:00 GMT', 0",
    "soon,",
    "-1,",
  })
  void howLongAReceiverAsksToWait(String header, Long seconds) {
    assertThat(HttpAnswers.of(429, header, NOW))
        .isEqualTo(
            new ReceiverAnswer.Retry(
                "the receiver answered 429", seconds == null ? null : Duration.ofSeconds(seconds)));
  }

  private static ReceiverAnswer post(FakeReceiver receiver, String serverName) throws Exception {
    try (HttpCalls calls = calls(receiver, tls(serverName, null))) {
      return calls.post(receiver.uri(), headers(), "{}".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Map<String, String> headers() {
    return Map.of("Content-Type", "application/json");
  }

  private static HttpCalls calls(FakeReceiver receiver, OutputTls tls) {
    return new HttpCalls(
        new HttpCalls.Settings(Duration.ofSeconds(5), tls, AddressRule.unrestricted()),
        receiver.resolver(),
        () -> NOW);
  }

  /** Trusts the authority of this test, and nobody else. */
  private static OutputTls tls(String serverName, @Nullable String certificateSecret)
      throws Exception {
    return OutputTls.of(
        new AlertOutputSpec.Tls(
            Files.readString(certificates.authority()),
            serverName.isEmpty() ? null : serverName,
            certificateSecret),
        new Secrets(stored::get, () -> now));
  }

  private static void store(String secret, String certificate) throws Exception {
    stored.put(
        secret,
        Map.of(
            "tls.crt", encoded(certificates.certificate(certificate)),
            "tls.key", encoded(certificates.key(certificate))));
  }

  private static String encoded(Path file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
  }
}
