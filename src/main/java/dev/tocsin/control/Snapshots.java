package dev.tocsin.control;

import static java.util.stream.Collectors.groupingBy;

import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.policy.PolicyId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Observations shared by the looks at many policies: with a thousand policies, asking everybody
 * about everything a thousand times would cost a million answers per round.
 *
 * <p>One is kept for a moment, and not beyond a change of what is installed.
 */
final class Snapshots {
  private final Observations observations;
  private final LongSupplier installations;
  private final Duration keep;
  private @Nullable Snapshot latest;

  /** What everybody said at one time. */
  record Snapshot(
      Instant time,
      long installations,
      List<NodeObservation> nodes,
      List<PolicyStats> all,
      Map<PolicyId, List<PolicyStats>> byPolicy,
      Map<String, Observations.AlertCounts> alerts) {

    List<PolicyStats> of(PolicyId id) {
      return byPolicy.getOrDefault(id, List.of());
    }

    Observations.AlertCounts alerts(ObjectKey policy) {
      return alerts.getOrDefault(policy.toString(), Observations.AlertCounts.NONE);
    }
  }

  /**
   * @param installations changes when other policies are installed
   */
  Snapshots(Observations observations, LongSupplier installations, Duration keep) {
    this.observations = observations;
    this.installations = installations;
    this.keep = keep;
  }

  synchronized Snapshot at(Instant now) {
    long installed = installations.getAsLong();
    if (latest == null
        || latest.installations() != installed
        || now.isAfter(latest.time().plus(keep))) {
      List<PolicyStats> stats = observations.policies();
      latest =
          new Snapshot(
              now,
              installed,
              observations.nodes(),
              stats,
              stats.stream().collect(groupingBy(PolicyStats::id)),
              observations.alerts());
    }
    return latest;
  }

  boolean areSettled() {
    return observations.isSettled();
  }

  long matchesBefore(PolicyId policy) {
    return observations.matchesBefore(policy);
  }
}
