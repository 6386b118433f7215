package dev.tocsin.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts text of any length to a bound, and says so in the text: {@code …[cut: 100000 bytes]}. */
public final class Text {
  private static final Pattern MARK = Pattern.compile("…\\[cut: ([0-9]{1,18}) bytes]$");
  private static final int LONGEST_MARK = 34;

  /** The most that one UTF-16 unit takes in UTF-8. */
  private static final int BYTES_OF_A_CHAR = 3;

  private Text() {}

  /**
   * The text, or as much of its beginning as leaves room for a mark with its whole length in UTF-8
   * bytes. A text that was cut before keeps the length of the original.
   *
   * @param bound in code points, at least 40
   */
  public static String cut(String text, int bound) {
    if (text.length() <= bound || text.codePointCount(0, text.length()) <= bound) {
      return text;
    }
    String mark = mark(originalBytes(text));
    return text.substring(0, text.offsetByCodePoints(0, bound - mark.length())) + mark;
  }

  /**
   * As {@link #cut}, with a bound in UTF-8 bytes.
   *
   * @param bound in bytes, at least 40
   */
  static String cutToBytes(String text, int bound) {
    return fits(text, bound) ? text : marked(text, bound, originalBytes(text));
  }

  /**
   * As much of a beginning as leaves room for the mark of the text that it is the beginning of.
   *
   * @param bound of both together in UTF-8 bytes, at least 40
   * @param wholeBytes length of the whole text in UTF-8 bytes
   */
  static String marked(String beginning, int bound, long wholeBytes) {
    String mark = mark(wholeBytes);
    return beginning(beginning, bound - (int) utf8Length(mark)) + mark;
  }

  static boolean fits(String text, int bytes) {
    return text.length() <= bytes / BYTES_OF_A_CHAR
        || (text.length() <= bytes && utf8Length(text) <= bytes);
  }

  /** As many whole characters as that many UTF-8 bytes hold. */
  static String beginning(String text, int bytes) {
    if (fits(text, bytes)) {
      return text;
    }
    int length = 0;
    int left = bytes;
    while (length < text.length()) {
      int size = utf8Length(text, length);
      if (size > left) {
        return text.substring(0, length);
      }
      left -= size;
      length += size == 4 ? 2 : 1;
    }
    return text;
  }

  private static String mark(long wholeBytes) {
    return "…[cut: " + wholeBytes + " bytes]";
  }

  private static long originalBytes(String text) {
    long bytes = utf8Length(text);
    Matcher earlier =
        MARK.matcher(text).region(Math.max(0, text.length() - LONGEST_MARK), text.length());
    return earlier.find() ? Math.max(bytes, Long.parseLong(earlier.group(1))) : bytes;
  }

  /** In bytes; an unpaired surrogate counts as what replaces it at most. */
  static long utf8Length(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      int size = utf8Length(text, i);
      bytes += size;
      if (size == 4) {
        i++;
      }
    }
    return bytes;
  }

  /** Of the character at a position: 4 for one of two surrogates. */
  private static int utf8Length(String text, int i) {
    char c = text.charAt(i);
    if (c < 0x80) {
      return 1;
    }
    if (c < 0x800) {
      return 2;
    }
    return Character.isHighSurrogate(c)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))
        ? 4
        : BYTES_OF_A_CHAR;
  }
}
