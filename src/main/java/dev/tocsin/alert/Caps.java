package dev.tocsin.alert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many alerts there may be, by each {@link Cap}, and whose further ones are aggregated into an
 * overflow alert: of who has the most. No open alert is ever deleted to make room for another;
 * closed ones are, the oldest first.
 *
 * <p>The caps of the cluster's policies are divided by the namespace of the workload, that of a
 * namespace by workload. Policies of a namespace have caps of their own, so that what a tenant
 * writes takes no room from the cluster's policies, in its own namespace neither.
 *
 * <p>Guarded by the book's lock.
 */
final class Caps {
  /** The answer to whether there is room for one more. */
  sealed interface CapResult {
    /** There is, once these closed alerts are gone. */
    record Free(List<AlertState> evicted) implements CapResult {}

    /** There is not. */
    record Exceeded(Overflow overflow) implements CapResult {}
  }

  private record Scope(Cap cap, String target) {}

  /** Whose share of a scope an alert counts for. */
  private record Claim(Scope scope, String holder) {}

  /** How an alert is counted. */
  private record Seat(List<Claim> claims, @Nullable String work, boolean closed) {}

  private final AlertSettings settings;
  private final Map<Scope, Capacity> rooms = new HashMap<>();
  private final Map<AlertState, Seat> seats = new HashMap<>();

  /** Open alerts, by policy and workload. */
  private final Map<String, Integer> openByWork = new HashMap<>();

  Caps(AlertSettings settings) {
    this.settings = settings;
  }

  /** Whether a group may have an alert of its own. */
  CapResult judge(AlertSummary summary) {
    List<Claim> claims = new ArrayList<>();
    claims.add(ofPod(summary));
    addOuter(claims, summary);
    return judge(summary, claims, !openByWork.containsKey(work(summary)));
  }

  /** Whether a policy and pod may have an alert for all their further groups. */
  CapResult judgeOverflowOfPod(AlertSummary summary) {
    List<Claim> claims = new ArrayList<>();
    addOuter(claims, summary);
    return judge(summary, claims, false);
  }

  private CapResult judge(AlertSummary summary, List<Claim> claims, boolean first) {
    List<AlertState> evicted = new ArrayList<>();
    for (Claim claim : claims) {
      Capacity room = rooms.get(claim.scope());
      if (room == null) {
        continue;
      }
      if (!room.admits(claim.holder(), first)) {
        return new CapResult.Exceeded(overflow(claim.scope(), summary));
      }
      AlertState closed = room.evicted();
      if (closed != null && evicted.stream().noneMatch(room::holds)) {
        evicted.add(closed);
      }
    }
    return new CapResult.Free(evicted);
  }

  private Overflow overflow(Scope scope, AlertSummary summary) {
    // what a namespace has too much of all namespaces' is reported in that namespace
    String target = scope.cap() == Cap.ALL_NAMESPACED ? summary.policyNamespace() : scope.target();
    return new Overflow(scope.cap(), target, settings.limit(scope.cap()), summary.severity());
  }

  /** Overflow alerts count only where there can be one of every policy and pod. */
  void add(AlertState alert) {
    Seat before = seats.get(alert);
    if (before != null && !before.closed() && !alert.isClosed()) {
      return; // its policy, pod and node stay the same
    }
    remove(alert);
    Overflow overflow = alert.overflow;
    if (overflow != null && overflow.cap() != Cap.POD) {
      return;
    }
    List<Claim> claims = new ArrayList<>();
    if (overflow == null && !alert.isClosed()) {
      claims.add(ofPod(alert.summary));
    }
    addOuter(claims, alert.summary);
    Seat seat = new Seat(claims, overflow == null ? work(alert.summary) : null, alert.isClosed());
    seats.put(alert, seat);
    for (Claim claim : claims) {
      Capacity room =
          rooms.computeIfAbsent(claim.scope(), scope -> new Capacity(settings.limit(scope.cap())));
      if (seat.closed()) {
        room.addClosed(alert);
      } else {
        room.addOpen(claim.holder());
      }
    }
    if (seat.work() != null && !seat.closed()) {
      openByWork.merge(seat.work(), 1, Integer::sum);
    }
  }

  /** Also to be called before, and {@link #add} after, anything that closes or opens an alert. */
  void remove(AlertState alert) {
    Seat seat = seats.remove(alert);
    if (seat == null) {
      return;
    }
    for (Claim claim : seat.claims()) {
      Capacity room = rooms.get(claim.scope());
      if (room == null) {
        continue;
      }
      if (seat.closed()) {
        room.removeClosed(alert);
      } else {
        room.removeOpen(claim.holder());
      }
      if (room.isEmpty()) {
        rooms.remove(claim.scope());
      }
    }
    if (seat.work() != null && !seat.closed()) {
      openByWork.computeIfPresent(seat.work(), (_, open) -> open == 1 ? null : open - 1);
    }
  }

  private static Claim ofPod(AlertSummary summary) {
    return new Claim(
        new Scope(Cap.POD, summary.policyKey() + " " + summary.subject()), summary.subject());
  }

  private void addOuter(List<Claim> claims, AlertSummary summary) {
    if (!summary.policyNamespace().equals(settings.systemNamespace())) {
      String namespace = summary.policyNamespace();
      claims.add(new Claim(new Scope(Cap.NAMESPACED, namespace), summary.workloadKey()));
      claims.add(new Claim(new Scope(Cap.ALL_NAMESPACED, ""), namespace));
      return;
    }
    String namespace = summary.podNamespace();
    claims.add(new Claim(new Scope(Cap.POLICY, summary.policyKey()), namespace));
    if (!summary.node().isEmpty()) {
      claims.add(new Claim(new Scope(Cap.NODE, summary.node()), namespace));
    }
    if (!namespace.isEmpty()) {
      claims.add(new Claim(new Scope(Cap.NAMESPACE, namespace), summary.workloadKey()));
    }
    claims.add(new Claim(new Scope(Cap.CLUSTER, ""), namespace));
  }

  private static String work(AlertSummary summary) {
    return summary.policyKey() + " " + summary.workloadKey();
  }
}
