package dev.tocsin.cli;

/**
 * Texts of events on a terminal. Whoever is watched chose them: on one line, and without characters
 * that would move the cursor or turn the text round.
 */
final class OneLine {
  private OneLine() {}

  static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            each ->
                line.appendCodePoint(
                    Character.isISOControl(each)
                            || Character.getType(each) == Character.FORMAT
                            || Character.getType(each) == Character.LINE_SEPARATOR
                            || Character.getType(each) == Character.PARAGRAPH_SEPARATOR
                        ? '?'
                        : each));
    return line.toString();
  }

  static String of(String text, int most) {
    String line = of(text);
    return line.length() <= most ? line : line.substring(0, most - 1) + "…";
  }
}
