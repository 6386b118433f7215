package dev.tocsin.app;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.AlertStore;
import dev.tocsin.alert.AlertWriter;
import dev.tocsin.alert.Drained;
import dev.tocsin.alert.ObservedStore;
import dev.tocsin.alert.Receivers;
import dev.tocsin.control.PolicyCatalog;
import dev.tocsin.control.PolicyControl;
import dev.tocsin.engine.AlertCorrelation;
import dev.tocsin.engine.Engine;
import dev.tocsin.inventory.LiveInventory;
import dev.tocsin.inventory.WaitingRoom;
import dev.tocsin.kubernetes.ClusterAccess;
import dev.tocsin.notify.Outputs;
import dev.tocsin.pipeline.Agents;
import dev.tocsin.pipeline.EventLoop;
import dev.tocsin.pipeline.Pipeline;
import dev.tocsin.pipeline.SyslogListeners;
import dev.tocsin.sink.KubernetesAlertStore;
import dev.tocsin.sink.KubernetesEvents;
import dev.tocsin.source.Received;
import dev.tocsin.telemetry.Health;
import dev.tocsin.telemetry.Health.CheckResult;
import dev.tocsin.telemetry.Meters;
import dev.tocsin.telemetry.TelemetryServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sensor and operator in one process: what {@code tocsin run} is. The constructor is the wiring, in
 * the direction in which data flows; {@link #start} and {@link #close} are the life cycle.
 *
 * <p>Events are read only once there is something to evaluate them with: policies and pods first,
 * agents last. At the end it is the other way round, and nothing that was read is dropped.
 */
public final class AllInOne implements Running {
  private static final Logger log = LoggerFactory.getLogger(AllInOne.class);
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(10);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  /** After this an API server that does not answer is worth a line in the log. */
  private static final Duration SILENT_WAIT = Duration.ofSeconds(10);

  private final LifeCycle life = new LifeCycle();
  private final KubernetesClient client;
  private final LiveInventory inventory;
  private final Agents agents;
  private final SyslogListeners syslog;
  private final EventLoop loop;
  private final PolicyControl control;
  private final AlertWriter writer;
  private final Optional<Outputs> outputs;
  private final TelemetryServer telemetry;
  private final Meters meters = new Meters();

  private AllInOne(RunSettings settings, KubernetesClient client) throws IOException {
    this.client = client;
    InstantSource clock = Clock.systemUTC();
    AlertSettings alertSettings =
        AlertSettings.defaults(settings.systemNamespace())
            .withRate(settings.alertRate(), settings.alertBurst());

    Aggregator aggregator = new Aggregator(alertSettings, clock);
    outputs =
        settings
            .sending()
            .outputs(
                client,
                settings.systemNamespace(),
                settings.instance(),
                aggregator::delivered,
                () -> true,
                clock);
    AlertStore store = new KubernetesAlertStore(client, REQUEST_TIMEOUT);
    writer =
        new AlertWriter(
            aggregator,
            outputs.<AlertStore>map(each -> new ObservedStore(store, each)).orElse(store),
            Receivers.of(new KubernetesEvents(client, settings.instance(), REQUEST_TIMEOUT, clock)),
            alertSettings,
            clock);

    AlertCorrelation overAlerts = new AlertCorrelation(clock, settings.redaction(), aggregator);
    aggregator.addListener(overAlerts);

    Engine engine = new Engine(clock, settings.redaction(), aggregator::accept);
    inventory = LiveInventory.ofCluster(client, clock);
    Pipeline pipeline =
        new Pipeline(inventory.inventory(), WaitingRoom.Limits.DEFAULT, engine::evaluate);
    agents = new Agents(settings.agents(), client, clock, aggregator::lost);
    syslog = new SyslogListeners(settings.syslog(), agents.queue(), aggregator::lost);
    loop =
        new EventLoop(
            agents.queue(), pipeline, List.of(), engine::runPeriodicTasks, this::poll, life::fail);

    PolicyCatalog catalog =
        new PolicyCatalog(
            policies -> {
              engine.install(policies);
              overAlerts.install(policies);
              agents.subscribe(engine.eventKinds());
            });
    LocalObservations observations =
        new LocalObservations(
            engine, overAlerts, aggregator, agents, syslog, inventory.inventory());
    control =
        new PolicyControl(
            client,
            settings.systemNamespace(),
            catalog,
            observations,
            STATUS_INTERVAL,
            clock,
            () -> true,
            life::fail);

    Instruments instruments = new Instruments(meters);
    instruments.version(settings.version());
    instruments.agents(agents);
    instruments.syslog(syslog);
    instruments.inventory(inventory.inventory());
    instruments.pipeline(pipeline);
    instruments.policies(observations::policies);
    instruments.alerts(aggregator, writer);
    outputs.ifPresent(instruments::outputs);
    instruments.control(control);
    telemetry = TelemetryServer.start(settings.http(), meters, health());
    instruments.telemetry(telemetry);
  }

  /**
   * Starts everything; returns when events are being read, or at least tried to.
   *
   * @throws IOException when the address for metrics or one for syslog cannot be bound
   * @throws InterruptedException when the wait for the API server is interrupted
   */
  public static AllInOne start(RunSettings settings) throws IOException, InterruptedException {
    KubernetesClient client = ClusterAccess.open();
    AllInOne tocsin = new AllInOne(settings, client);
    try {
      tocsin.start();
    } catch (IOException | InterruptedException | RuntimeException e) {
      tocsin.close();
      throw e;
    }
    return tocsin;
  }

  private void start() throws IOException, InterruptedException {
    log.info("serving {}/metrics, /livez and /readyz", telemetry.url());
    // Reached by the time policies say which events to ask for.
    agents.start();
    life.phase("reading pods from " + client.getMasterUrl());
    awaitPods();
    outputs.ifPresent(Outputs::start);
    writer.start(life::fail);
    loop.start();
    life.phase("reading policies from " + client.getMasterUrl());
    control.start();
    syslog.start();
    life.phase("");
    log.info("running");
  }

  private void awaitPods() {
    CompletableFuture<Void> known = inventory.start();
    known.copy().completeOnTimeout(null, SILENT_WAIT.toMillis(), TimeUnit.MILLISECONDS).join();
    if (!known.isDone()) {
      log.warn("waiting for pods at {}: {}", client.getMasterUrl(), inventory.problem());
    }
    known.join();
  }

  @Override
  public Optional<Throwable> awaitStop() throws InterruptedException {
    return life.awaitStop();
  }

  private void poll(Received event) {
    agents.seen(event);
    syslog.reportLosses();
  }

  private Health health() {
    Health health = life.health("evaluation");
    health.ready("pods", () -> CheckResult.of(inventory.problem(), "all changes are observed"));
    health.ready(
        "agents", () -> CheckResult.of(agents.problem(), agents.states().size() + " connected"));
    return health;
  }

  /**
   * Stops reading, evaluates and writes what was read, and ends; false when that was done before.
   */
  @Override
  public boolean stop() {
    if (!life.beginStop()) {
      return false;
    }
    agents.close();
    syslog.close();
    loop.close();
    control.close();
    outputs.ifPresent(Outputs::close); // what they sent is written below
    drain();
    inventory.close();
    telemetry.close();
    meters.close();
    client.close();
    life.stopped();
    return true;
  }

  private void drain() {
    try {
      Drained drained = writer.close(DRAIN);
      if (drained.isComplete()) {
        log.info("stopped; all findings are stored in alerts");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
