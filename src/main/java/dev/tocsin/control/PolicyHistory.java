package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.engine.PolicyId;
import dev.tocsin.engine.PolicyStats;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What adds up over the life of one policy, across restarts of this process. */
final class PolicyHistory {
  private final String uid;
  private final RunningTotal<String> alerts;
  private final RunningTotal<String> overflowed;
  private long generation;
  private long storedMatches;
  private long matchesBefore;
  private RunningTotal<PolicyId> matches = new RunningTotal<>(0);
  private @Nullable String lastMatchTime;

  /**
   * Goes on from the stored status.
   *
   * @param uid of the object, since another one may take its name
   */
  PolicyHistory(String uid, @Nullable DetectionPolicyStatus stored) {
    this.uid = uid;
    DetectionPolicyStatus.@Nullable Alerts ofStored = stored == null ? null : stored.alerts();
    alerts = new RunningTotal<>(ofStored == null ? 0 : ofStored.total());
    overflowed = new RunningTotal<>(ofStored == null ? 0 : ofStored.overflowed());
    Long observed = stored == null ? null : stored.observedGeneration();
    generation = observed == null ? -1 : observed;
    storedMatches = stored == null || stored.matches() == null ? 0 : stored.matches();
    lastMatchTime = stored == null ? null : stored.lastMatchTime();
  }

  String uid() {
    return uid;
  }

  /**
   * Matches are those of one generation; alerts outlive it.
   *
   * @param before matches that were counted before {@code stats} began: the stored ones, or some of
   *     them, or more
   */
  void observe(PolicyId id, List<PolicyStats> stats, long before, Observations.AlertCounts counts) {
    if (id.generation() != generation) {
      generation = id.generation();
      storedMatches = 0;
      matchesBefore = 0;
      matches = new RunningTotal<>(0);
    }
    long sum = 0;
    long newest = 0;
    for (PolicyStats each : stats) {
      sum += each.matches();
      newest = Math.max(newest, each.lastMatchNanos());
    }
    matches.observe(id, sum);
    matchesBefore = Math.max(matchesBefore, before);
    if (newest > 0) {
      String time = Timestamps.format(Instant.ofEpochSecond(0, newest));
      if (lastMatchTime == null
          || Timestamps.parse(time).isAfter(Timestamps.parse(lastMatchTime))) {
        lastMatchTime = time;
      }
    }
    alerts.observe("total", counts.total());
    overflowed.observe("overflowed", counts.overflowed());
  }

  long matches() {
    return Math.max(storedMatches, matchesBefore) + matches.total();
  }

  long alerts() {
    return alerts.total();
  }

  long overflowed() {
    return overflowed.total();
  }

  @Nullable String lastMatchTime() {
    return lastMatchTime;
  }
}
