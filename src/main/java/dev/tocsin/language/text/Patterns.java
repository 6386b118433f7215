package dev.tocsin.language.text;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Where a pattern that somebody wrote becomes a program of RE2/J, which takes linear time but calls
 * itself once for each step that consumes nothing: the bound of steps is also that of its stack.
 * Nothing else compiles texts from outside.
 */
public final class Patterns {
  /**
   * Steps of a program. A thousand of them take a quarter of a megabyte of stack at most, and ten
   * to twenty microseconds for each character of a text.
   */
  static final int MAX_STEPS = 1_000;

  /** As they are written, before RE2/J joins what alternatives have in common. */
  private static final int MAX_WRITTEN_OUT = 4 * MAX_STEPS;

  private static final int MAX_LENGTH = 4_096;

  private Patterns() {}

  /**
   * @throws PatternSyntaxException also for a pattern that is too large
   */
  public static Pattern compile(String regex) {
    if (regex.length() > MAX_LENGTH) {
      throw new PatternSyntaxException("longer than " + MAX_LENGTH + " characters");
    }
    if (PatternScan.steps(regex) > MAX_WRITTEN_OUT) {
      throw tooLarge(regex);
    }
    Pattern pattern = Pattern.compile(regex);
    if (pattern.programSize() > MAX_STEPS) {
      throw tooLarge(regex);
    }
    return pattern;
  }

  private static PatternSyntaxException tooLarge(String regex) {
    return new PatternSyntaxException(
        "more than " + MAX_STEPS + " steps once its repetitions are written out", regex);
  }
}
