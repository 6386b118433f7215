package dev.tocsin.fleet;

import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import dev.tocsin.alert.Aggregator;
import dev.tocsin.control.NodeObservation;
import dev.tocsin.control.Observations;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.ShadowSample;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.transport.protocol.SensorReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the status of policies says, from what sensors report. Thread safe.
 *
 * <p>A stream that breaks is no news yet: a sensor or the operator was started again, and what the
 * node said last holds for {@link #GRACE}. A node that is new has as long to say something, and so
 * has every node when this process begins to lead: see {@link #isSettled}.
 *
 * <p>The same few policies, sets of them and states of agents come from every node, and are kept
 * once; of the counters, only those that have counted. So 5,000 nodes with 100 policies are some
 * megabytes, and some tens of megabytes where every node has seen events of every policy.
 */
public final class NodeRegistry implements Observations {
  /** How long a node may be silent before it counts as one without a sensor. */
  static final Duration GRACE = Duration.ofSeconds(60);

  /** Reports come every 15 s: a stream that is open and brings none is no better than none. */
  private static final Duration LONGEST_QUIET = Duration.ofMinutes(3);

  private static final NodeObservation.AgentState SILENT =
      new NodeObservation.Unreachable("no sensor reports from there");

  private final Supplier<Map<String, Map<String, String>>> cluster;
  private final Aggregator aggregator;
  private final Supplier<List<PolicyStats>> ownStats;
  private final InstantSource clock;
  private Instant begin;
  private final Map<String, NodeRecord> nodes = new HashMap<>();
  private final NodeCounts counts = new NodeCounts();

  private final Interner<PolicyId> ids = Interners.newWeakInterner();
  private final Interner<Set<PolicyId>> sets = Interners.newWeakInterner();
  private final Interner<NodeObservation.AgentState> agents = Interners.newWeakInterner();

  /**
   * @param cluster the nodes that should have a sensor, with their labels, always in the same
   *     order; asked often
   * @param ownStats what the operator itself counts of policies
   */
  public NodeRegistry(
      Supplier<Map<String, Map<String, String>>> cluster,
      Aggregator aggregator,
      Supplier<List<PolicyStats>> ownStats,
      InstantSource clock) {
    this.cluster = cluster;
    this.aggregator = aggregator;
    this.ownStats = ownStats;
    this.clock = clock;
    this.begin = clock.instant();
  }

  /** From now on sensors report to this process. */
  public synchronized void begin() {
    begin = clock.instant();
  }

  /** How a node is now. */
  synchronized void status(SensorReport status) {
    NodeRecord before = nodes.get(status.node());
    Set<PolicyId> loaded = HashSet.newHashSet(status.policies().size());
    Map<PolicyId, PolicyStats> counters = new HashMap<>();
    List<PolicyStats> sampled = new ArrayList<>();
    for (PolicyStats stats : status.policies()) {
      PolicyId id = ids.intern(stats.id());
      loaded.add(id);
      if (stats.hasCounted()) {
        PolicyStats bare = stats.of(id).withSamples(List.of()); // those of all nodes are kept once
        counters.put(id, bare);
        sampled.add(
            stats.samples().isEmpty()
                ? bare
                : bare.withSamples(samplesOf(status.node(), stats, clock.instant())));
      }
    }
    if (before == null || !before.hasReported()) {
      counts.begin(sampled);
    } else if (before.run().equals(status.run())) {
      counts.add(sampled, before.counters());
    } else {
      counts.add(sampled, Map.of());
    }
    nodes.put(
        status.node(),
        new NodeRecord(
            status.run(),
            sets.intern(Set.copyOf(loaded)),
            Map.copyOf(counters),
            agents.intern(AgentStates.of(status.agent())),
            status.agent().version(),
            status.agent().lossProblem().isEmpty(),
            true,
            clock.instant()));
  }

  /** What a node says is of that node, and within bounds. */
  private static List<ShadowSample> samplesOf(String node, PolicyStats stats, Instant now) {
    return stats.samples().stream().map(each -> each.saidBy(node, now)).toList();
  }

  /** The node's stream has ended. */
  synchronized void disconnected(String node) {
    Instant now = clock.instant();
    nodes.computeIfPresent(node, (name, known) -> known.closed(now));
  }

  /**
   * Whether every node has had the time to say how it is. Before that, what is stored is nearer to
   * the truth.
   */
  @Override
  public synchronized boolean isSettled() {
    Map<String, Map<String, String>> present = cluster.get();
    return clock.instant().isAfter(begin.plus(GRACE))
        || (!present.isEmpty()
            && present.keySet().stream()
                .allMatch(node -> nodes.containsKey(node) && nodes.get(node).hasReported()));
  }

  @Override
  public synchronized List<NodeObservation> nodes() {
    Instant now = clock.instant();
    Predicate<NodeRecord> isSilent = silentAt(now);
    Map<String, Map<String, String>> present = cluster.get();
    List<NodeObservation> reports = new ArrayList<>(present.size());
    present.forEach(
        (node, labels) -> {
          NodeRecord known = nodes.computeIfAbsent(node, any -> NodeRecord.pending(now));
          boolean silent = isSilent.test(known);
          reports.add(
              new NodeObservation(
                  node,
                  Optional.of(labels),
                  silent ? Set.of() : known.loaded(),
                  silent ? SILENT : known.agent(),
                  silent ? Map.of() : known.counters()));
        });
    nodes
        .entrySet()
        .removeIf(each -> !present.containsKey(each.getKey()) && isSilent.test(each.getValue()));
    return reports;
  }

  private static Predicate<NodeRecord> silentAt(Instant now) {
    return known -> known.isSilentSince(now.minus(GRACE), now.minus(LONGEST_QUIET));
  }

  /** The nodes that should have a sensor, counted. */
  public synchronized NodeTally tally() {
    Predicate<NodeRecord> isSilent = silentAt(clock.instant());
    NodeTally tally = new NodeTally();
    for (String node : cluster.get().keySet()) {
      NodeRecord known = nodes.get(node);
      if (known != null && isSilent.test(known)) {
        tally.silent();
      } else if (known == null || !known.hasReported()) {
        tally.pending();
      } else {
        tally.reporting(known);
      }
    }
    return tally;
  }

  @Override
  public List<PolicyStats> policies() {
    return PolicyStats.merged(Stream.concat(ofNodes().stream(), ownStats.get().stream()));
  }

  /** Whether a policy is suspended is how it is now, not a sum. */
  private synchronized List<PolicyStats> ofNodes() {
    Set<Set<PolicyId>> loaded = Collections.newSetFromMap(new IdentityHashMap<>());
    Map<PolicyId, String> suspended = new HashMap<>();
    Map<PolicyId, Map<String, String>> exceptions = new HashMap<>();
    nodes.forEach(
        (node, known) -> {
          loaded.add(known.loaded());
          for (PolicyStats stats : known.counters().values()) {
            if (stats.suspended()) {
              suspended.putIfAbsent(stats.id(), "on node " + node + ": " + stats.lastError());
            }
            stats
                .suspendedExceptions()
                .forEach(
                    (source, cause) ->
                        exceptions
                            .computeIfAbsent(stats.id(), id -> new HashMap<>())
                            .putIfAbsent(source, "on node " + node + ": " + cause));
          }
        });
    Set<PolicyId> running = new LinkedHashSet<>();
    loaded.forEach(running::addAll);
    return counts.sumsOf(running).stream()
        .map(
            stats ->
                suspended.containsKey(stats.id())
                    ? stats.suspended(suspended.get(stats.id()))
                    : stats)
        .map(
            stats ->
                exceptions.containsKey(stats.id())
                    ? stats.withSuspendedExceptions(Map.copyOf(exceptions.get(stats.id())))
                    : stats)
        .toList();
  }

  @Override
  public synchronized long matchesBefore(PolicyId policy) {
    return counts.matchesBefore(policy);
  }

  @Override
  public Map<String, AlertCounts> alerts() {
    return AlertTotals.of(aggregator);
  }
}
