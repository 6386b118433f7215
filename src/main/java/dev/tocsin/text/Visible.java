package dev.tocsin.text;

/**
 * Makes any text harmless to look at, and shows what was in it. What steers a terminal, begins a
 * line, turns the text round, is not seen or cannot be encoded becomes an escape that is seen:
 * {@code \n}, {@code \t}, {@code \r}, and for any other a backslash and {@code u{202e}}, with its
 * code point. That is: control characters, format characters, separators of lines and paragraphs,
 * what is ignored by default, half a surrogate pair, and marks on a letter beyond the {@link #MARKS
 * fourth}.
 *
 * <p>A backslash stays one, so the text may have been written like an escape: nobody is harmed by
 * that. A text that is harmless is returned as it is, and so is one that went through here before.
 */
public final class Visible {
  /** No language puts more marks on a letter. */
  private static final int MARKS = 4;

  private Visible() {}

  /** The text on one line. */
  public static String line(String text) {
    return escaped(text, false);
  }

  /** The beginning of the text on one line, in at most so many characters. */
  public static String line(String text, int most) {
    // no character takes less than one: the rest would be cut off
    String line = line(text.length() <= most ? text : text.substring(0, most + 1));
    return line.length() <= most ? line : line.substring(0, beforePair(line, most - 1)) + "…";
  }

  /**
   * A document in JSON or YAML, which keeps its lines and its meaning: escapes are those of strings
   * in both: a backslash and {@code u202e}.
   */
  public static String document(String document) {
    return escaped(document, true);
  }

  private static int beforePair(String text, int end) {
    return end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }

  private static String escaped(String text, boolean document) {
    int first = firstToEscape(text, document);
    if (first == text.length()) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    int marks = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      marks = isMark(c) ? marks + 1 : 0;
      if (isSeen(c) && marks <= MARKS || document && isOfDocument(c)) {
        escaped.appendCodePoint(c);
      } else if (document) {
        text.substring(i, i + Character.charCount(c))
            .chars()
            .forEach(unit -> escaped.append(String.format("\\u%04x", unit)));
      } else {
        escaped.append(escape(c));
      }
      i += Character.charCount(c);
    }
    return escaped.toString();
  }

  private static int firstToEscape(String text, boolean document) {
    int marks = 0;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      marks = isMark(c) ? marks + 1 : 0;
      if (!(isSeen(c) && marks <= MARKS || document && isOfDocument(c))) {
        return i;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private static String escape(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> "\\u{" + Integer.toHexString(c) + "}";
    };
  }

  private static boolean isOfDocument(int c) {
    return c == '\n';
  }

  private static boolean isMark(int c) {
    if (c < 0x300) {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  private static boolean isSeen(int c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> !isIgnored(c);
    };
  }

  /**
   * What Unicode calls Default_Ignorable_Code_Point and is no format character, and blanks of
   * Braille.
   */
  private static boolean isIgnored(int c) {
    return c == 0x034f
        || c == 0x115f
        || c == 0x1160
        || c == 0x17b4
        || c == 0x17b5
        || (c >= 0x180b && c <= 0x180f)
        || c == 0x2065
        || c == 0x2800
        || c == 0x3164
        || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xffa0
        || (c >= 0xfff0 && c <= 0xfff8)
        || (c >= 0xe0000 && c <= 0xe0fff);
  }
}
