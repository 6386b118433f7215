package dev.tocsin.notify;

import java.time.Duration;

/**
 * What one output does, for metrics.
 *
 * @param output {@code namespace/name}
 * @param refused by the receiver, for what it says
 * @param givenUp not taken in time
 * @param oldest how long the oldest that is not delivered waits
 */
public record OutputStats(
    String output,
    long delivered,
    long retried,
    long refused,
    long givenUp,
    int pending,
    Duration oldest) {}
