package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.ShadowSample;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.text.Visible;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private List<DetectionPolicyStatus.Sample> storedSamples;
  private List<ShadowSample> samples = List.of();

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
    storedSamples = stored == null ? List.of() : stored.samples();
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
      storedSamples = List.of();
      samples = List.of();
    }
    long sum = 0;
    long newest = 0;
    for (PolicyStats each : stats) {
      sum += each.matches();
      newest = Math.max(newest, each.lastMatchNanos());
      samples = ShadowSample.newest(each.samples(), samples);
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

  /** The newest of this generation; what another leader stored fills the room that is left. */
  List<DetectionPolicyStatus.Sample> samples() {
    List<DetectionPolicyStatus.Sample> all =
        new ArrayList<>(samples.stream().map(PolicyHistory::sample).toList());
    Set<List<@Nullable String>> said = new HashSet<>();
    all.forEach(each -> said.add(Arrays.asList(each.pod(), each.message())));
    for (DetectionPolicyStatus.Sample each : storedSamples) {
      if (all.size() < ShadowSample.MOST && said.add(Arrays.asList(each.pod(), each.message()))) {
        all.add(each);
      }
    }
    return all;
  }

  /** Whoever reads a status looks at what the watched wrote. */
  private static DetectionPolicyStatus.Sample sample(ShadowSample sample) {
    return new DetectionPolicyStatus.Sample(
        Timestamps.format(Instant.ofEpochSecond(0, sample.timeNanos())),
        sample.node(),
        sample.pod().isEmpty() ? null : Visible.line(sample.pod(), ShadowSample.LONGEST_POD),
        Visible.line(sample.message(), ShadowSample.LONGEST_MESSAGE));
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
