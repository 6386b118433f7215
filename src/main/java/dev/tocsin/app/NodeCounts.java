package dev.tocsin.app;

import dev.tocsin.engine.PolicyId;
import dev.tocsin.engine.PolicyStats;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The counters of all nodes added up. Sensors count from 0 when they start; the sums only grow.
 * Guarded by its owner.
 */
final class NodeCounts {
  private final Map<PolicyId, PolicyStats> sums = new HashMap<>();

  /** Adds what a sensor has counted, all of it. */
  void add(Collection<PolicyStats> counters) {
    counters.forEach(this::add);
  }

  /** Adds what a sensor has counted since an earlier report. */
  void add(Collection<PolicyStats> counters, Map<PolicyId, PolicyStats> before) {
    for (PolicyStats stats : counters) {
      @Nullable PolicyStats earlier = before.get(stats.id());
      add(earlier == null ? stats : stats.since(earlier));
    }
  }

  private void add(PolicyStats counted) {
    sums.merge(counted.id(), counted.running(), PolicyStats::plus);
  }

  /** Lets go of policies that no node runs any more. */
  void keep(Collection<PolicyId> policies) {
    sums.keySet().retainAll(policies);
  }

  List<PolicyStats> sums() {
    return new ArrayList<>(sums.values());
  }
}
