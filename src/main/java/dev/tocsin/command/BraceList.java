package dev.tocsin.command;

import java.util.ArrayList;
import java.util.List;

/**
 * The words that a word with lists in braces stands for: {@code a{b,c}} is {@code ab} and {@code
 * ac}. Done on the text before anything else in it is expanded, as shells do.
 */
final class BraceList {
  private static final int MOST_WORDS = 64;
  private static final int LONGEST = 1024;
  private static final int DEEPEST = 8;

  private final String text;

  private BraceList(String text) {
    this.text = text;
  }

  /** Just the word where it has no such list. */
  static List<String> expand(String word) {
    if (word.length() > LONGEST || word.indexOf('{') < 0 || word.indexOf(',') < 0) {
      return List.of(word);
    }
    return new BraceList(word).expand(0);
  }

  /** Where the word ends that begins there. */
  static int endOfWord(String text, int from) {
    BraceList reader = new BraceList(text);
    int i = from;
    while (i < text.length() && " \t\r\n;|&()<>".indexOf(text.charAt(i)) < 0) {
      i = reader.next(i);
    }
    return Math.min(i, text.length());
  }

  private List<String> expand(int depth) {
    int open = 0;
    while (open < text.length()) {
      if (text.charAt(open) == '{') {
        List<Integer> marks = marks(open);
        if (!marks.isEmpty()) {
          return expand(open, marks, depth);
        }
      }
      open = next(open);
    }
    return List.of(text);
  }

  private List<String> expand(int open, List<Integer> marks, int depth) {
    List<String> words = new ArrayList<>();
    String head = text.substring(0, open);
    int from = open + 1;
    for (int mark : marks) {
      String word = head + text.substring(from, mark) + text.substring(marks.getLast() + 1);
      from = mark + 1;
      List<String> inner = depth == DEEPEST ? List.of(word) : new BraceList(word).expand(depth + 1);
      words.addAll(inner.subList(0, Math.min(inner.size(), MOST_WORDS - words.size())));
    }
    return words;
  }

  /** The commas of the list that opens there and its end; empty when it is none. */
  private List<Integer> marks(int open) {
    List<Integer> marks = new ArrayList<>();
    int depth = 0;
    int i = open + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == ',' && depth == 0) {
        marks.add(i);
      } else if (c == '}' && depth-- == 0) {
        if (marks.isEmpty()) {
          return marks;
        }
        marks.add(i);
        return marks;
      }
      i = next(i);
    }
    return List.of();
  }

  /** Behind what begins there and belongs together: a character, quotes, an expansion. */
  private int next(int at) {
    return switch (text.charAt(at)) {
      case '\\' -> at + 2;
      case '\'' -> behind('\'', at + 1, false);
      case '"' -> behind('"', at + 1, true);
      case '`' -> behind('`', at + 1, true);
      case '$' -> behindDollar(at + 1);
      default -> at + 1;
    };
  }

  private int behind(char end, int from, boolean escapes) {
    int i = from;
    while (i < text.length() && text.charAt(i) != end) {
      i += escapes && text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private int behindDollar(int at) {
    if (at >= text.length()) {
      return at;
    }
    return switch (text.charAt(at)) {
      case '\'' -> behind('\'', at + 1, true);
      case '{' -> behindBrackets(text, at, '{', '}');
      case '(' -> behindBrackets(text, at, '(', ')');
      default -> at;
    };
  }

  /**
   * Behind the bracket that closes the one at {@code at}; the end of the text when none does.
   * Escaped brackets and those in quotes do not count.
   */
  static int behindBrackets(String text, int at, char open, char close) {
    int depth = 0;
    int i = at;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c == '\\') {
        i++;
      } else if (c == '\'') {
        int quote = text.indexOf('\'', i);
        i = quote < 0 ? text.length() : quote + 1;
      } else if (c == open) {
        depth++;
      } else if (c == close && --depth == 0) {
        return i;
      }
    }
    return text.length();
  }
}
