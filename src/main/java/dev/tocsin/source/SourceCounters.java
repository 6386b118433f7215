package dev.tocsin.source;

import dev.tocsin.event.EventKind;
import java.util.Map;

/**
 * What one live source took in and lost since it was started.
 *
 * @param received events by kind on the wire, including the ones after which a later column asks
 * @param receivedBytes of their messages
 * @param malformed messages that are no event
 * @param unwanted events of kinds that were not asked for (an old agent ignores what it does not
 *     know in a request)
 * @param otherNode events that say they are of another node than the agent's: refused
 * @param duplicates events that two streams brought while one took over from the other
 * @param dropped events that the queue had no room for: lost
 * @param reconnects how many times a connection came back after it was lost
 * @param outageSeconds how long there was no connection, all together: what happened then is lost
 */
public record SourceCounters(
    Map<EventKind, Long> received,
    long receivedBytes,
    long malformed,
    long unwanted,
    long otherNode,
    long duplicates,
    long dropped,
    long reconnects,
    double outageSeconds) {}
