package dev.tocsin.replay;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.Alert;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.control.ConfigMaps;
import dev.tocsin.control.PolicyCatalog;
import dev.tocsin.control.PolicyOutcome;
import dev.tocsin.control.PolicySource;
import dev.tocsin.control.Problem;
import dev.tocsin.engine.AlertCorrelation;
import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.Redaction;
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
  private final Engine engine;
  private final AlertCorrelation overAlerts;
  private final Aggregator aggregator;
  private final Pipeline pipeline;
  private final List<String> defects = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<Entry.Ignored.Kind, Long> ignored = new EnumMap<>(Entry.Ignored.Kind.class);
  private WaitingRoom.Receiver watcher = (event, where) -> {};
  private long findings;

  /** With the usual redaction. */
  public Replay(
      Manifests manifests, Inventory inventory, String systemNamespace, Consumer<Finding> findings)
      throws InvalidManifestException {
    this(manifests, inventory, systemNamespace, Redaction.defaults(), findings);
  }

  /**
   * @param manifests policies, exceptions and ConfigMaps
   * @param redaction what findings do not say
   * @param findings sees each finding as it is made, before it becomes part of an alert
   * @throws InvalidManifestException names every policy that is not accepted, with all that is
   *     wrong with it
   */
  public Replay(
      Manifests manifests,
      Inventory inventory,
      String systemNamespace,
      Redaction redaction,
      Consumer<Finding> findings)
      throws InvalidManifestException {
    aggregator = new Aggregator(AlertSettings.defaults(systemNamespace), clock);
    Consumer<Finding> found =
        finding -> {
          this.findings++;
          findings.accept(finding);
          aggregator.accept(finding);
        };
    engine = new Engine(clock, redaction, found);
    overAlerts = new AlertCorrelation(clock, redaction, found);
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
    install(manifests, systemNamespace);
  }

  private void install(Manifests manifests, String systemNamespace)
      throws InvalidManifestException {
    for (DetectionException exception : manifests.exceptions()) {
      if (selectsAll(exception)) {
        warnings.add(
            "DetectionException "
                + exception.getMetadata().getName()
                + ": spec.policies.selector: an empty selector selects every policy");
      }
    }
    PolicyCatalog catalog =
        new PolicyCatalog(
            policies -> {
              engine.install(policies);
              overAlerts.install(policies);
            });
    PolicySource source =
        new PolicySource(systemNamespace, ConfigMaps.of(manifests.configMaps()), catalog);
    List<String> problems = new ArrayList<>();
    for (Manifests.Read<DetectionPolicy> read : manifests.policies()) {
      DetectionPolicy policy = read.object();
      PolicyOutcome state = source.derive(policy, manifests.exceptions(), Instant.EPOCH).state();
      switch (state) {
        case PolicyOutcome.Accepted accepted -> {
          for (Problem warning : accepted.warnings()) {
            warnings.add(
                read.file()
                    + ": DetectionPolicy "
                    + policy.getMetadata().getName()
                    + ": "
                    + warning);
          }
        }
        case PolicyOutcome.Rejected rejected -> {
          for (Problem problem : rejected.problems()) {
            problems.add(
                read.file() + ": DetectionPolicy " + rejected.id().name() + ": " + problem);
          }
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidManifestException(String.join("\n", problems));
    }
  }

  private static boolean selectsAll(DetectionException exception) {
    return exception.getSpec() != null
        && exception.getSpec().policies() != null
        && exception.getSpec().policies().selectsAll();
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
    return List.copyOf(warnings);
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
