package dev.tocsin.app;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.AlertReceiver;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.alert.AlertStore;
import dev.tocsin.alert.AlertWriter;
import dev.tocsin.alert.Drained;
import dev.tocsin.alert.FencedReceiver;
import dev.tocsin.alert.FencedStore;
import dev.tocsin.alert.FencedStore.Fence;
import dev.tocsin.alert.ObservedStore;
import dev.tocsin.alert.Receivers;
import dev.tocsin.control.ControlLoop;
import dev.tocsin.control.Observations;
import dev.tocsin.control.PolicyCatalog;
import dev.tocsin.control.PolicyControl;
import dev.tocsin.engine.AlertCorrelation;
import dev.tocsin.engine.AlertListener;
import dev.tocsin.engine.CrossNodeWindows;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.event.AlertView;
import dev.tocsin.fleet.NodeRegistry;
import dev.tocsin.fleet.PolicyDirectory;
import dev.tocsin.fleet.SensorIntake;
import dev.tocsin.inventory.ClusterNodes;
import dev.tocsin.inventory.NodeSource;
import dev.tocsin.notify.Outputs;
import dev.tocsin.notify.progress.DeliveryReport;
import dev.tocsin.sink.KubernetesAlertStore;
import dev.tocsin.sink.KubernetesEvents;
import dev.tocsin.transport.server.Intake;
import dev.tocsin.transport.server.KnownPolicies;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the replica that leads does: counts what no node can count alone, writes alerts and status.
 * The constructor is the wiring, in the direction in which data flows.
 *
 * <p>It begins once and ends once. What it holds in memory is with the sensors still, until it is
 * stored.
 */
final class Lead {
  private static final Logger log = LoggerFactory.getLogger(Lead.class);
  private static final Duration STATUS_INTERVAL = Duration.ofSeconds(10);

  /** Less than what is between the end of a leader's right to write and the next one's begin. */
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(4);

  private static final Duration EXPIRY_INTERVAL = Duration.ofSeconds(2);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  /** How long reading the stored alerts may take; another replica may fare better. */
  private static final Duration RESTORING = Duration.ofMinutes(3);

