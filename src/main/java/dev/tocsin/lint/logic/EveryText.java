package dev.tocsin.lint.logic;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tocsin.language.text.Patterns;

/** Patterns that are found in every text. */
final class EveryText {
  /** Signs of a place: a pattern with one of them may match the empty text and no other. */
  private static final Pattern PLACES = Pattern.compile("[$^]|\\\\[bBAzZ]");

  /** The beginning is a place that every text has. */
  private static final Pattern BEGINNING =
      Pattern.compile("^((?:\\(\\?[a-zA-Z]+\\))?)(?:\\^|\\\\A)");

  private EveryText() {}

  /**
   * Whether a pattern is found in every text: it takes the empty text, which is everywhere. What
   * only a text with line breaks would fail is taken for every text.
   */
  static boolean matches(String pattern) {
    String rest = BEGINNING.matcher(pattern).replaceFirst("$1");
    String open =
        rest.endsWith("$") && !rest.endsWith("\\$") ? rest.substring(0, rest.length() - 1) : rest;
    if (PLACES.matcher(open).find()) {
      return false;
    }
    boolean both = !rest.equals(pattern) && !open.equals(rest);
    return both ? open.matches("(\\(\\?[a-zA-Z]+\\))?\\(?\\.\\*\\??\\)?") : takesNothing(open);
  }

  private static boolean takesNothing(String pattern) {
    try {
      return Patterns.compile(pattern).matcher("").find();
    } catch (PatternSyntaxException e) {
      return false; // a compile error of its own
    }
  }
}
