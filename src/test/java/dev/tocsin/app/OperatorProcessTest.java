package dev.tocsin.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.MovedClock;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.Findings;
import dev.tocsin.alert.MemoryStore;
import dev.tocsin.alert.Reported;
import dev.tocsin.cluster.Port;
import dev.tocsin.control.ControlLoop;
import dev.tocsin.control.ObjectKey;
import dev.tocsin.control.PolicyCatalog;
import dev.tocsin.control.PolicyTranslation;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.source.Certificates;
import dev.tocsin.transport.sensor.LinkSettings;
import dev.tocsin.transport.sensor.OperatorLink;
import dev.tocsin.transport.server.Authenticator.Authentication;
import dev.tocsin.transport.server.NodeIdentity;
import dev.tocsin.transport.spool.Spool;
import dev.tocsin.transport.spool.SpoolSettings;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replicas of the operator over one store, a sensor's real link to them, and an election that the
 * test decides: failovers without a cluster.
 */
class OperatorProcessTest {
  private static final String SERVER_NAME = "tocsin-operator.tocsin-system.svc";
  private static final LinkSettings.Timing TIMING =
      new LinkSettings.Timing(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(8),
          Duration.ofMillis(20),
          Duration.ofMillis(100));

  @TempDir private Path folder;
  private final MovedClock clock = new MovedClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final Findings findings = new Findings(clock);
  private final Spool spool = Spool.open(SpoolSettings.inMemory(1 << 20), clock);
  private final List<Replica> replicas = new ArrayList<>();
  private Certificates certificates;
  private final List<OperatorLink> links = new ArrayList<>();

  /** A replica, its election, and its way to the store. */
  private final class Replica extends ReplicaStore {
    final OperatorProcess process;
    final int port = Port.free();
    final Probe probe;
    private final CountDownLatch writable = new CountDownLatch(1);
    private @Nullable ScriptedElection election;

    Replica(String name) throws IOException {
      super(name, store, done);
      int http = Port.free();
      probe = new Probe(http);
      process = new OperatorProcess(settings(name, http), surroundings(name), clock);
      replicas.add(this);
    }

    private OperatorSettings settings(String name, int http) {
      return new OperatorSettings(
          new OperatorSettings.Instance(name, "tocsin-system", loopback(http), "test"),
          new OperatorSettings.Sensors(loopback(port), "tocsin-operator", "tocsin-sensor", ""),
          Optional.empty(),
          Optional.of(
              new OperatorSettings.Certificate(
                  folder.resolve("server.crt"), folder.resolve("server.key"))),
          AlertSettings.defaults("tocsin-system").withRate(100, 100),
          new SendingSettings(false, List.of(), Severity.CRITICAL));
    }

    private OperatorProcess.Surroundings surroundings(String name) {
      return new OperatorProcess.Surroundings(
          new KubernetesClientBuilder()
              .withConfig(
                  new ConfigBuilder()
                      .withAutoConfigure(false)
                      .withMasterUrl("http://api.invalid")
                      .build())
              .build(),
          (_, _) -> new Authentication.Accepted(new NodeIdentity("node-1", Instant.MAX)),
          listener -> {
            ScriptedElection scripted =
                new ScriptedElection(name, listener, _ -> done.add(name + " gives up the lead"));
            election = scripted;
            return scripted;
          },
          (fence, onFailure) ->
              new Lead(
                  AlertSettings.defaults("tocsin-system"),
                  new Lead.Surroundings(
                      this,
                      List.of(),
                      _ -> Optional.empty(),
                      new NoNodes(),
                      (catalog, _) -> new OnePolicy(catalog)),
                  fence,
                  clock,
                  onFailure));
    }

    ScriptedElection election() {
      return requireNonNull(election);
    }

    Replica start() throws Exception {
      process.start();
      return this;
    }

    /** From now on its requests do not arrive, until {@link #release}. */
    Replica hold() {
      isHeld = true;
      return this;
    }

    void release() {
      writable.countDown();
    }

    private volatile boolean isHeld;

