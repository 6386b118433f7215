package dev.tocsin.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Tetragon's {@code arguments} as the list that a program was given, without its name.
 *
 * <p>The agent joins arguments by blanks and puts one that holds a blank in quotation marks,
 * without escaping marks that it holds already; an empty one is nothing between two blanks. So the
 * list is not always certain: a quoted argument is taken to end at the first mark before a blank,
 * or before the end, that leaves an even number of marks within.
 */
public final class ArgumentList {
  /** What is kept of a longer list; the last element then holds the rest of the text. */
  static final int MOST = 512;

  private ArgumentList() {}

  public static List<String> split(String text) {
    List<String> arguments = new ArrayList<>();
    int from = text.startsWith(" \"") ? 1 : 0;
    while (from < text.length()) {
      if (arguments.size() == MOST - 1) {
        arguments.add(text.substring(from));
        return List.copyOf(arguments);
      }
      int end = text.charAt(from) == '"' ? endOfQuoted(text, from) : -1;
      if (end >= 0) {
        arguments.add(text.substring(from + 1, end));
        from = end + 2;
      } else {
        end = text.indexOf(' ', from);
        if (end < 0) {
          end = text.length();
        }
        arguments.add(text.substring(from, end));
        from = end + 1;
      }
    }
    if (!text.isEmpty() && from == text.length()) {
      arguments.add("");
    }
    return List.copyOf(arguments);
  }

  /**
   * Where the mark is that ends the argument which begins with one at {@code from}; -1 when it is
   * an argument without blanks that merely begins with a mark.
   */
  private static int endOfQuoted(String text, int from) {
    boolean blank = false;
    boolean even = true;
    int fallback = -1;
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ') {
        blank = true;
      } else if (c == '"') {
        boolean ends = i + 1 == text.length() || text.charAt(i + 1) == ' ';
        if (ends && !blank) {
          return -1;
        }
        if (ends && even) {
          return i;
        }
        if (ends) {
          fallback = i;
        }
        even = !even;
      }
    }
    return fallback >= 0 ? fallback : blank ? text.length() : -1;
  }
}
