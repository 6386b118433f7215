package dev.tocsin.replay;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.Alert;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.engine.AlertCorrelation;
import dev.tocsin.engine.CorrelationListener;
import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.Redaction;
import dev.tocsin.event.AlertView;
import dev.tocsin.event.EventKind;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.inventory.WaitingRoom;
import dev.tocsin.manifest.InvalidManifestException;
import dev.tocsin.manifest.Manifests;
import dev.tocsin.pipeline.Pipeline;
import dev.tocsin.source.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The pipeline of {@code run} without a cluster: policies, pods and events from files.
 * Deterministic: time is the time of the events, and nothing waits.
 */
public final class Replay {
  /** Nobody is going to come: an event whose pod is unknown is settled at once. */
  private static final WaitingRoom.Limits NO_WAITING =
      new WaitingRoom.Limits(Duration.ZERO, 1, Long.MAX_VALUE);

  /** For the waiting room, where nothing waits. */
  private static final long NOW = 0;

  private final EventTime clock = new EventTime();
  private final ReplayPolicies policies;
  private final Engine engine;
  private final AlertCorrelation overAlerts;
  private final Aggregator aggregator;
  private final Pipeline pipeline;
  private final List<String> defects = new ArrayList<>();
  private final Map<Entry.Ignored.Kind, Long> ignored = new EnumMap<>(Entry.Ignored.Kind.class);
  private WaitingRoom.Receiver watcher = (event, where) -> {};
  private long findings;

  /** With the usual redaction, of policies that are replayed once. */
  public Replay(
      Manifests manifests, Inventory inventory, String systemNamespace, Consumer<Finding> findings)
      throws InvalidManifestException {
    this(manifests, inventory, systemNamespace, Redaction.defaults(), findings);
  }

  /**
   * As below, of policies that are replayed once.
   *
   * @throws InvalidManifestException as {@link ReplayPolicies#of}
   */
  public Replay(
      Manifests manifests,
      Inventory inventory,
      String systemNamespace,
      Redaction redaction,
      Consumer<Finding> findings)
      throws InvalidManifestException {
    this(ReplayPolicies.of(manifests, systemNamespace), inventory, redaction, findings);
  }

  /**
   * @param policies compiled; replays share them, and count and keep windows apart
   * @param redaction what findings do not say
   * @param findings sees each finding as it is made, before it becomes part of an alert
   */
  public Replay(
      ReplayPolicies policies,
      Inventory inventory,
      Redaction redaction,
      Consumer<Finding> findings) {
    this.policies = policies;
    aggregator = new Aggregator(AlertSettings.defaults(policies.systemNamespace()), clock);
    Consumer<Finding> found =
        finding -> {
          this.findings++;
          findings.accept(finding);
          aggregator.accept(finding);
        };
    engine = new Engine(clock, redaction, found);
    overAlerts =
        new AlertCorrelation(
            clock,
            redaction,
            new CorrelationListener() {
              @Override
              public void found(Finding finding) {
                Replay.this.findings++;
                findings.accept(finding);
                aggregator.found(finding);
              }

              @Override
              public void matched(Finding draft, AlertView alert) {
                aggregator.matched(draft, alert);
              }
            });
    aggregator.addListener(overAlerts);
    aggregator.loaded(); // nothing is stored
    pipeline =
        new Pipeline(
            inventory,
            NO_WAITING,
            (event, where) -> {
              clock.see(event);
              engine.evaluate(event, where);
              watcher.receive(event, where);
            });
    engine.install(policies.compiled());
    overAlerts.install(policies.compiled());
  }

  /** From now on it sees every event too, after the policies. */
  public void watch(WaitingRoom.Receiver watcher) {
    this.watcher = watcher;
  }

  /** What the policies have counted so far; one entry per policy that is not disabled. */
  public List<PolicyStats> stats() {
    return engine.stats();
  }

  /** Takes all entries. What is no event is kept as a defect, and the rest goes on. */
  public void take(Iterator<Entry> entries) {
    while (entries.hasNext()) {
      switch (entries.next()) {
        case Entry.Message message -> {
          if (!pipeline.accept(message.message(), NOW)) {
            defects.add(message.position() + ": the message is broken");
          }
          pipeline.tick(NOW);
        }
        case Entry.Ignored passedOver -> ignored.merge(passedOver.kind(), 1L, Long::sum);
        case Entry.Defect defect -> defects.add(defect.toString());
      }
    }
    pipeline.end();
  }

  /** Time passes without an event: what is to expire by then expires. */
  public void passUntil(Instant time) {
    clock.passUntil(time);
    aggregator.expirePending();
  }

  /** The alerts in their last state, in the order of firstSeen. */
  public List<Alert> alerts() {
    return aggregator.alerts();
  }

  /** What the policies say that is probably not meant, with file and place. */
  public List<String> warnings() {
    return policies.warnings();
  }

  /** What was no event, with file and position. */
  public List<String> defects() {
    return List.copyOf(defects);
  }

  public ReplaySummary summary() {
    Map<EventKind, Long> events = new EnumMap<>(EventKind.class);
    for (EventKind kind : EventKind.values()) {
      if (pipeline.events(kind) > 0) {
        events.put(kind, pipeline.events(kind));
      }
    }
    WaitingRoom pods = pipeline.waitingRoom();
    return new ReplaySummary(
        events,
        Map.copyOf(ignored),
        defects.size(),
        pods.agentAttributed(),
        pods.unattributed(),
        PolicyStats.merged(Stream.concat(engine.stats().stream(), overAlerts.stats().stream())),
        findings,
        alerts().size());
  }
}
