package dev.tocsin.listen;

import java.util.Map;

/**
 * What a listener let in and what not, since it was started.
 *
 * @param connections open now
 * @param refused by why; every reason that the listener knows is there
 */
public record ListenerStats(int connections, Map<Refusal, Long> refused) {

  /** Why a connection or a request came to nothing. */
  public enum Refusal {
    /** A connection: there were too many, of its peer or in all. */
    TOO_MANY,
    /** A connection: it was closed for one of a peer that had fewer. */
    DISPLACED,
    /** A connection: it took too long over a handshake, a request, or taking the answer. */
    TOO_SLOW,
    /** A request: a head or a body of too many bytes. */
    TOO_LARGE,
    /** A request: not understood. */
    MALFORMED,
    /** A request: as many as may be were being answered. */
    BUSY
  }

  /** How many came to nothing for this reason. */
  public long count(Refusal refusal) {
    return refused.getOrDefault(refusal, 0L);
  }
}
