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

  /** A piece that is in order and not read. */
  record Ignored(Kind kind, Position position) implements Entry {
    /** What it is. */
    public enum Kind {
      LOG_LINE("lines of a log"),
      OTHER_JSON("JSON objects without an event"),
      OTHER_RECORD("other records"),
      /** The event around it is read. */
      ODD_FIELD("fields with a value that their type does not have"),
      REPEATED("executions and exits that were there before");

      private final String words;

      Kind(String words) {
        this.words = words;
      }

      /** In the plural, for people. */
      public String words() {
        return words;
      }
    }
  }

  /**
   * A piece that is no event. Reading goes on after it, unless what follows cannot be recognised.
   */
  record Defect(String reason, Position position) implements Entry {

    /** {@code events.jsonl:12: not an object}. */
    @Override
    public String toString() {
      return position + ": " + reason;
    }
  }
}
