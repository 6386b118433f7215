package dev.tocsin.language.text;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.exceptions.CelInvalidArgumentException;

/**
 * The patterns that the interpreter comes upon in the expressions of one policy, compiled. One for
 * each policy: a policy that makes a pattern of each event's text forgets its own. Thread safe.
 */
public final class PatternCache {
  /** Some megabytes at most. */
  private static final int MOST_STEPS = 64 * Patterns.MAX_STEPS;

  /** Of the smallest one: what is around its program. */
  private static final int LEAST_STEPS = 64;

  /** What compiling takes, for each character and each step, against a step that matches. */
  private static final int STEPS_TO_COMPILE = 16;

  private final LoadingCache<String, TextPattern> patterns =
      Caffeine.newBuilder()
          .maximumWeight(MOST_STEPS)
          .weigher(
              (String regex, TextPattern pattern) -> LEAST_STEPS + regex.length() + pattern.size())
          .executor(Runnable::run)
          .build(TextPattern::compile);

  /**
   * @throws CelInvalidArgumentException for a bad pattern
   */
  public TextPattern get(String regex) {
    TextPattern known = patterns.getIfPresent(regex);
    if (known != null) {
      return known;
    }
    TextBudget.charge((long) STEPS_TO_COMPILE * (regex.length() + Patterns.MAX_STEPS));
    try {
      return patterns.get(regex);
    } catch (PatternSyntaxException e) {
      throw new CelInvalidArgumentException(e);
    }
  }
}
