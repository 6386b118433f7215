package dev.tocsin.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tocsin.MovedClock;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.transport.server.Authenticator;
import dev.tocsin.transport.server.NodeIdentity;
import dev.tocsin.transport.server.PlainSensor;
import dev.tocsin.transport.server.RecordingIntake;
import dev.tocsin.transport.server.SensorServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RealCluster
class SelfManagedAuthorityTest {
  private static final String SERVICE = "tocsin-operator";

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final MovedClock clock = new MovedClock(Instant.now());
  private String namespace;

  SelfManagedAuthorityTest(ControlPlane plane) {
    this.plane = plane;
    this.client = plane.client();
  }

  @BeforeEach
  void inNamespace(@OwnNamespace String namespace) {
    this.namespace = namespace;
  }

  private SelfManagedAuthority authority() {
    return authority(client);
  }

  private SelfManagedAuthority authority(KubernetesClient client) {
    return new SelfManagedAuthority(
        client,
        new SelfManagedAuthority.Settings(
            namespace,
            "tocsin-serving",
            "tocsin-ca",
            SelfManagedAuthority.Settings.namesOf(SERVICE, namespace)),
        clock);
  }

  private String published() {
    return client
        .configMaps()
        .inNamespace(namespace)
        .withName("tocsin-ca")
        .get()
        .getData()
        .get(SelfManagedAuthority.BUNDLE_KEY);
  }

  @Test
  void replicasAgreeOnOneCertificate() throws Exception {
    int replicas = 4;
    CyclicBarrier start = new CyclicBarrier(replicas);
    List<Future<Credential>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(replicas)) {
      for (int i = 0; i < replicas; i++) {
        SelfManagedAuthority replica = authority();
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  return replica.current();
                }));
      }
    }
    Credential first = results.getFirst().get();
    for (Future<Credential> result : results) {
      assertThat(result.get().certificate()).isEqualTo(first.certificate());
      assertThat(result.get().key()).isEqualTo(first.key());
    }
    assertThat(Pem.certificates(published(), "published"))
        .singleElement()
        .satisfies(authority -> first.certificate().verify(authority.getPublicKey()));
  }

  @Test
  void aSecondLookWritesNothing() throws Exception {
    SelfManagedAuthority authority = authority();
    Credential first = authority.current();
    String version = secret().getMetadata().getResourceVersion();
    assertThat(authority.current().certificate()).isEqualTo(first.certificate());
    assertThat(secret().getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(authority.bundle()).isEqualTo(published());
  }

  private Secret secret() {
    return client.secrets().inNamespace(namespace).withName("tocsin-serving").get();
  }

  @Test
  void whatWasPublishedIsPutBack() throws Exception {
    SelfManagedAuthority authority = authority();
    authority.current();
    String before = published();
    client.configMaps().inNamespace(namespace).withName("tocsin-ca").delete();
    authority.current();
    assertThat(published()).isEqualTo(before);
    client
        .configMaps()
        .inNamespace(namespace)
        .withName("tocsin-ca")
        .edit(
            map -> {
              map.getData().put(SelfManagedAuthority.BUNDLE_KEY, "nonsense");
              return map;
            });
    authority.current();
    assertThat(published()).isEqualTo(before);
  }

  @Test
  void aSecretThatCannotBeReadIsSaidAndLeftAlone() throws Exception {
    SelfManagedAuthority authority = authority();
    authority.current();
    client
        .secrets()
        .inNamespace(namespace)
        .withName("tocsin-serving")
        .edit(
            secret -> {
              secret.getData().remove("ca.key");
              return secret;
            });
    assertThatThrownBy(authority::current)
        .isInstanceOf(UnusableCertificateException.class)
        .hasMessage("key ca.key of Secret %s/tocsin-serving is missing".formatted(namespace));
  }

  @Test
  void withoutPermissionItSaysSo() {
    try (KubernetesClient nobody = plane.clientAs("nobody")) {
      assertThatThrownBy(authority(nobody)::current)
          .isInstanceOf(UnusableCertificateException.class)
          .hasMessageContaining("tocsin-serving")
          .hasMessageContaining("forbidden");
    }
  }

  /**
   * The clock begins in the past, so that what is made at the end is valid at the time of the test.
   */
  @Test
  void connectedSensorsAndThoseWithTheOldBundleSurviveARotation() throws Exception {
    Instant now = Instant.now();
    Instant noticeBegins = now.minus(Duration.ofHours(25));
    clock.set(noticeBegins.minus(Duration.ofDays(250)));
    SelfManagedAuthority authority = authority();
    authority.current();
    String oldBundle = published();

    clock.set(noticeBegins);
    try (ServingCertificate serving = ServingCertificate.start(authority, Duration.ofMillis(50));
        SensorServer server = server(serving)) {
      String bothBundle = published();
      assertThat(Pem.certificates(bothBundle, "published")).hasSize(2);
      PlainSensor connected = sensor(server, oldBundle, "node-1");
      connected.awaitWelcome();
      try (PlainSensor late = sensor(server, oldBundle, "node-2");
          PlainSensor informed = sensor(server, bothBundle, "node-3")) {
        late.awaitWelcome();
        informed.awaitWelcome();
      }

      clock.set(now);
      await().until(() -> !authority.bundle().equals(bothBundle));
      // Those that had a day's notice connect; nobody who was connected noticed anything.
      await().untilAsserted(() -> assertThat(isWelcomed(server, bothBundle)).isTrue());
      assertThat(isWelcomed(server, published())).isTrue();
      assertThat(isWelcomed(server, oldBundle)).isFalse();
      assertThat(connected.isEnded()).isFalse();
      connected.close();
    }
  }

  private SensorServer server(ServingCertificate serving) throws Exception {
    SensorServer server =
        new SensorServer(
            SensorServer.Settings.defaults(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "test"),
            serving.keyManager(),
            (token, peer) ->
                new Authenticator.Authentication.Accepted(new NodeIdentity(token, Instant.MAX)),
            id -> Optional.empty(),
            new RecordingIntake(),
            InstantSource.system());
    server.start();
    server.lead();
    return server;
  }

  private PlainSensor sensor(SensorServer server, String bundle, String node) {
    return new PlainSensor(server.port(), bundle, SERVICE + "." + namespace + ".svc", node)
        .hello(node);
  }

  private boolean isWelcomed(SensorServer server, String bundle) {
    try (PlainSensor sensor = sensor(server, bundle, "node-9")) {
      Optional<Status> end = sensor.awaitWelcomeOrEnd();
      end.ifPresent(each -> assertThat(each.getCode()).isEqualTo(Status.Code.UNAVAILABLE));
      return end.isEmpty();
    }
  }
}
