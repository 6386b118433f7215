package dev.tocsin.engine.redaction;

/**
 * Where words and quoted parts of a text end. A quote opens where a word or a value begins, so that
 * an apostrophe opens none; it closes at the same sign that no letter or digit follows, since
 * agents put arguments with blanks in quotes and leave the quotes in them as they are. One that
 * nothing closes goes on to the end.
 */
final class Quotes {
  private final CharSequence text;

  Quotes(CharSequence text) {
    this.text = text;
  }

  static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\u00a0' || c == 0;
  }

  /** Without quotes and brackets around it. */
  static String strip(String word) {
    int from = 0;
    int to = word.length();
    while (from < to && "\"'`($".indexOf(word.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && "\"'`);".indexOf(word.charAt(to - 1)) >= 0) {
      to--;
    }
    return word.substring(from, to);
  }

  /** Whether the quote at this place opens, in a word that begins at {@code start}. */
  boolean opens(int start, int at) {
    return at == start || "=:,({[<\"'`".indexOf(text.charAt(at - 1)) >= 0;
  }

  /** Where the quote at {@code open} is closed; {@code to} where it is not. */
  int close(int open, int to) {
    char quote = text.charAt(open);
    for (int i = open + 1; i < to; i++) {
      if (text.charAt(i) == quote
          && text.charAt(i - 1) != '\\'
          && (i + 1 == to || !KnownTokens.isLetterOrDigit(text.charAt(i + 1)))) {
        return i;
      }
    }
    return to;
  }

  /** Behind the next {@code \"}, or {@code to}. */
  int escapedClose(int from, int to) {
    for (int i = from; i + 1 < to; i++) {
      if (text.charAt(i) == '\\' && isQuote(text.charAt(i + 1))) {
        return i + 2;
      }
    }
    return to;
  }

  /** The end of the word that begins here. */
  int wordEnd(int start, int to) {
    int at = start;
    while (at < to && !isBlank(text.charAt(at))) {
      if (isQuote(text.charAt(at)) && opens(start, at)) {
        at = Math.min(to, close(at, to) + 1);
      } else {
        at++;
      }
    }
    return at;
  }

  /** The end of the word that begins here, where quotes are characters as others are. */
  int plainEnd(int start, int to) {
    int at = start;
    while (at < to && !isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  int afterBlanks(int start, int to) {
    int at = start;
    while (at < to && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  boolean hasBlank(int from, int to) {
    return plainEnd(from, to) < to;
  }

  /** Where the part begins, -1 where it is not. */
  int find(String part, int from, int to) {
    for (int i = from; i + part.length() <= to; i++) {
      int matched = 0;
      while (matched < part.length() && text.charAt(i + matched) == part.charAt(matched)) {
        matched++;
      }
      if (matched == part.length()) {
        return i;
      }
    }
    return -1;
  }
}
