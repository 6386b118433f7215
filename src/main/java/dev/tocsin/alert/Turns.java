package dev.tocsin.alert;

import dev.tocsin.engine.policy.Severity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which alert is written next. The requests to the store, Events among them, are shared equally by
 * the namespaces that alerts are about, so a flood in one delays its own; the new alerts of severe
 * policies have a head start before other namespaces, which a flood of them uses up. What policies
 * of a namespace find gets one request for {@value #CLUSTER_SHARE} of the cluster's policies, while
 * both wait.
 *
 * <p>Within a namespace, what waits the longest goes first, but some are given a start: what makes
 * room for others, then new alerts, the more severe the more. So a flood of new alerts delays
 * updates, and does not stop them.
 *
 * <p>Guarded by the book's lock.
 */
final class Turns {
  private static final int CLUSTER_SHARE = 4;

  /** In requests: what a namespace's new alert of that severity may be ahead of others. */
  private static final Map<Severity, Integer> HEAD_START =
      Map.of(Severity.CRITICAL, 30, Severity.HIGH, 9, Severity.MEDIUM, 3);

  /** In seconds of waiting, within a namespace. */
  private static final Map<Severity, Integer> START =
      Map.of(
          Severity.INFO,
          10,
          Severity.LOW,
          20,
          Severity.MEDIUM,
          30,
          Severity.HIGH,
          40,
          Severity.CRITICAL,
          120);

  private static final int START_OF_DELETION = 90;

  private final String systemNamespace;
  private final FairShare<Rank> ranks = new FairShare<>();
  private final Map<Rank, FairShare<Lane>> lanes =
      Map.of(Rank.CLUSTER, new FairShare<>(), Rank.NAMESPACED, new FairShare<>());

  /** Whose policies. */
  private enum Rank {
    CLUSTER,
    NAMESPACED
  }

  private record Lane(Rank rank, String namespace) {}

  Turns(String systemNamespace) {
    this.systemNamespace = systemNamespace;
  }

  /** The most urgent of those that are due; null when none is. */
  @Nullable AlertState next(Iterable<AlertState> due) {
    Map<Lane, AlertState> first = new HashMap<>();
    for (AlertState alert : due) {
      first.merge(lane(alert), alert, Turns::moreUrgent);
    }
    if (first.isEmpty()) {
      return null;
    }
    Rank rank =
        ranks.next(
            first.keySet().stream().map(Lane::rank).distinct().toList(),
            each -> each == Rank.CLUSTER ? 1 : 0);
    List<Lane> waiting = first.keySet().stream().filter(lane -> lane.rank() == rank).toList();
    return first.get(lanesOf(rank).next(waiting, each -> headStart(first.get(each))));
  }

  /** Counts the requests of an alert's turn. */
  void charge(AlertState alert, int requests) {
    Lane lane = lane(alert);
    ranks.charge(lane.rank(), lane.rank() == Rank.CLUSTER ? requests : requests * CLUSTER_SHARE);
    lanesOf(lane.rank()).charge(lane, requests);
  }

  private FairShare<Lane> lanesOf(Rank rank) {
    return Objects.requireNonNull(lanes.get(rank));
  }

  private Lane lane(AlertState alert) {
    AlertSummary summary = alert.summary;
    return new Lane(
        summary.policyNamespace().equals(systemNamespace) ? Rank.CLUSTER : Rank.NAMESPACED,
        summary.podNamespace().isEmpty() ? alert.home : summary.podNamespace());
  }

  private static double headStart(@Nullable AlertState alert) {
    return alert == null || alert.ref() != null
        ? 0
        : HEAD_START.getOrDefault(alert.summary.severity(), 0);
  }

  private static AlertState moreUrgent(AlertState one, AlertState other) {
    int order = rank(one).compareTo(rank(other));
    return order < 0 || order == 0 && one.sequence < other.sequence ? one : other;
  }

  private static Instant rank(AlertState alert) {
    Instant since = alert.pace.waitsSince();
    if (alert.isDeleting()) {
      return since.minusSeconds(START_OF_DELETION);
    }
    return alert.ref() == null
        ? since.minusSeconds(START.getOrDefault(alert.summary.severity(), 0))
        : since;
  }
}
