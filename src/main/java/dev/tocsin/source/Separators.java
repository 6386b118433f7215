package dev.tocsin.source;

/** What stands between JSON objects: blanks, visible or not, and the signs of an array. */
final class Separators {
  private Separators() {}

  /** The index of the first character that separates nothing, or the end of the text. */
  static int skip(String text, int from) {
    int at = from;
    while (at < text.length() && separates(text, at)) {
      at++;
    }
    return at;
  }

  private static boolean separates(String text, int at) {
    char c = text.charAt(at);
    return c == ',' || c == ']' || isBlank(c) || (c == '[' && opensArray(text, at + 1));
  }

  /** Byte order marks, no-break and zero-width blanks, and control characters too. */
  private static boolean isBlank(char c) {
    return c <= ' '
        || c == '\u00a0'
        || c == '\u2060'
        || c == '\ufeff'
        || (c >= '\u2000' && c <= '\u200f')
        || (c >= '\u2028' && c <= '\u202f');
  }

  private static boolean opensArray(String text, int from) {
    int at = from;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at == text.length() || "{[]".indexOf(text.charAt(at)) >= 0;
  }

  /** Whether a JSON object can begin there, which a brace of another text does not always. */
  static boolean opensObject(String text, int at) {
    if (text.charAt(at) != '{') {
      return false;
    }
    int next = at + 1;
    while (next < text.length() && isBlank(text.charAt(next))) {
      next++;
    }
    return next == text.length() || text.charAt(next) == '"' || text.charAt(next) == '}';
  }
}
