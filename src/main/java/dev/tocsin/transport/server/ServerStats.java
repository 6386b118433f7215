package dev.tocsin.transport.server;

import java.util.Map;

/**
 * What a server has done since it started.
 *
 * @param streams open now
 * @param held entries that were taken and are not done, of the streams that are open
 */
public record ServerStats(
    int streams,
    long held,
    Map<StreamOutcome, Long> opened,
    Map<EntryOutcome, Long> entries,
    Map<ReportOutcome, Long> reports) {}
