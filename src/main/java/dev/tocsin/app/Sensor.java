package dev.tocsin.app;

import dev.tocsin.control.PolicyCatalog;
import dev.tocsin.control.PolicySource;
import dev.tocsin.engine.Engine;
import dev.tocsin.inventory.LiveInventory;
import dev.tocsin.inventory.WaitingRoom;
import dev.tocsin.kubernetes.ClusterAccess;
import dev.tocsin.pipeline.Agents;
import dev.tocsin.pipeline.EventLoop;
import dev.tocsin.pipeline.FindingReports;
import dev.tocsin.pipeline.Pipeline;
import dev.tocsin.telemetry.Health;
import dev.tocsin.telemetry.Health.CheckResult;
import dev.tocsin.telemetry.Meters;
import dev.tocsin.telemetry.TelemetryServer;
import dev.tocsin.transport.sensor.OperatorLink;
import dev.tocsin.transport.spool.Spool;
import dev.tocsin.transport.spool.SpoolSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process on every node: what {@code tocsin sensor} is. Reads the node's Tetragon, evaluates,
 * keeps what it finds in its spool until the operator has it. The constructor is the wiring, in the
 * direction in which data flows.
 *
 * <p>It writes nothing to the API server, and does without it: events are evaluated with the last
 * known policies, and findings wait.
 */
public final class Sensor implements Running {
  private static final Logger log = LoggerFactory.getLogger(Sensor.class);

  /**
   * How long a sensor waits for others.
   *
   * @param pods until the first event is evaluated without the names of pods
   * @param policies until the last known ones are evaluated
   * @param drain at its end, until its last findings have gone to the operator
   */
  record Patience(Duration pods, Duration policies, Duration drain) {
    static final Patience DEFAULT =
        new Patience(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(5));
  }

  private final LifeCycle life = new LifeCycle();
  private final Patience patience;
  private final KubernetesClient client;
  private final LiveInventory inventory;
  private final PolicySource policies;
  private final Agents agents;
  private final EventLoop loop;
  private final Spool spool;
  private final OperatorLink link;
  private final StatusReporter status;
  private final TelemetryServer telemetry;
  private final Meters meters = new Meters();

  /**
   * @param client is closed at the end
   */
  Sensor(SensorSettings settings, KubernetesClient client, InstantSource clock, Patience patience)
      throws IOException {
    this.client = client;
    this.patience = patience;

    spool =
        Spool.open(
            SpoolSettings.inDirectory(settings.data().resolve("spool"), settings.spoolBytes()),
            clock);
    link =
        new OperatorLink(
            settings.operator(),
            settings.node(),
            settings.version(),
            spool,
            RandomGenerator.getDefault());

    FindingReports reports = new FindingReports(spool);
    Engine engine =
        Engine.forwarding(clock, settings.redaction(), reports::finding, reports::match);
    inventory = LiveInventory.ofNode(client, settings.node(), clock);
    Pipeline pipeline =
        new Pipeline(inventory.inventory(), WaitingRoom.Limits.DEFAULT, engine::evaluate);
    agents = new Agents(settings.agents(), client, clock, (node, events) -> {});
    loop =
        new EventLoop(
            agents.queue(),
            pipeline,
            List.of(reports),
            engine::runPeriodicTasks,
            agents::seen,
            life::fail);

    PolicyCatalog catalog =
        new PolicyCatalog(
            installed -> {
              engine.install(installed);
              agents.subscribe(engine.eventKinds());
            });
    policies =
        new PolicySource(
            client,
            settings.systemNamespace(),
            catalog,
            Optional.of(
                new PolicySource.Memory(
                    settings.data().resolve("policies.json"), patience.policies())),
            clock,
            loaded -> {}, // nobody writes status here
            life::fail);
    status =
        new StatusReporter(
            new SensorStatus(settings.node(), engine, agents, pipeline, spool, link, clock),
            link::report);

    Instruments instruments = new Instruments(meters);
    instruments.version(settings.version());
    instruments.agents(agents);
    instruments.inventory(inventory.inventory());
    instruments.pipeline(pipeline);
    instruments.policies(engine::stats);
    instruments.policies(policies);
    TransportInstruments transport = new TransportInstruments(meters);
    transport.spool(spool);
    transport.link(link);
    telemetry = TelemetryServer.start(settings.http(), meters, health());
    instruments.telemetry(telemetry);
  }

  /**
   * Starts everything; returns when events are being read, or at least tried to.
   *
   * @throws IOException when the address for metrics cannot be bound
   * @throws InterruptedException when the wait for policies is interrupted
   */
  public static Sensor start(SensorSettings settings) throws IOException, InterruptedException {
    KubernetesClient client = ClusterAccess.open();
    Sensor sensor = new Sensor(settings, client, Clock.systemUTC(), Patience.DEFAULT);
    try {
      sensor.start();
    } catch (InterruptedException | RuntimeException e) {
      sensor.close();
      throw e;
    }
    return sensor;
  }

  void start() throws InterruptedException {
    log.info("serving {}/metrics, /livez and /readyz", telemetry.url());
    link.start();
    CompletableFuture<Void> pods =
        inventory
            .start()
            .copy()
            .completeOnTimeout(null, patience.pods().toMillis(), TimeUnit.MILLISECONDS);
    // Reached by the time policies say which events to ask for. Events wait until pods are known.
    agents.start();
    life.phase("reading policies from " + client.getMasterUrl());
    policies.start();
    life.phase("reading pods from " + client.getMasterUrl());
    pods.join();
    if (!inventory.problem().isEmpty()) {
      log.warn("starting before all pods are known: {}", inventory.problem());
    }
    loop.start();
    status.start();
    life.phase("");
    log.info("running");
  }

  @Override
  public Optional<Throwable> awaitStop() throws InterruptedException {
    return life.awaitStop();
  }

  private Health health() {
    Health health = life.health("evaluation");
    health.ready("pods", () -> CheckResult.of(inventory.problem(), "all changes are observed"));
    // those that are known are evaluated, whether or not changes are observed
    health.ready("policies", this::policiesVerdict);
    health.ready(
        "agent", () -> CheckResult.of(agents.problem(), agents.states().size() + " connected"));
    health.ready("operator", () -> CheckResult.of(link.state().problem(), link.state().address()));
    return health;
  }

  private CheckResult policiesVerdict() {
    String problem = policies.problem();
    if (!policies.isBegun()) {
      return CheckResult.failing(
          "none have been read yet" + (problem.isEmpty() ? "" : ": " + problem));
    }
    return CheckResult.ok(problem.isEmpty() ? "up to date" : problem);
  }

  /**
   * Stops reading, evaluates what was read, and ends; what has not gone to the operator stays in
   * the spool. False when that was done before.
   */
  @Override
  public boolean stop() {
    if (!life.beginStop()) {
      return false;
    }
    agents.close();
    loop.close();
    policies.close();
    status.close();
    sendTheRest();
    link.close();
    spool.close();
    inventory.close();
    telemetry.close();
    meters.close();
    client.close();
    life.stopped();
    return true;
  }

  private void sendTheRest() {
    try {
      link.awaitTaken(patience.drain());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
