package dev.tocsin.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.kubernetes.ApiRequests;
import dev.tocsin.transport.server.Authenticator;
import dev.tocsin.transport.server.NodeIdentity;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the API server whose token it is. Answers are kept for a while, by the token's hash: good
 * ones for two minutes and never longer than the token is valid, bad ones for ten seconds. Only so
 * many questions are under way at once, in all and of one address; a token that says itself that it
 * is no sensor's is refused without a question.
 *
 * <p>The node is the one that the token is bound to. Where the cluster does not say it in tokens,
 * it is that of the pod that the token is bound to.
 */
public final class TokenReviews implements Authenticator {
  private static final Logger LOG = LoggerFactory.getLogger(TokenReviews.class);

  static final String NODE_NAME = "authentication.kubernetes.io/node-name";
  static final String POD_NAME = "authentication.kubernetes.io/pod-name";
  static final String POD_UID = "authentication.kubernetes.io/pod-uid";

  private static final int CONCURRENT = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_CACHED = 20_000;
  private static final Duration GOOD_FOR = Duration.ofMinutes(2);
  private static final Duration BAD_FOR = Duration.ofSeconds(10);

  /** The API server says that a token is valid which has expired by our clock: bear with it. */
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /** How far the API server's clock may be from ours. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

  private final KubernetesClient client;
  private final Account account;
  private final String audience;
  private final InstantSource clock;
  private final Semaphore turns = new Semaphore(CONCURRENT, true);
  private final PeerTurns peers;
  private final Cache<String, Known> known = Caffeine.newBuilder().maximumSize(MOST_CACHED).build();

  private final LongAdder reviewed = new LongAdder();
  private final LongAdder cached = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder limited = new LongAdder();

  /** The ServiceAccount that sensors run as. */
  public record Account(String namespace, String name) {
    String username() {
      return "system:serviceaccount:" + namespace + ":" + name;
    }
  }

  private record Known(Authentication verdict, Instant until) {}

  /**
   * @param client may create TokenReviews, and get pods in the account's namespace; stays open
   * @param audience that tokens must be meant for
   */
  public TokenReviews(
      KubernetesClient client, Account account, String audience, InstantSource clock) {
    this.client = ApiRequests.limited(client, PATIENCE);
    this.account = account;
    this.audience = audience;
    this.clock = clock;
    this.peers = new PeerTurns(clock);
  }

  public ReviewStats stats() {
    return new ReviewStats(reviewed.sum(), cached.sum(), failed.sum(), limited.sum());
  }

  @Override
  public Authentication authenticate(String token, String peer) {
    Optional<TokenClaims> claims = TokenClaims.of(token);
    if (claims.isEmpty()) {
      return new Authentication.Refused(
          Reason.MALFORMED, "the token is not a ServiceAccount token");
    }
    Optional<Authentication> refusal = refusal(claims.get());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    String hash = hash(token);
    Known before = known.getIfPresent(hash);
    if (before != null && clock.instant().isBefore(before.until())) {
      cached.increment();
      return before.verdict();
    }
    Optional<PeerTurns.Turn> turn = peers.take(peer);
    if (turn.isEmpty()) {
      limited.increment();
      return new Authentication.Unavailable(
          "too many tokens from this address were refused or are waiting");
    }
    try (PeerTurns.Turn own = turn.get()) {
      Authentication verdict = inTurn(token, claims.get().expiry());
      if (verdict instanceof Authentication.Refused) {
        own.bad();
      }
      keep(hash, verdict);
      return verdict;
    }
  }

  /** Why it need not be reviewed: what it says of itself is enough. */
  private Optional<Authentication> refusal(TokenClaims claims) {
    Instant now = clock.instant();
    if (!claims.audiences().contains(audience)) {
      return Optional.of(notForUs());
    }
    if (!claims.subject().equals(account.username())) {
      return Optional.of(
          new Authentication.Refused(
              Reason.OTHER_ACCOUNT, "the token is not of " + account.username()));
    }
    if (claims.expiry().isBefore(now.minus(CLOCK_SKEW))) {
      return Optional.of(new Authentication.Refused(Reason.INVALID, "the token has expired"));
    }
    if (claims.begin().isAfter(now.plus(CLOCK_SKEW))) {
      return Optional.of(new Authentication.Refused(Reason.INVALID, "the token is not valid yet"));
    }
    return Optional.empty();
  }

