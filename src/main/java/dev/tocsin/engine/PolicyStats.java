package dev.tocsin.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Counters of one installed policy since this process first installed this generation.
 *
 * @param matches events that satisfied it, exclusions aside
 * @param findings what it reported, or would have reported in shadow mode
 * @param lastMatchNanos event time of the newest match, 0 when there was none
 * @param errors evaluations that failed
 * @param suspended whether it was taken out for too many errors
 * @param lastError field and cause of the last failure, {@code ""} when there was none
 * @param exclusionMatches by {@link Policy.Exclusion#source}
 * @param lateMatches matches that came too late for their window
 * @param evictedWindows window groups that were given up to keep their state within bounds
 * @param cost of evaluating the policy for an event that is offered to it
 */
public record PolicyStats(
    PolicyId id,
    long matches,
    long findings,
    long lastMatchNanos,
    long errors,
    boolean suspended,
    String lastError,
    Map<String, Long> exclusionMatches,
    long lateMatches,
    long evictedWindows,
    Cost cost) {

  /** One for each policy, where parts of it are counted in several places. */
  public static List<PolicyStats> merged(Stream<PolicyStats> parts) {
    Map<PolicyId, PolicyStats> byPolicy = new LinkedHashMap<>();
    parts.forEach(part -> byPolicy.merge(part.id(), part, PolicyStats::plus));
    return List.copyOf(byPolicy.values());
  }

  /** Of a policy that has counted nothing. */
  public static PolicyStats none(PolicyId id) {
    return new PolicyStats(id, 0, 0, 0, 0, false, "", Map.of(), 0, 0, Cost.NONE);
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
    return with(same, suspended, lastError, cost);
  }

  /** The same counters of a policy that is not suspended. */
  public PolicyStats running() {
    return with(id, false, lastError, cost);
  }

  /** The same counters of a policy that is suspended. */
  public PolicyStats suspended(String cause) {
    return with(id, true, cause, cost);
  }

  /** The same counters, without a cost. */
  public PolicyStats withoutCost() {
    return with(id, suspended, lastError, Cost.NONE);
  }

  private PolicyStats with(PolicyId same, boolean nowSuspended, String error, Cost otherCost) {
    return new PolicyStats(
        same,
        matches,
        findings,
        lastMatchNanos,
        errors,
        nowSuspended,
        error,
        exclusionMatches,
        lateMatches,
        evictedWindows,
        otherCost);
  }

  /**
   * What came since.
   *
   * @param before an earlier reading of the same counters
   */
  public PolicyStats since(PolicyStats before) {
    Map<String, Long> exclusions = new HashMap<>(exclusionMatches);
    exclusions.replaceAll(
        (source, n) -> Math.max(0, n - before.exclusionMatches.getOrDefault(source, 0L)));
    return new PolicyStats(
        id,
        Math.max(0, matches - before.matches),
        Math.max(0, findings - before.findings),
        lastMatchNanos,
        Math.max(0, errors - before.errors),
        suspended,
        lastError,
        Map.copyOf(exclusions),
        Math.max(0, lateMatches - before.lateMatches),
        Math.max(0, evictedWindows - before.evictedWindows),
        cost.since(before.cost));
  }

  public PolicyStats plus(PolicyStats other) {
    Map<String, Long> exclusions = new HashMap<>(exclusionMatches);
    other.exclusionMatches.forEach((source, n) -> exclusions.merge(source, n, Long::sum));
    return new PolicyStats(
        id,
        matches + other.matches,
        findings + other.findings,
        Math.max(lastMatchNanos, other.lastMatchNanos),
        errors + other.errors,
        suspended || other.suspended,
        other.lastError.isEmpty() ? lastError : other.lastError,
        Map.copyOf(exclusions),
        lateMatches + other.lateMatches,
        evictedWindows + other.evictedWindows,
        cost.plus(other.cost));
  }
}
