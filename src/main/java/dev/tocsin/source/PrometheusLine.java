package dev.tocsin.source;

import java.util.Optional;

/**
 * One sample of a page in Prometheus' text format: {@code name{label="value",...} 12 [time]}. Reads
 * counters only: the value is a number that is finite and not negative.
 *
 * @param series name and labels as they are written, which is the same on every page of one process
 */
record PrometheusLine(String name, String series, double value) {

  /**
   * Reads a line; empty for a blank one and for a comment.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  static Optional<PrometheusLine> parse(String line) {
    String text = line.strip();
    if (text.isEmpty() || text.startsWith("#")) {
      return Optional.empty();
    }
    int nameEnd = nameEnd(text);
    if (nameEnd == 0) {
      throw new IllegalArgumentException("it does not begin with a name");
    }
    boolean labelled = nameEnd < text.length() && text.charAt(nameEnd) == '{';
    int seriesEnd = labelled ? labelsEnd(text, nameEnd) : nameEnd;
    String[] rest = text.substring(seriesEnd).strip().split("[ \t]+", 3);
    return Optional.of(
        new PrometheusLine(
            text.substring(0, nameEnd), text.substring(0, seriesEnd), value(rest[0])));
  }

  private static int nameEnd(String text) {
    int end = 0;
    while (end < text.length() && isOfName(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isOfName(char each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9')
        || each == '_'
        || each == ':';
  }

  /** Behind the closing brace; one within a label's value does not close. */
  private static int labelsEnd(String text, int begin) {
    boolean quoted = false;
    for (int i = begin; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '"' -> quoted = !quoted;
        case '\\' -> i += quoted ? 1 : 0;
        case '}' -> {
          if (!quoted) {
            return i + 1;
          }
        }
        default -> {}
      }
    }
    throw new IllegalArgumentException("its labels do not end");
  }

  private static double value(String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is not a number", e);
    }
    if (!Double.isFinite(value) || value < 0) {
      throw new IllegalArgumentException(text + " is not a count");
    }
    return value;
  }
}
