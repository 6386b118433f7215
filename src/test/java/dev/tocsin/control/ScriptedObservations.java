package dev.tocsin.control;

import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.policy.PolicyId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Stands in for engine and nodes: what is installed is loaded on each node, and counts are what the
 * test says.
 */
final class ScriptedObservations implements Observations {
  private final List<String> nodeNames;
  private final Map<String, NodeObservation.AgentState> agents = new ConcurrentHashMap<>();
  private final Map<PolicyId, PolicyStats> stats = new ConcurrentHashMap<>();
  private final Map<String, AlertCounts> alerts = new ConcurrentHashMap<>();
  final List<List<CompiledPolicy>> installations = new CopyOnWriteArrayList<>();

  private final AtomicInteger looks = new AtomicInteger();

  ScriptedObservations(String... nodeNames) {
    this.nodeNames = List.of(nodeNames);
  }

  void install(List<CompiledPolicy> policies) {
    installations.add(policies);
  }

  List<CompiledPolicy> installed() {
    return installations.isEmpty() ? List.of() : installations.getLast();
  }

  List<String> installedNames() {
    return installed().stream().map(each -> each.policy().id().name()).toList();
  }

  /** How often somebody has asked for counts. */
  int looks() {
    return looks.get();
  }

  void agent(String node, NodeObservation.AgentState agent) {
    agents.put(node, agent);
  }

  void stats(PolicyStats counters) {
    stats.put(counters.id(), counters);
  }

  void alerts(ObjectKey policy, AlertCounts counts) {
    alerts.put(policy.toString(), counts);
  }

  @Override
  public List<NodeObservation> nodes() {
    Set<PolicyId> loaded =
        installed().stream().map(each -> each.policy().id()).collect(Collectors.toSet());
    return nodeNames.stream()
        .map(
            node ->
                new NodeObservation(
                    node,
                    Optional.of(Map.of()),
                    loaded,
                    agents.getOrDefault(
                        node, new NodeObservation.Connected(Optional.of(List.of()), Map.of()))))
        .toList();
  }

  @Override
  public List<PolicyStats> policies() {
    looks.incrementAndGet();
    return new ArrayList<>(stats.values());
  }

  @Override
  public Map<String, AlertCounts> alerts() {
    return Map.copyOf(alerts);
  }
}
