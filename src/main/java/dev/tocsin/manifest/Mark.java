package dev.tocsin.manifest;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1, in code points
 */
public record Mark(int line, int column) {
  static final Mark START = new Mark(1, 1);

  boolean isAfter(Mark other) {
    return line > other.line || line == other.line && column > other.column;
  }

  /** {@code 12:3}. */
  @Override
  public String toString() {
    return line + ":" + column;
  }
}
