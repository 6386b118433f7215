package dev.tocsin.engine;

import java.util.Map;

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
    long evictedWindows) {}
