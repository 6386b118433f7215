package dev.tocsin.engine;

import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counters of one installed policy since this process first installed this generation.
 *
 * @param matches events that satisfied it, exceptions aside
 * @param findings what it reported, or would have reported in shadow mode
 * @param lastMatchNanos event time of the newest match, 0 when there was none
 * @param errors evaluations that failed
 * @param suspended whether it is not evaluated now, because it broke or took too much time
 * @param lastError field and cause of the last failure, {@code ""} when there was none; of one that
 *     is suspended, why, and when it runs again
 * @param exceptionMatches by {@link Policy.ExceptionRule#source}
 * @param suspendedExceptions why an exception is not evaluated now, by its source
 * @param lateMatches matches that came too late for their window
 * @param evictedWindows window groups that were given up to keep their state within bounds
 * @param cost of evaluating the policy for an event that is offered to it
 * @param traced the newest match that a tracing policy made possible
 * @param samples in shadow mode, some of what it would have reported, the newest first
 */
public record PolicyStats(
    PolicyId id,
    long matches,
    long findings,
    long lastMatchNanos,
    long errors,
    boolean suspended,
    String lastError,
    Map<String, Long> exceptionMatches,
    Map<String, String> suspendedExceptions,
    long lateMatches,
    long evictedWindows,
    Cost cost,
    TracedMatch traced,
    List<ShadowSample> samples) {

  /** One for each policy, where parts of it are counted in several places. */
  public static List<PolicyStats> merged(Stream<PolicyStats> parts) {
    Map<PolicyId, PolicyStats> byPolicy = new LinkedHashMap<>();
    parts.forEach(part -> byPolicy.merge(part.id(), part, PolicyStats::plus));
    return List.copyOf(byPolicy.values());
  }

  /** Why it is suspended is worth more than what failed last. */
  private boolean isReportedBy(PolicyStats other) {
    return !other.lastError.isEmpty() && (other.suspended || !suspended);
  }

  /** Of a policy that has counted nothing. */
  public static PolicyStats none(PolicyId id) {
    return new PolicyStats(
        id,
        0,
        0,
        0,
        0,
        false,
        "",
        Map.of(),
        Map.of(),
        0,
        0,
        Cost.NONE,
        TracedMatch.NONE,
        List.of());
  }

  /** Whether anything is different from {@link #none}. */
  public boolean hasCounted() {
    return !equals(none(id));
  }

  /**
   * The same counters.
   *
   * @param same equal to their own identity
   */
  public PolicyStats of(PolicyId same) {
    return with(same, suspended, lastError, suspendedExceptions, cost, samples);
  }

  /** The same counters of a policy of which nothing is suspended. */
  public PolicyStats running() {
    return with(id, false, lastError, Map.of(), cost, samples);
  }

  /** The same counters of a policy that is suspended. */
  public PolicyStats suspended(String cause) {
    return with(id, true, cause, suspendedExceptions, cost, samples);
  }

  /** The same counters of a policy of which these exceptions are suspended. */
  public PolicyStats withSuspendedExceptions(Map<String, String> causes) {
    return with(id, suspended, lastError, causes, cost, samples);
  }

  /** The same counters, without a cost. */
  public PolicyStats withoutCost() {
    return with(id, suspended, lastError, suspendedExceptions, Cost.NONE, samples);
  }

  private PolicyStats with(
      PolicyId same,
      boolean nowSuspended,
      String error,
      Map<String, String> exceptions,
      Cost otherCost,
      List<ShadowSample> others) {
    return new PolicyStats(
        same,
        matches,
        findings,
        lastMatchNanos,
        errors,
        nowSuspended,
        error,
        exceptionMatches,
        exceptions,
        lateMatches,
        evictedWindows,
        otherCost,
        traced,
        others);
  }

  /** The same counters with other samples. */
  public PolicyStats withSamples(List<ShadowSample> others) {
    return with(id, suspended, lastError, suspendedExceptions, cost, others);
  }

  /**
   * What came since.
   *
   * @param before an earlier reading of the same counters
   */
  public PolicyStats since(PolicyStats before) {
    Map<String, Long> exceptions = new HashMap<>(exceptionMatches);
    exceptions.replaceAll(
        (source, n) -> Math.max(0, n - before.exceptionMatches.getOrDefault(source, 0L)));
    return new PolicyStats(
        id,
        Math.max(0, matches - before.matches),
        Math.max(0, findings - before.findings),
        lastMatchNanos,
        Math.max(0, errors - before.errors),
        suspended,
        lastError,
        Map.copyOf(exceptions),
        suspendedExceptions,
        Math.max(0, lateMatches - before.lateMatches),
        Math.max(0, evictedWindows - before.evictedWindows),
        cost.since(before.cost),
        traced,
        samples);
  }

  public PolicyStats plus(PolicyStats other) {
    Map<String, Long> exceptions = new HashMap<>(exceptionMatches);
    other.exceptionMatches.forEach((source, n) -> exceptions.merge(source, n, Long::sum));
    Map<String, String> suspendedOnes = new HashMap<>(suspendedExceptions);
    suspendedOnes.putAll(other.suspendedExceptions);
    return new PolicyStats(
        id,
        matches + other.matches,
        findings + other.findings,
        Math.max(lastMatchNanos, other.lastMatchNanos),
        errors + other.errors,
        suspended || other.suspended,
        isReportedBy(other) ? other.lastError : lastError,
        Map.copyOf(exceptions),
        Map.copyOf(suspendedOnes),
        lateMatches + other.lateMatches,
        evictedWindows + other.evictedWindows,
        cost.plus(other.cost),
        traced.newest(other.traced),
        ShadowSample.newest(samples, other.samples));
  }
}
