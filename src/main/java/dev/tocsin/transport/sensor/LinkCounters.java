package dev.tocsin.transport.sensor;

/**
 * What a link has done since the process started.
 *
 * @param sent entries, those that were sent again included
 * @param resent entries that had been sent on an earlier stream
 * @param acknowledged entries that the operator is done with
 * @param refused of those, how many it refused
 * @param reconnects streams that were welcomed, but for the first
 * @param reports node reports that were sent
 * @param bytes of the entries and reports that were sent
 */
public record LinkCounters(
    long sent,
    long resent,
    long acknowledged,
    long refused,
    long reconnects,
    long reports,
    long bytes) {}
