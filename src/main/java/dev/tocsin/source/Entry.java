package dev.tocsin.source;

/** What a recorded input holds, piece by piece. */
public sealed interface Entry {

  Position position();

  /**
   * One event.
   *
   * @param message an encoded {@code GetEventsResponse}
   */
  record Message(byte[] message, Position position) implements Entry {}

  /** A piece that is in order and not read: a record about something else, a line of others. */
  record Ignored(Position position) implements Entry {}

  /** A piece that is no event. Reading goes on after it, unless what follows cannot be told. */
  record Defect(String reason, Position position) implements Entry {

    /** {@code events.jsonl:12: not an object}. */
    @Override
    public String toString() {
      return position + ": " + reason;
    }
  }
}
