package dev.tocsin.source.sysmon;

/** What a text that may hold a record comes to. */
public sealed interface Decoded {

  /**
   * A program was started.
   *
   * @param message an encoded {@code GetEventsResponse} with a {@code process_exec}
   * @param host where, as the record says, else as the line of syslog says; may be empty
   */
  record Execution(byte[] message, String host) implements Decoded {}

  /** Well-formed, and nothing that is read here. */
  enum Ignored implements Decoded {
    /** A record about something else than the start of a program. */
    OTHER_EVENT,
    /** No record of Sysmon for Linux. */
    NO_RECORD
  }

  /** A record that cannot be read. */
  record Broken(String reason) implements Decoded {}
}
