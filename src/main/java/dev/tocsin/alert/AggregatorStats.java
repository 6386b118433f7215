package dev.tocsin.alert;

/**
 * What an aggregator has done and holds.
 *
 * @param findings accepted since the start, duplicates not included
 * @param duplicates findings reported before
 * @param overflowedFindings that went into overflow alerts
 * @param evictedAlerts closed ones that were deleted before their time to make room
 * @param alerts in memory
 * @param pendingAlerts with something to write
 * @param pendingFindings that no object counts yet
 * @param loaded whether it is known what is stored; nothing is written before
 */
public record AggregatorStats(
    long findings,
    long duplicates,
    long overflowedFindings,
    long evictedAlerts,
    int alerts,
    int pendingAlerts,
    long pendingFindings,
    boolean loaded) {}
