package dev.tocsin.command;

/** The escapes of {@code $'...'} and {@code echo -e}. */
final class EscapedText {
  private EscapedText() {}

  static String decode(String text) {
    StringBuilder decoded = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '\\' || i == text.length()) {
        decoded.append(c);
        continue;
      }
      char kind = text.charAt(i++);
      switch (kind) {
        case 'n' -> decoded.append('\n');
        case 't' -> decoded.append('\t');
        case 'r' -> decoded.append('\r');
        case 'e', 'E' -> decoded.append('\u001b');
        case 'x' -> i = number(text, i, 16, 2, decoded);
        case 'u' -> i = number(text, i, 16, 4, decoded);
        case 'U' -> i = number(text, i, 16, 8, decoded);
        case '0', '1', '2', '3', '4', '5', '6', '7' -> i = number(text, i - 1, 8, 3, decoded);
        default -> decoded.append(kind);
      }
    }
    return decoded.toString();
  }

  /** Appends the character of at most so many digits; returns where they end. */
  private static int number(String text, int from, int radix, int most, StringBuilder decoded) {
    int end = from;
    int value = 0;
    while (end < text.length()
        && end < from + most
        && Character.digit(text.charAt(end), radix) >= 0) {
      value = value * radix + Character.digit(text.charAt(end), radix);
      end++;
    }
    if (end > from && Character.isValidCodePoint(value)) {
      decoded.appendCodePoint(value);
    }
    return end;
  }
}
