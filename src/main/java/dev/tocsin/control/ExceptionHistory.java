package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionExceptionStatus;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.policy.PolicyId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What adds up over the life of one exception, across policies and restarts. */
final class ExceptionHistory {
  private final String uid;
  private final RunningTotal<PolicyId> matches;
  private @Nullable String lastMatchTime;

  ExceptionHistory(String uid, @Nullable DetectionExceptionStatus stored) {
    this.uid = uid;
    matches = new RunningTotal<>(stored == null || stored.matches() == null ? 0 : stored.matches());
    lastMatchTime = stored == null ? null : stored.lastMatchTime();
  }

  String uid() {
    return uid;
  }

  /** The counters carry no times: the time of the look stands for that of the match. */
  void observe(String source, List<PolicyStats> stats, Instant now) {
    long before = matches.total();
    for (PolicyStats each : stats) {
      Long count = each.exceptionMatches().get(source);
      if (count != null) {
        matches.observe(each.id(), count);
      }
    }
    if (matches.total() > before) {
      lastMatchTime = Timestamps.format(now);
    }
  }

  long matches() {
    return matches.total();
  }

  @Nullable String lastMatchTime() {
    return lastMatchTime;
  }
}
