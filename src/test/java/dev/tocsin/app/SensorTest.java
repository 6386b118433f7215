package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.MovedClock;
import dev.tocsin.cluster.Port;
import dev.tocsin.engine.Redaction;
import dev.tocsin.language.EventFixture;
import dev.tocsin.pipeline.AgentSettings;
import dev.tocsin.source.EmbeddedTetragon;
import dev.tocsin.source.Listening;
import dev.tocsin.source.TetragonAddress;
import dev.tocsin.transport.sensor.FakeOperator;
import dev.tocsin.transport.sensor.LinkSettings;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sensor between an agent and an operator that the test plays, without an API server. */
class SensorTest {
  private static final byte[] SHELL = EventFixture.exec("/bin/sh", "-c id").bytes();
  private static final String POLICY =
      """
      {"policies": [{
        "apiVersion": "tocsin.dev/v1alpha1",
        "kind": "DetectionPolicy",
        "metadata": {"namespace": "tocsin-system", "name": "shell", "uid": "u", "generation": 1},
        "spec": {"title": "Shell", "events": ["ProcessExec"], "match": "process.name == 'sh'",
          "scope": {"host": "Include"}}
      }]}
      """;

  private static final Duration NEVER = Duration.ofMinutes(5);

  @TempDir private Path data;
  private final MovedClock clock = new MovedClock(EventFixture.TIME);
  private final EmbeddedTetragon agent = EmbeddedTetragon.start(Listening.onTcp());
  private final int http = Port.free();
  private final Probe probe = new Probe(http);
  private FakeOperator operator;
  private final List<Sensor> sensors = new ArrayList<>();

  @BeforeEach
  void playOperator() throws IOException {
    operator = FakeOperator.plain();
  }

  @AfterEach
  void end() {
    sensors.forEach(Sensor::close);
    operator.close();
    agent.close();
  }

  private void knowPolicy() throws IOException {
    Files.writeString(data.resolve("policies.json"), POLICY);
  }

  private Sensor start(Duration drain) throws Exception {
    Sensor sensor =
        sensor(new Sensor.Patience(Duration.ofMillis(10), Duration.ofMillis(10), drain));
    sensor.start();
    return sensor;
  }

  private Sensor sensor(Sensor.Patience patience) throws IOException {
    Sensor sensor =
        new Sensor(
            new SensorSettings(
                new AgentSettings(
                    List.of(TetragonAddress.parse(agent.address())),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
                "node-1",
                "tocsin-system",
                new LinkSettings(
                    List.of(operator.address()),
                    null,
                    null,
                    new LinkSettings.Timing(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(8),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100))),
                data,
                1 << 20,
                Redaction.defaults(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), http),
                "test"),
            new KubernetesClientBuilder()
                .withConfig(
                    new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://127.0.0.1:" + Port.free())
                        .build())
                .build(),
            clock,
            patience);
    sensors.add(sensor);
    return sensor;
  }

  /** An event of the host, which no pod is looked up for. */
  private void runShell() throws InterruptedException {
    agent.awaitSubscribers(1);
    agent.send(SHELL);
  }

  @Test
  void withoutAnApiServerTheLastKnownPoliciesAreEvaluated() throws Exception {
    knowPolicy();
    start(Duration.ZERO);
    runShell();

    await().until(() -> operator.ids().size() == 1);
    assertThat(probe.readiness())
        .contains("[+]policies: DetectionPolicies: ")
        .contains("[-]pods: nodes: ")
        .contains("[+]operator: " + operator.address());
  }

  @Test
  void withoutAnyPoliciesItIsNotReadyAndAsksTheAgentForNothing() throws Exception {
    start(Duration.ZERO);

    assertThat(probe.readiness())
        .contains("[-]policies: none have been read yet: DetectionPolicies: ")
        .contains("[+]start: done")
        .endsWith("failing\n");
    assertThat(agent.subscribers()).isZero();
  }

  @Test
  void theAgentIsReachedWhilePoliciesAreRead() throws Exception {
    startInBackground(new Sensor.Patience(NEVER, NEVER, Duration.ZERO));

    await().until(() -> probe.readiness().contains("[+]agent: 1 connected"));
    assertThat(probe.readiness()).contains("[-]start: reading policies");
    assertThat(agent.subscribers()).isZero();
  }

  @Test
  void eventsWaitUntilPodsAreKnown() throws Exception {
    knowPolicy();
    startInBackground(new Sensor.Patience(NEVER, Duration.ofMillis(10), Duration.ZERO));
    runShell();

    await().until(() -> probe.metrics().contains("tocsin_queue_events 1.0"));
    assertThat(probe.metrics()).contains("tocsin_events_evaluated_total 0.0");
    assertThat(probe.readiness()).contains("[-]start: reading pods");
  }

  /** It waits for longer than a test takes, and gives up when the test closes it. */
  private void startInBackground(Sensor.Patience patience) throws IOException {
    Sensor sensor = sensor(patience);
    var unused =
        CompletableFuture.runAsync(
            () -> {
              try {
                sensor.start();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            Thread::startVirtualThread);
  }

  @Test
  void whatTheOperatorHasNotTakenIsSentByTheNextProcess() throws Exception {
    knowPolicy();
    operator.refusal = Status.UNAVAILABLE;
    Sensor sensor = start(Duration.ZERO);
    runShell();
    await().until(() -> probe.metrics().contains("tocsin_spool_entries 1.0"));
    assertThat(sensor.stop()).isTrue();
    assertThat(sensor.stop()).as("a second time").isFalse();
    assertThat(sensor.awaitStop()).isEmpty();
    assertThat(operator.ids()).isEmpty();

    operator.refusal = null;
    start(Duration.ZERO);
    await().until(() -> operator.ids().size() == 1);
  }

  @Test
  void itEndsOnceTheOperatorHasTakenWhatItFound() throws Exception {
    knowPolicy();
    Sensor sensor = start(Duration.ofMinutes(5));
    runShell();
    await().until(() -> operator.ids().size() == 1);

    CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(sensor::stop);
    await().until(() -> probe.readiness().contains("stopping"));
    assertThat(stopped).isNotDone();
    long sequence = operator.sequences().getFirst();
    operator.send(FakeOperator.done(sequence, sequence, sequence));

    assertThat(stopped.get()).isTrue();
    assertThat(agent.subscribers()).as("it reads nothing more").isZero();
  }
}