  private final Fence fence;
  private final Consumer<Throwable> onFailure;
  private final Aggregator aggregator;
  private final AlertWriter writer;
  private final Optional<Outputs> outputs;
  private final CrossNodeWindows windows;
  private final AlertCorrelation overAlerts;
  private final CountDownLatch restored = new CountDownLatch(1);
  private final NodeSource nodes;
  private final NodeRegistry registry;
  private final PolicyDirectory policies = new PolicyDirectory();
  private final ControlLoop control;
  private final SensorIntake intake;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("window expiry").daemon().factory());
  private volatile boolean begun;
  private volatile boolean ended;
  private volatile @Nullable Throwable notRestored;

  /** Makes what follows the policies, and writes what is observed of them. */
  interface Controls {
    ControlLoop of(PolicyCatalog catalog, Observations observations);
  }

  /**
   * What a leader works on: an API server, or what stands for one.
   *
   * @param receivers of alerts, besides the store
   */
  record Surroundings(
      AlertStore store,
      List<AlertReceiver> receivers,
      Sending sending,
      NodeSource nodes,
      Controls controls) {}

  /** Makes what sends alerts out of the cluster; empty when that is switched off. */
  interface Sending {
    Optional<Outputs> of(DeliveryReport report);
  }

  /**
   * @param client stays open
   * @param onFailure is notified of what only a restart may cure
   */
  static Lead of(
      OperatorSettings settings,
      KubernetesClient client,
      Fence fence,
      InstantSource clock,
      Consumer<Throwable> onFailure) {
    OperatorSettings.Instance instance = settings.instance();
    Controls controls =
        (catalog, observations) ->
            new PolicyControl(
                client,
                instance.systemNamespace(),
                catalog,
                observations,
                STATUS_INTERVAL,
                clock,
                fence::mayWrite,
                onFailure);
    return new Lead(
        settings.alerts(),
        new Surroundings(
            new KubernetesAlertStore(client, WRITE_TIMEOUT),
            List.of(new KubernetesEvents(client, instance.name(), WRITE_TIMEOUT, clock)),
            report ->
                settings
                    .sending()
                    .outputs(
                        client,
                        instance.systemNamespace(),
                        instance.name(),
                        report,
                        fence::mayWrite,
                        clock),
            new ClusterNodes(client, settings.sensors().nodes()),
            controls),
        fence,
        clock,
        onFailure);
  }

  /** As {@link #of}. */
  Lead(
      AlertSettings settings,
      Surroundings surroundings,
      Fence fence,
      InstantSource clock,
      Consumer<Throwable> onFailure) {
    this.fence = fence;
    this.onFailure = onFailure;
    aggregator = new Aggregator(settings, clock);
    AlertStore store = surroundings.store();
    outputs = surroundings.sending().of(aggregator::delivered);
    writer =
        new AlertWriter(
            aggregator,
            new FencedStore(
                outputs.<AlertStore>map(each -> new ObservedStore(store, each)).orElse(store),
                fence),
            Receivers.of(
                surroundings.receivers().stream()
                    .map(each -> new FencedReceiver(each, fence))
                    .toArray(AlertReceiver[]::new)),
            settings,
            clock);

    windows = new CrossNodeWindows(clock, (finding, stored) -> aggregator.accept(finding, stored));
    overAlerts = new AlertCorrelation(clock, Redaction.defaults(), aggregator);
    aggregator.addListener(new Feed());

    nodes = surroundings.nodes();
    registry = new NodeRegistry(nodes::all, aggregator, this::ownStats, clock);
    control = surroundings.controls().of(new PolicyCatalog(this::install), registry);
    intake = new SensorIntake(aggregator, windows, registry);
  }

  private void install(List<CompiledPolicy> installed) {
    policies.install(installed);
    overAlerts.install(installed);
    windows.install(installed.stream().filter(each -> !each.policy().isOverAlerts()).toList());
  }

  /** What the operator itself counts of policies. */
  private List<PolicyStats> ownStats() {
    return PolicyStats.merged(Stream.concat(windows.stats().stream(), overAlerts.stats().stream()));
  }

  void show(Instruments instruments, TransportInstruments transport) {
    instruments.alerts(aggregator, writer);
    outputs.ifPresent(instruments::outputs);
    instruments.policies(registry::policies);
    instruments.control(control);
    transport.windows(windows);
    transport.nodes(registry, intake);
  }

  /** Empty while every node is observed, and while this replica does not lead; else why not. */
  String problem() {
    return begun ? nodes.problem() : "";
  }

  KnownPolicies policies() {
    return policies;
  }

  Intake intake() {
    return intake;
  }

  /**
   * Returns when sensors may report: all that is stored is known, and every policy is.
   *
   * @return false when the end came first
   * @throws IllegalStateException when what is stored cannot be taken over, or not in time
   */
  boolean begin() throws InterruptedException {
    if (ended) {
      return false;
    }
    timer.scheduleWithFixedDelay(
        this::expire,
        EXPIRY_INTERVAL.toMillis(),
        EXPIRY_INTERVAL.toMillis(),
        TimeUnit.MILLISECONDS);
    registry.begin();
    nodes.start();
    begun = true;
    outputs.ifPresent(Outputs::start);
    writer.start(onFailure);
    control.start();
    if (!restored.await(RESTORING.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(
          "the stored alerts were not read within " + RESTORING.toMinutes() + " minutes");
    }
    Throwable failure = notRestored;
    if (failure != null) {
      throw new IllegalStateException("the stored alerts could not be taken over", failure);
    }
    return !ended;
  }

  private void expire() {
    try {
      windows.expire();
    } catch (RuntimeException e) {
      // the timer would never call again, and windows would stay open
      log.error("updating windows failed", e);
    } catch (Error e) {
      onFailure.accept(e);
    }
  }

  /** Writes what was taken, as long as this replica may, and ends. */
  void end() {
    ended = true;
    restored.countDown();
    timer.shutdownNow();
    control.close();
    nodes.close();
    outputs.ifPresent(Outputs::close); // what they sent is written below
    try {
      Drained drained = writer.close(fence.mayWrite() ? DRAIN : Duration.ZERO);
      if (drained.isComplete()) {
        log.info("all findings taken are stored in alerts");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was stored before is the beginning for all that count over time. */
  private final class Feed implements AlertListener {
    @Override
    public void opened(AlertView alert) {
      overAlerts.opened(alert);
    }

    @Override
    public void restored(List<AlertView> alerts, Set<String> findingIds) {
      try {
        windows.remember(findingIds);
        overAlerts.restored(alerts, findingIds);
      } catch (RuntimeException | Error e) {
        notRestored = e; // whoever waits for it says so
      } finally {
        restored.countDown();
      }
    }
  }
}
