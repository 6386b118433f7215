package dev.tocsin.identity;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.MovedClock;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.transport.server.Authenticator.Authentication;
import dev.tocsin.transport.server.Authenticator.Reason;
import dev.tocsin.transport.server.NodeIdentity;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealCluster
class TokenReviewsTest {
  private final ControlPlane plane;
  private final MovedClock clock = new MovedClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private SensorAccount account;
  private String namespace;
  private String node;
  private Pod pod;
  private TokenReviews reviews;

  TokenReviewsTest(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeEach
  void makeAccount(@OwnNamespace String namespace) {
    this.namespace = namespace;
    node = "node-" + namespace;
    account = new SensorAccount(plane, namespace, "tocsin-sensor");
    pod = account.podOn(node);
    reviews = newReviews();
  }

  private TokenReviews newReviews() {
    return new TokenReviews(plane.client(), account.account(), "tocsin", clock);
  }

  private String token() {
    return account.token("tocsin", pod);
  }

  private NodeIdentity accepted(String token) {
    Authentication verdict = reviews.authenticate(token, "10.0.0.1");
    assertThat(verdict).isInstanceOf(Authentication.Accepted.class);
    return ((Authentication.Accepted) verdict).identity();
  }

  private void assertRefused(String token, Reason reason, String message) {
    Authentication verdict = reviews.authenticate(token, "10.0.0.1");
    assertThat(verdict).isInstanceOf(Authentication.Refused.class);
    Authentication.Refused refused = (Authentication.Refused) verdict;
    assertThat(refused.message()).contains(message).doesNotContain(token);
    assertThat(refused.reason()).isEqualTo(reason);
  }

  @Test
  void aSensorsTokenSpeaksForTheNodeOfItsPod() {
    NodeIdentity identity = accepted(token());
    assertThat(identity.node()).isEqualTo(node);
    assertThat(identity.validUntil())
        .isBetween(
            clock.instant().plus(Duration.ofMinutes(59)),
            clock.instant().plus(Duration.ofMinutes(61)));
  }

  @Test
  void withoutANodeClaimThePodSaysTheNode() {
    String token =
        account.changed(
            token(), claims -> ((ObjectNode) claims.get("kubernetes.io")).remove("node"));
    assertThat(accepted(token).node()).isEqualTo(node);
  }

  @Test
  void aTokenThatIsBoundToNothingIsOfNoNode() {
    assertRefused(account.unboundToken("tocsin"), Reason.NO_NODE, "neither to a node nor to a pod");
  }

  @Test
  void anotherAudienceIsRefused() {
    assertRefused(account.token("somebody-else", pod), Reason.INVALID, "audience");
  }

  @Test
  void theApiServersOwnAudienceIsRefused() {
    assertRefused(account.token("https://kubernetes.default.svc", pod), Reason.INVALID, "audience");
  }

  @Test
  void anExpiredTokenIsRefused() {
    long now = Instant.now().getEpochSecond();
    String expired =
        account.changed(
            token(),
            claims -> claims.put("iat", now - 7200).put("nbf", now - 7200).put("exp", now - 3600));
    assertRefused(expired, Reason.INVALID, "expired");
  }

  @Test
  void aTokenWithAForeignSignatureIsRefused() {
    String token = token();
    int signature = token.lastIndexOf('.') + 1;
    String forged =
        token.substring(0, signature)
            + (token.charAt(signature) == 'A' ? 'B' : 'A')
            + token.substring(signature + 1);
    assertRefused(forged, Reason.INVALID, "does not accept");
  }

  @Test
  void aChangedNodeClaimIsRefused() {
    String[] good = token().split("\\.");
    String[] forged =
        account
            .changed(
                token(),
                claims ->
                    ((ObjectNode) claims.get("kubernetes.io").get("node")).put("name", "another"))
            .split("\\.");
    assertRefused(good[0] + "." + forged[1] + "." + good[2], Reason.INVALID, "does not accept");
  }

  @Test
  void anotherAccountIsRefused() {
    SensorAccount other = new SensorAccount(plane, namespace, "somebody");
    Pod otherPod = other.podOn("other-" + node);
    assertRefused(
        other.token("tocsin", otherPod),
        Reason.OTHER_ACCOUNT,
        "system:serviceaccount:" + namespace + ":tocsin-sensor");
  }

  @Test
  void theTokenOfADeletedPodIsRefused() {
    String token = token();
    account.delete(pod);
    // The API server observes it a moment later, and keeps what it found out until then.
    await()
        .atMost(60, SECONDS)
        .untilAsserted(
            () -> {
              reviews = newReviews();
              assertRefused(token, Reason.INVALID, "does not accept");
            });
  }

  @Test
  void whatIsNoTokenIsRefusedWithoutAskingAnybody() {
    for (String garbage : new String[] {"", "x", "a.b", "a.b.c", "..", "a.W10.c", "\u0000.é.x"}) {
      assertMalformed(garbage);
    }
    assertMalformed("a." + "A".repeat(10_000) + ".c");
    assertThat(reviews.stats()).isEqualTo(new ReviewStats(0, 0, 0, 0));
  }

  private void assertMalformed(String text) {
    assertThat(reviews.authenticate(text, "10.0.0.1"))
        .isEqualTo(
            new Authentication.Refused(
                Reason.MALFORMED, "the token is not a ServiceAccount token"));
  }

  @Test
  void aGoodAnswerIsKeptForTwoMinutes() {
    String token = token();
    accepted(token);
    clock.advance(Duration.ofSeconds(119));
    accepted(token);
    assertThat(reviews.stats()).isEqualTo(new ReviewStats(1, 1, 0, 0));
    clock.advance(Duration.ofSeconds(1));
    accepted(token);
    assertThat(reviews.stats()).isEqualTo(new ReviewStats(2, 1, 0, 0));
  }

  /** A token that seems to be a sensor's, with another signature each time. */
  private String forged(String token, int number) {
    int signature = token.lastIndexOf('.') + 1;
    return token.substring(0, signature) + "forged" + number;
  }

  @Test
  void aBadAnswerIsKeptForTenSeconds() {
    String token = forged(token(), 0);
    assertRefused(token, Reason.INVALID, "does not accept");
    clock.advance(Duration.ofSeconds(9));
    assertRefused(token, Reason.INVALID, "does not accept");
    assertThat(reviews.stats()).isEqualTo(new ReviewStats(1, 1, 0, 0));
    clock.advance(Duration.ofSeconds(1));
    assertRefused(token, Reason.INVALID, "does not accept");
    assertThat(reviews.stats()).isEqualTo(new ReviewStats(2, 1, 0, 0));
  }

  /** Whoever reaches the port can make these up. */
  @Test
  void whatSaysItselfThatItIsNoSensorsIsRefusedWithoutAskingAnybody() {
    long now = clock.instant().getEpochSecond();
    String token = token();
    assertRefused(account.token("another", pod), Reason.INVALID, "audience");
    assertRefused(
        account.changed(token, claims -> claims.put("sub", "system:serviceaccount:a:b")),
        Reason.OTHER_ACCOUNT,
        account.account().username());
    assertRefused(
        account.changed(token, claims -> claims.put("exp", now - 301)), Reason.INVALID, "expired");
    assertRefused(
        account.changed(token, claims -> claims.put("nbf", now + 301)),
        Reason.INVALID,
        "not valid yet");
    assertThat(reviews.stats()).isEqualTo(new ReviewStats(0, 0, 0, 0));
  }

  @Test
  void anAddressThatSendsForgedTokensKeepsNobodyElseWaiting() {
    String token = token();
    for (int i = 0; i < 10; i++) {
      assertRefused(forged(token, i), Reason.INVALID, "does not accept");
    }
    for (int i = 10; i < 1_000; i++) {
      assertThat(reviews.authenticate(forged(token, i), "10.0.0.1"))
          .isInstanceOf(Authentication.Unavailable.class);
    }
    assertThat(reviews.stats()).isEqualTo(new ReviewStats(10, 0, 0, 990));
    assertThat(reviews.authenticate(token, "10.0.0.2")).isInstanceOf(Authentication.Accepted.class);
    // and a sensor that shares the attacker's address is known, or has to wait for a moment
    assertThat(reviews.authenticate(token, "10.0.0.1")).isInstanceOf(Authentication.Accepted.class);
    clock.advance(Duration.ofSeconds(6));
    assertRefused(forged(token, 1_000), Reason.INVALID, "does not accept");
    assertThat(reviews.authenticate(forged(token, 1_001), "10.0.0.1"))
        .isInstanceOf(Authentication.Unavailable.class);
  }

  @Test
  void noAnswerIsKeptLongerThanTheTokenIsValid() {
    String token = token();
    Instant expiry = accepted(token).validUntil();
    clock.set(expiry.minusSeconds(70));
    NodeIdentity again = accepted(token);
    assertThat(again.validUntil()).isEqualTo(expiry);
    clock.set(expiry);
    reviews.authenticate(token, "10.0.0.1");
    assertThat(reviews.stats()).isEqualTo(new ReviewStats(3, 0, 0, 0));
  }

  @Test
  void anApiServerThatRefusesTheQuestionMakesNobodyUnauthenticated() {
    try (KubernetesClient nobody = plane.clientAs("nobody")) {
      reviews = new TokenReviews(nobody, account.account(), "tocsin", clock);
      String token = token();
      assertThat(reviews.authenticate(token, "10.0.0.1"))
          .isInstanceOf(Authentication.Unavailable.class);
      assertThat(reviews.authenticate(token, "10.0.0.1"))
          .isInstanceOf(Authentication.Unavailable.class);
      assertThat(reviews.stats()).isEqualTo(new ReviewStats(2, 0, 2, 0));
    }
  }
}
