package dev.tocsin.app;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.control.NodeObservation;
import dev.tocsin.control.Observations;
import dev.tocsin.engine.AlertCorrelation;
import dev.tocsin.engine.Engine;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.fleet.AgentStates;
import dev.tocsin.fleet.AlertTotals;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.pipeline.Agents;
import dev.tocsin.pipeline.SyslogListeners;
import dev.tocsin.transport.protocol.SensorReport.AgentStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the status of policies says, when engine and aggregator are in this process. */
final class LocalObservations implements Observations {
  private final Engine engine;
  private final AlertCorrelation overAlerts;
  private final Aggregator aggregator;
  private final Agents agents;
  private final SyslogListeners syslog;
  private final Inventory inventory;

  LocalObservations(
      Engine engine,
      AlertCorrelation overAlerts,
      Aggregator aggregator,
      Agents agents,
      SyslogListeners syslog,
      Inventory inventory) {
    this.engine = engine;
    this.overAlerts = overAlerts;
    this.aggregator = aggregator;
    this.agents = agents;
    this.syslog = syslog;
    this.inventory = inventory;
  }

  /**
   * Where there is Tetragon, status is about its nodes: hosts that send syslog have no pods, and
   * would make every policy on kernel calls blind for good.
   */
  @Override
  public List<NodeObservation> nodes() {
    Map<PolicyId, PolicyStats> counters =
        engine.stats().stream()
            .collect(Collectors.toUnmodifiableMap(PolicyStats::id, each -> each));
    return agents.isNone() ? syslog.reports(counters.keySet()) : ofAgents(counters);
  }

  /** The counters are those of all agents together: those of a node where there is but one. */
  private List<NodeObservation> ofAgents(Map<PolicyId, PolicyStats> counters) {
    Map<String, AgentStatus> statuses = agents.statuses();
    Map<PolicyId, PolicyStats> own = statuses.size() == 1 ? counters : Map.of();
    List<NodeObservation> reports = new ArrayList<>(statuses.size());
    statuses.forEach(
        (address, status) -> {
          String node = agents.node(address);
          reports.add(
              new NodeObservation(
                  node.isEmpty() ? address : node,
                  inventory.nodeLabels(node),
                  counters.keySet(),
                  AgentStates.of(status),
                  own));
        });
    return reports;
  }

  @Override
  public List<PolicyStats> policies() {
    return PolicyStats.merged(Stream.concat(engine.stats().stream(), overAlerts.stats().stream()));
  }

  @Override
  public Map<String, AlertCounts> alerts() {
    return AlertTotals.of(aggregator);
  }
}
