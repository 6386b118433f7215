package dev.tocsin.fleet;

import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.policy.PolicyId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The counters of all nodes added up. Sensors count from 0 when they start; the sums only grow.
 * Guarded by its owner.
 *
 * <p>What a sensor had counted when it was observed for the first time is kept apart: the leader
 * before this one may have counted it. What its evaluations cost is no such count: it is taken as
 * it is.
 */
final class NodeCounts {
  private final Map<PolicyId, PolicyStats> sums = new HashMap<>();
  private final Map<PolicyId, Long> matchesBefore = new HashMap<>();

  /** Takes the first that is heard of a sensor. */
  void begin(Collection<PolicyStats> counters) {
    for (PolicyStats stats : counters) {
      matchesBefore.merge(stats.id(), stats.matches(), Long::sum);
      add(stats.since(stats.withoutCost()));
    }
  }

  /**
   * Adds what a sensor has counted since an earlier report.
   *
   * @param before what that said; nothing when the sensor has started since
   */
  void add(Collection<PolicyStats> counters, Map<PolicyId, PolicyStats> before) {
    for (PolicyStats stats : counters) {
      @Nullable PolicyStats earlier = before.get(stats.id());
      add(earlier == null ? stats : stats.since(earlier));
    }
  }

  private void add(PolicyStats counted) {
    sums.merge(counted.id(), counted.running(), PolicyStats::plus);
  }

  /** One for each of these policies; others are forgotten. */
  List<PolicyStats> sumsOf(Set<PolicyId> policies) {
    sums.keySet().retainAll(policies);
    matchesBefore.keySet().retainAll(policies);
    return policies.stream().map(id -> sums.getOrDefault(id, PolicyStats.none(id))).toList();
  }

  /** Matches that sensors had counted when they were observed for the first time. */
  long matchesBefore(PolicyId policy) {
    return matchesBefore.getOrDefault(policy, 0L);
  }
}
