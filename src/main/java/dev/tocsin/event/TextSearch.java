package dev.tocsin.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;

/** Looks for the first of several texts in a text of an event, where it lies. Immutable. */
public final class TextSearch {
  private static final int OTHERS = 128;

  private final boolean ignoreCase;

  /** By their first byte. */
  private final byte[][][] encoded = new byte[256][][];

  /** By their first character where it is ASCII, the others together. */
  private final String[][] decoded = new String[OTHERS + 1][];

  /**
   * @param literals none of them is empty
   * @param ignoreCase of ASCII letters. A text with any other character is then taken to contain
   *     one of them: what matches a letter of another case there is not for this class to know
   */
  public TextSearch(Collection<String> literals, boolean ignoreCase) {
    this.ignoreCase = ignoreCase;
    Arrays.fill(encoded, new byte[0][]);
    Arrays.fill(decoded, new String[0]);
    for (String literal : new LinkedHashSet<>(literals)) {
      byte[] bytes = literal.getBytes(StandardCharsets.UTF_8);
      if (ignoreCase) {
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = EncodedText.lowerCase(bytes[i]);
        }
      }
      int first = bytes[0] & 0xff;
      encoded[first] = with(encoded[first], bytes);
      int slot = slot((char) first);
      decoded[slot] = with(decoded[slot], new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static <T> T[] with(T[] some, T more) {
    T[] all = Arrays.copyOf(some, some.length + 1);
    all[some.length] = more;
    return all;
  }

  private static int slot(char first) {
    return Math.min(first, OTHERS);
  }

  /** Whether one of them is in the text; with case ignored, whether one may be. */
  public boolean finds(EncodedText text) {
    return finds(text.bytes(), text.from(), text.to());
  }

  private boolean finds(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      byte here = bytes[at];
      if (ignoreCase) {
        if (here < 0) {
          return true;
        }
        here = EncodedText.lowerCase(here);
      }
      for (byte[] literal : encoded[here & 0xff]) {
        if (stands(literal, bytes, at, to)) {
          return true;
        }
      }
    }
    return false;
  }

  /** What comes after the first byte; bytes that are no ASCII are compared as they are. */
  private boolean stands(byte[] literal, byte[] bytes, int at, int to) {
    if (to - at < literal.length) {
      return false;
    }
    for (int i = 1; i < literal.length; i++) {
      byte here = bytes[at + i];
      if ((ignoreCase ? EncodedText.lowerCase(here) : here) != literal[i]) {
        return false;
      }
    }
    return true;
  }

  /** The same for a text that is decoded already. */
  public boolean finds(String text) {
    for (int at = 0; at < text.length(); at++) {
      char here = text.charAt(at);
      if (ignoreCase) {
        if (here >= OTHERS) {
          return true;
        }
        here = (char) EncodedText.lowerCase((byte) here);
      }
      for (String literal : decoded[slot(here)]) {
        if (text.regionMatches(ignoreCase, at, literal, 0, literal.length())) {
          return true;
        }
      }
    }
    return false;
  }
}
