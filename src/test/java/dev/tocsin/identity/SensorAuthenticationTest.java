package dev.tocsin.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.transport.server.PlainSensor;
import dev.tocsin.transport.server.RecordingIntake;
import dev.tocsin.transport.server.SensorServer;
import dev.tocsin.transport.server.StreamOutcome;
import io.fabric8.kubernetes.api.model.Pod;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server with everything real: its own certificate, tokens of the API server, TokenReview. */
@RealCluster
class SensorAuthenticationTest {
  private final ControlPlane plane;
  private SensorAccount account;
  private Pod pod;
  private String node;
  private String serverName;
  private SelfManagedAuthority authority;
  private ServingCertificate certificate;
  private SensorServer server;

  SensorAuthenticationTest(ControlPlane plane) {
    this.plane = plane;
  }

  @BeforeEach
  void start(@OwnNamespace String namespace) throws Exception {
    node = "node-" + namespace;
    account = new SensorAccount(plane, namespace, "tocsin-sensor");
    pod = account.podOn(node);
    serverName = "tocsin-operator." + namespace + ".svc";
    authority =
        new SelfManagedAuthority(
            plane.client(),
            new SelfManagedAuthority.Settings(
                namespace,
                "tocsin-serving",
                "tocsin-ca",
                SelfManagedAuthority.Settings.namesOf("tocsin-operator", namespace)),
            InstantSource.system());
    certificate = ServingCertificate.start(authority, Duration.ofMinutes(1));
    server =
        new SensorServer(
            SensorServer.Settings.defaults(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "test"),
            certificate.keyManager(),
            new TokenReviews(plane.client(), account.account(), "tocsin", InstantSource.system()),
            id -> Optional.empty(),
            new RecordingIntake(),
            InstantSource.system());
    server.start();
    server.lead();
  }

  @AfterEach
  void stop() {
    server.close();
    certificate.close();
  }

  private PlainSensor sensor(String token, String node) {
    return new PlainSensor(server.port(), authority.bundle(), serverName, token).hello(node);
  }

  private void assertRefused(String token, String node, Status.Code code, StreamOutcome outcome) {
    try (PlainSensor sensor = sensor(token, node)) {
      assertThat(sensor.awaitEnd().getCode()).isEqualTo(code);
      assertThat(server.stats().opened()).containsEntry(outcome, 1L);
      assertThat(server.stats().streams()).isZero();
    }
  }

  @Test
  void aSensorConnectsWithTheTokenOfItsPod() {
    try (PlainSensor sensor = sensor(account.token("tocsin", pod), node)) {
      sensor.awaitWelcome();
      assertThat(server.stats().streams()).isEqualTo(1);
    }
  }

  @Test
  void aSensorCannotSpeakForAnotherNode() {
    assertRefused(
        account.token("tocsin", pod),
        "another-node",
        Status.Code.PERMISSION_DENIED,
        StreamOutcome.OTHER_NODE);
  }

  @Test
  void noTokenAndGarbageAreRefused() {
    assertRefused(null, node, Status.Code.UNAUTHENTICATED, StreamOutcome.NO_TOKEN);
    assertRefused("garbage", node, Status.Code.UNAUTHENTICATED, StreamOutcome.TOKEN_MALFORMED);
  }

  @Test
  void anotherAudienceIsRefused() {
    assertRefused(
        account.token("another", pod),
        node,
        Status.Code.UNAUTHENTICATED,
        StreamOutcome.TOKEN_INVALID);
  }
}
