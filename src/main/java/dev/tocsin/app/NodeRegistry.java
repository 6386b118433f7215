package dev.tocsin.app;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import dev.tocsin.alert.Aggregator;
import dev.tocsin.control.NodeReport;
import dev.tocsin.control.ObjectKey;
import dev.tocsin.control.Observations;
import dev.tocsin.engine.PolicyId;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.inventory.ClusterNodes;
import dev.tocsin.transport.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What status tells, out of what sensors report. Thread safe.
 *
 * <p>A stream that breaks is no news yet: a sensor or the operator was started again, and what the
 * node said last holds for {@link #GRACE}. So does what is not known yet of nodes when this process
 * begins: see {@link #isSettled}.
 */
final class NodeRegistry implements Observations {
  /** How long a node may be silent before it counts as one without a sensor. */
  static final Duration GRACE = Duration.ofSeconds(60);

  private final ClusterNodes cluster;
  private final Aggregator aggregator;
  private final Supplier<List<PolicyStats>> ownStats;
  private final InstantSource clock;
  private final Instant begin;
  private final Map<String, Known> nodes = new HashMap<>();
  private final NodeCounts counts = new NodeCounts();

  // The same few policies, and the same sets of them, come from every node.
  private final Interner<PolicyId> ids = Interners.newWeakInterner();
  private final Interner<Set<PolicyId>> sets = Interners.newWeakInterner();

  /**
   * What is known of a node.
   *
   * @param silentSince null while its stream is open
   */
  private record Known(
      String run,
      Map<PolicyId, PolicyStats> counters,
      NodeReport report,
      @Nullable Instant silentSince) {}

  /**
   * @param cluster the nodes that should have a sensor
   * @param ownStats what the operator itself counts of policies
   */
  NodeRegistry(
      ClusterNodes cluster,
      Aggregator aggregator,
      Supplier<List<PolicyStats>> ownStats,
      InstantSource clock) {
    this.cluster = cluster;
    this.aggregator = aggregator;
    this.ownStats = ownStats;
    this.clock = clock;
    this.begin = clock.instant();
  }

  /** How a node is now. */
  synchronized void status(NodeStatus status) {
    Map<PolicyId, PolicyStats> counters = new HashMap<>();
    status.policies().forEach(stats -> counters.put(ids.intern(stats.id()), stats));
    Known before = nodes.get(status.node());
    if (before != null && before.run().equals(status.run())) {
      counts.add(status.policies(), before.counters());
    } else if (before != null || isPast(begin.plus(GRACE))) {
      counts.add(status.policies());
    } // else the leader before this one has counted it
    nodes.put(
        status.node(),
        new Known(
            status.run(),
            counters,
            NodeReports.of(
                status.node(), sets.intern(Set.copyOf(counters.keySet())), status.agent()),
            null));
  }

  /** The node's stream has ended. */
  synchronized void disconnected(String node) {
    nodes.computeIfPresent(
        node,
        (name, known) -> new Known(known.run(), known.counters(), known.report(), clock.instant()));
    forgetGone();
  }

  private void forgetGone() {
    nodes
        .entrySet()
        .removeIf(
            entry ->
                !cluster.all().containsKey(entry.getKey())
                    && isSilent(entry.getValue().silentSince()));
    Set<PolicyId> run = new HashSet<>();
    nodes.values().forEach(known -> run.addAll(known.report().loaded()));
    counts.keep(run);
  }

  private boolean isSilent(@Nullable Instant since) {
    return since != null && isPast(since.plus(GRACE));
  }

  private boolean isPast(Instant time) {
    return clock.instant().isAfter(time);
  }

  /**
   * Whether every node has had the time to say how it is. Before that, what is stored is nearer to
   * the truth.
   */
  @Override
  public synchronized boolean isSettled() {
    return isPast(begin.plus(GRACE))
        || (cluster.problem().isEmpty() && nodes.keySet().containsAll(cluster.all().keySet()));
  }

  @Override
  public synchronized List<NodeReport> nodes() {
    List<NodeReport> reports = new ArrayList<>();
    for (String node : cluster.all().keySet()) {
      Known known = nodes.get(node);
      if (known == null) {
        reports.add(without(node, "no sensor has reported from there"));
      } else if (isSilent(known.silentSince())) {
        reports.add(without(node, "its sensor is silent since " + known.silentSince()));
      } else {
        reports.add(known.report());
      }
    }
    return reports;
  }

  private static NodeReport without(String node, String reason) {
    return new NodeReport(node, Set.of(), new NodeReport.Unreachable(reason));
  }

  @Override
  public List<PolicyStats> policies() {
    return PolicyStats.merged(Stream.concat(ofNodes().stream(), ownStats.get().stream()));
  }

  /** Whether a policy is suspended is how it is now, not a sum. */
  private synchronized List<PolicyStats> ofNodes() {
    Map<PolicyId, String> suspended = new HashMap<>();
    for (Known known : nodes.values()) {
      for (PolicyStats stats : known.counters().values()) {
        if (stats.suspended()) {
          suspended.putIfAbsent(
              stats.id(), "on node " + known.report().node() + ": " + stats.lastError());
        }
      }
    }
    return counts.sums().stream()
        .map(
            stats ->
                suspended.containsKey(stats.id())
                    ? stats.suspended(suspended.get(stats.id()))
                    : stats)
        .toList();
  }

  @Override
  public AlertCounts alerts(ObjectKey policy) {
    return LocalObservations.counts(aggregator, policy);
  }
}
