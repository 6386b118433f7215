package dev.tocsin.source;

/**
 * Where something stands in an input.
 *
 * @param input the file's name as given, or {@code standard input}
 * @param number counted from 1 for lines, from 0 for bytes
 */
public record Position(String input, Unit unit, long number) {
  public enum Unit {
    LINE,
    BYTE
  }

  static Position line(String input, long number) {
    return new Position(input, Unit.LINE, number);
  }

  static Position offset(String input, long number) {
    return new Position(input, Unit.BYTE, number);
  }

  /** {@code events.jsonl:12} or {@code events.pb: byte 4711}. */
  @Override
  public String toString() {
    return switch (unit) {
      case LINE -> input + ":" + number;
      case BYTE -> input + ": byte " + number;
    };
  }
}