  private Authentication notForUs() {
    return new Authentication.Refused(Reason.INVALID, "the token is not for audience " + audience);
  }

  private Authentication inTurn(String token, Instant expiry) {
    try {
      if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Authentication.Unavailable("too many tokens are waiting for the API server");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Authentication.Unavailable("the operator is stopping");
    }
    try {
      reviewed.increment();
      return review(token, expiry);
    } catch (KubernetesClientException e) {
      failed.increment();
      LOG.warn("a sensor's token could not be reviewed: {}", ApiRequests.error(e));
      return new Authentication.Unavailable(
          "the API server did not answer the review of the token");
    } finally {
      turns.release();
    }
  }

  private void keep(String hash, Authentication verdict) {
    Instant now = clock.instant();
    switch (verdict) {
      case Authentication.Accepted(NodeIdentity identity) -> {
        Instant limit = now.plus(GOOD_FOR);
        Instant expiry = identity.validUntil();
        known.put(hash, new Known(verdict, expiry.isBefore(limit) ? expiry : limit));
      }
      case Authentication.Refused refused -> known.put(hash, new Known(refused, now.plus(BAD_FOR)));
      case Authentication.Unavailable unavailable -> known.invalidate(hash);
    }
  }

  private Authentication review(String token, Instant expiry) {
    TokenReview review =
        client
            .tokenReviews()
            .create(
                new TokenReviewBuilder()
                    .withNewSpec()
                    .withToken(token)
                    .withAudiences(audience)
                    .endSpec()
                    .build());
    TokenReviewStatus status = review.getStatus();
    if (status == null || !Boolean.TRUE.equals(status.getAuthenticated())) {
      String error = status == null || status.getError() == null ? "" : ": " + status.getError();
      return new Authentication.Refused(
          Reason.INVALID, "the API server does not accept the token" + error);
    }
    // An authenticator that knows no audiences says that the token is good, and no audience.
    if (status.getAudiences() == null || !status.getAudiences().contains(audience)) {
      return notForUs();
    }
    if (!account.username().equals(status.getUser().getUsername())) {
      return new Authentication.Refused(
          Reason.OTHER_ACCOUNT,
          "the token belongs to %s, sensors run as %s"
              .formatted(status.getUser().getUsername(), account.username()));
    }
    Instant earliest = clock.instant().plus(SHORTEST);
    Instant until = expiry.isBefore(earliest) ? earliest : expiry;
    Map<String, ? extends List<String>> extra = status.getUser().getExtra();
    String node = only(extra, NODE_NAME);
    return node.isEmpty()
        ? nodeOfPod(only(extra, POD_NAME), only(extra, POD_UID), until)
        : new Authentication.Accepted(new NodeIdentity(node, until));
  }

  private Authentication nodeOfPod(String name, String uid, Instant until) {
    if (name.isEmpty() || uid.isEmpty()) {
      return new Authentication.Refused(
          Reason.NO_NODE, "the token is bound neither to a node nor to a pod");
    }
    Pod pod = client.pods().inNamespace(account.namespace()).withName(name).get();
    if (pod == null || !uid.equals(pod.getMetadata().getUid())) {
      return new Authentication.Refused(Reason.INVALID, "the token's pod, " + name + ", is gone");
    }
    String node = pod.getSpec().getNodeName();
    return node == null || node.isEmpty()
        ? new Authentication.Refused(Reason.NO_NODE, "the token's pod, " + name + ", is on no node")
        : new Authentication.Accepted(new NodeIdentity(node, until));
  }

  /** Empty unless there is exactly one value. */
  private static String only(Map<String, ? extends List<String>> extra, String key) {
    List<String> values = extra == null ? null : extra.get(key);
    return values != null && values.size() == 1 ? values.getFirst() : "";
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
