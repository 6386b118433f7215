package dev.tocsin.source.syslog;

import java.util.Map;

/**
 * What one listener took in since it was started.
 *
 * @param messages by what became of them; every outcome is there
 * @param connections open now; 0 for UDP
 * @param ended connections by how they ended; every end is there
 */
public record SyslogCounters(Map<Outcome, Long> messages, int connections, Map<End, Long> ended) {

  /** What became of a message. */
  public enum Outcome {
    /** An execution that went to evaluation. */
    EVENT,
    /** A record of Sysmon about something else. */
    OTHER_EVENT,
    /** No record of Sysmon. */
    OTHER_MESSAGE,
    /** A record that cannot be read: lost. */
    BROKEN,
    /** Longer than is read: lost. */
    TOO_LONG,
    /** The queue was full: lost. */
    DROPPED
  }

  /** How a connection ended. */
  public enum End {
    /** By the sender. */
    CLOSED,
    /** Nothing came, or a message did not get finished, for too long. */
    IDLE,
    /** There were too many already. */
    REFUSED,
    /** It made room for one of an address that had fewer. */
    DISPLACED,
    /** By a mistake in this program. */
    FAILED
  }

  public long messages(Outcome outcome) {
    return messages.getOrDefault(outcome, 0L);
  }

  public long ended(End end) {
    return ended.getOrDefault(end, 0L);
  }
}
