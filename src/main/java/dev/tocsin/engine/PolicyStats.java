package dev.tocsin.engine;

import java.util.Map;

/**
 * Counters of one installed policy since this process first installed this generation.
 *
 * @param lastMatchNanos event time of the newest match, 0 when there was none
 * @param errors matches that failed to evaluate
 * @param suspended whether it was taken out for too many errors; then {@code lastError} says why
 * @param exclusionMatches by {@link Policy.Exclusion#source}
 */
public record PolicyStats(
    PolicyId id,
    long matches,
    long findings,
    long lastMatchNanos,
    long errors,
    boolean suspended,
    String lastError,
    Map<String, Long> exclusionMatches) {}
