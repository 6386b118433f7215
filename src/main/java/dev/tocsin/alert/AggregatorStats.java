package dev.tocsin.alert;

/**
 * What an aggregator has done and holds.
 *
 * @param findings accepted since the start, duplicates not included
 * @param duplicates findings reported before
 * @param overflowedFindings that went into overflow alerts
 * @param displacedAlerts closed ones that were deleted before their time to make room
 * @param alerts in memory
 * @param waitingAlerts with something to write
 * @param unwrittenFindings that no object counts yet
 * @param loaded whether it is known what is stored; nothing is written before
 */
public record AggregatorStats(
    long findings,
    long duplicates,
    long overflowedFindings,
    long displacedAlerts,
    int alerts,
    int waitingAlerts,
    long unwrittenFindings,
    boolean loaded) {}