    @Override
    void before(String verb) {
      if (isHeld) {
        try {
          writable.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** The policy of the findings. */
  private final class OnePolicy implements ControlLoop {
    private final PolicyCatalog catalog;

    OnePolicy(PolicyCatalog catalog) {
      this.catalog = catalog;
    }

    @Override
    public void start() {
      Policy policy = findings.finding("any").policy();
      catalog.put(
          new ObjectKey(policy.id().namespace(), policy.id().name()),
          policy.id(),
          new PolicyTranslation(
              Optional.of(policy), List.of(), List.of(), clock.instant(), Optional.empty()));
    }

    @Override
    public Map<String, Integer> blindNodes() {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @BeforeEach
  void makeAuthority() {
    certificates = Certificates.in(folder);
  }

  private void issueCertificate() throws IOException {
    certificates.issue("server", SERVER_NAME);
    Path chain = folder.resolve("server.crt");
    Path key = folder.resolve("server.key");
    if (!certificates.certificate("server").equals(chain)) {
      Files.copy(certificates.key("server"), key);
      Files.copy(certificates.certificate("server"), chain);
    }
  }

  /** A sensor that knows all replicas. */
  private OperatorLink link() throws IOException {
    OperatorLink link =
        new OperatorLink(
            new LinkSettings(
                replicas.stream().map(each -> "127.0.0.1:" + each.port).toList(),
                new LinkSettings.Tls(certificates.authority(), SERVER_NAME),
                Files.writeString(folder.resolve("token"), "token"),
                TIMING),
            "node-1",
            "test",
            spool,
            new Random(1));
    link.start();
    links.add(link);
    return link;
  }

  private void find(int count) {
    for (int i = 0; i < count; i++) {
      spool.append(Reported.once(findings.finding("web")));
    }
  }

  @AfterEach
  void end() {
    links.forEach(OperatorLink::close);
    for (Replica each : replicas) {
      each.release();
      each.process.close();
    }
    spool.close();
  }

  @Test
  void aReplicaThatDoesNotLeadIsReadyAndRefersSensorsToTheLeader() throws Exception {
    issueCertificate();
    Replica a = new Replica("a").start();
    a.election().follow("operator-b");
    find(1);
    OperatorLink link = link();

    await().until(() -> link.state().problem().contains("operator-b does"));
    assertThat(a.probe.readiness()).contains("[+]lease: led by operator-b").endsWith("\nok\n");
    assertThat(done).isEmpty();
    assertThat(spool.counters().entries()).isEqualTo(1);
  }

  @Test
  void theElectedReplicaStoresWhatTheSensorKept() throws Exception {
    issueCertificate();
    Replica a = new Replica("a").start();
    find(3);
    OperatorLink link = link();
    a.election().elect();

    awaitStored();
    assertThat(count()).isEqualTo(3);
    assertThat(link.state().connected()).isTrue();
  }

  @Test
  void whatALeaderTookAndCouldNotWriteAnyMoreIsCountedOnceByTheNext() throws Exception {
    issueCertificate();
    Replica a = new Replica("a").start();
    Replica b = new Replica("b").start();
    OperatorLink link = link();
    a.election().elect();
    b.election().follow("a");
    find(1);
    awaitStored();

    a.election().expire(); // and has not noticed: it takes what it cannot write
    find(2);
    await().until(() -> link.counters().sent() == 3);
    b.election().elect();
    a.election().lose();

    awaitStored();
    assertThat(count()).isEqualTo(3);
    assertThat(done).startsWith("a create", "a update", "b update").doesNotContain("b create");
    assertThat(a.process.awaitStop()).get().asString().contains("no longer leads");
  }

  @Test
  void aLeaderThatStopsStoresWhatItTookBeforeItGivesUpTheLead() throws Exception {
    issueCertificate();
    Replica a = new Replica("a").hold().start();
    OperatorLink link = link();
    a.election().elect();
    find(1);
    await().until(() -> link.counters().sent() == 1);

    CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(a.process::stop);
    await().until(() -> a.probe.readiness().contains("stopping"));
    a.release();

    assertThat(stopped.get()).isTrue();
    assertThat(done).containsExactly("a create", "a update", "a gives up the lead");
    assertThat(a.process.stop()).as("a second time").isFalse();
    assertThat(a.process.awaitStop()).isEmpty();
  }

  @Test
  void aCertificateThatIsNotThereYetIsWaitedFor() throws Exception {
    Replica a = new Replica("a");
    CompletableFuture<Void> started =
        CompletableFuture.runAsync(
            () -> {
              try {
                a.start();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> a.probe.readiness().contains("[-]start: no serving certificate yet: "));

    issueCertificate();
    started.get();
    assertThat(a.probe.readiness())
        .contains("[+]start: done")
        .contains("[+]certificate: up to date");
  }

  @Test
  void aReplicaThatCannotReachTheLeaseIsNotReady() throws Exception {
    issueCertificate();
    Replica a = new Replica("a").start();
    a.election().problem = "connection refused";

    assertThat(a.probe.readiness()).contains("[-]lease: connection refused").endsWith("failing\n");
  }

  /** While time passes, until the sensor knows that all is stored. */
  private void awaitStored() {
    await()
        .until(
            () -> {
              clock.advance(Duration.ofSeconds(1));
              return spool.counters().entries() == 0;
            });
  }

  private long count() {
    synchronized (store) {
      return store.only().tally().count();
    }
  }
}
