package dev.tocsin.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who takes more than a fair share of the evaluating thread while events wait, and
 * suspends it: the others' events would be lost in the queue. While none wait, anybody may take the
 * time that there is.
 *
 * <p>All policies of one namespace have one share together, since whoever writes one can write a
 * hundred. Those of the whole cluster are looked at last: one of them is suspended only when no
 * namespace and no exception had more than its share, and for a short time, since what it costs
 * depends on events, which whoever is watched chooses.
 *
 * <p>Shares are estimated from the evaluations that {@link CostSampling} timed. For the evaluating
 * thread.
 */
final class ThreadShare {
  /** How long events must have waited without a break. */
  static final Duration WINDOW = Duration.ofSeconds(10);

  /** Fewer events that were timed say nothing. */
  static final int LEAST_SAMPLES = 16;

  static final double OF_NAMESPACE = 0.2;
  static final double OF_EXCEPTION = 0.1;
  static final double OF_CLUSTER_POLICY = 0.5;

  private boolean begun;
  private long beginNanos;
  private long eventsBefore;
  private long sampledBefore;

  /** A policy and what part of the thread it took. */
  private record Share(InstalledPolicy policy, double share) {}

  /** No event waits. */
  void idle() {
    begun = false;
  }

  /**
   * Looks at how it stands, while events wait.
   *
   * @param nowNanos from a clock that does not go back
   * @param events how many were evaluated so far
   * @param sampled how many of these were timed
   */
  void check(
      long nowNanos, long events, long sampled, Collection<InstalledPolicy> policies, Instant now) {
    if (!begun) {
      begin(nowNanos, events, sampled, policies);
      return;
    }
    long elapsed = nowNanos - beginNanos;
    long samples = sampled - sampledBefore;
    if (elapsed < WINDOW.toNanos() || samples < LEAST_SAMPLES) {
      return;
    }
    double perNano = (double) (events - eventsBefore) / samples / elapsed;
    judge(policies, perNano, new ShareDecision(Duration.ofNanos(elapsed).toSeconds(), now));
    begin(nowNanos, events, sampled, policies);
  }

  private void begin(
      long nowNanos, long events, long sampled, Collection<InstalledPolicy> policies) {
    begun = true;
    beginNanos = nowNanos;
    eventsBefore = events;
    sampledBefore = sampled;
    for (InstalledPolicy policy : policies) {
      policy.state().share().begin();
      policy.exceptions().forEach(each -> each.share().begin());
    }
  }

  /**
   * @param perNano the share of one nanosecond that was measured
   */
  private static void judge(
      Collection<InstalledPolicy> policies, double perNano, ShareDecision verdict) {
    Map<String, List<Share>> byNamespace = new LinkedHashMap<>();
    @Nullable Share costliest = null;
    for (InstalledPolicy policy : policies) {
      for (ExceptionState rule : policy.exceptions()) {
        verdict.exception(rule, rule.share().nanos() * perNano);
      }
      Share share = new Share(policy, policy.state().share().nanos() * perNano);
      if (!policy.policy().scope().isCluster()) {
        byNamespace
            .computeIfAbsent(policy.policy().id().namespace(), key -> new ArrayList<>())
            .add(share);
      } else if (costliest == null || share.share() > costliest.share()) {
        costliest = share;
      }
    }
    byNamespace.values().forEach(verdict::namespace);
    if (costliest != null && verdict.isNobodyElse()) {
      verdict.clusterPolicy(costliest);
    }
  }

  /** What is done about it. */
  private static final class ShareDecision {
    private final long seconds;
    private final Instant now;
    private boolean found;

    ShareDecision(long seconds, Instant now) {
      this.seconds = seconds;
      this.now = now;
    }

    boolean isNobodyElse() {
      return !found;
    }

    void exception(ExceptionState rule, double share) {
      if (share > OF_EXCEPTION) {
        found = true;
        rule.suspend(text(share, "the limit for an exception is " + percent(OF_EXCEPTION)), now);
      }
    }

    /** Suspends as many as it takes for the others to be within the limit, the costliest first. */
    void namespace(List<Share> policies) {
      double left = policies.stream().mapToDouble(Share::share).sum();
      policies.sort(Comparator.comparingDouble(Share::share).reversed());
      for (int i = 0; left > OF_NAMESPACE && i < policies.size(); i++) {
        Share costliest = policies.get(i);
        found = true;
        suspend(
            costliest,
            "the policies of its namespace took "
                + percent(left)
                + " together, the limit is "
                + percent(OF_NAMESPACE));
        left -= costliest.share();
      }
    }

    void clusterPolicy(Share policy) {
      if (policy.share() > OF_CLUSTER_POLICY) {
        suspend(policy, "the limit is " + percent(OF_CLUSTER_POLICY));
      }
    }

    private void suspend(Share share, String limit) {
      InstalledPolicy policy = share.policy();
      policy.state().suspend(policy.suspension(text(share.share(), limit), now));
    }

    private String text(double share, String limit) {
      return "took "
          + percent(share)
          + " of the evaluating thread for "
          + seconds
          + " s while events waited ("
          + limit
          + ")";
    }

    private static String percent(double share) {
      return String.format(Locale.ROOT, "%.0f%%", 100 * share);
    }
  }
}
