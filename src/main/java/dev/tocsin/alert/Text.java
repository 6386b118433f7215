package dev.tocsin.alert;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts text of any length to a bound, and says so in the text: {@code …[cut: 100000 bytes]}. */
public final class Text {
  private static final Pattern MARK = Pattern.compile("…\\[cut: ([0-9]{1,18}) bytes]$");
  private static final int LONGEST_MARK = 34;

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
    String mark = "…[cut: " + originalBytes(text) + " bytes]";
    return text.substring(0, text.offsetByCodePoints(0, bound - mark.length())) + mark;
  }

  private static long originalBytes(String text) {
    long bytes = utf8Length(text);
    Matcher earlier = MARK.matcher(text).region(text.length() - LONGEST_MARK, text.length());
    return earlier.find() ? Math.max(bytes, Long.parseLong(earlier.group(1))) : bytes;
  }

  private static long utf8Length(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }
}
