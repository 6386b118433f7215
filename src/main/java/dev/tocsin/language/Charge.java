package dev.tocsin.language;

import dev.cel.common.exceptions.CelRuntimeException;
import dev.tocsin.language.text.TextBudget;

/**
 * What compiled expressions pay to the {@link TextBudget}. Short texts and lists are free: each
 * part of an expression is evaluated once, so that its length is a bound.
 */
final class Charge {
  /** A text that is searched for nothing, in bytes. */
  static final int FREE = 1_024;

  private Charge() {}

  /**
   * Steps as of {@link TextBudget#charge}.
   *
   * @throws EvaluationException when the evaluation has had its share
   */
  static void steps(long steps) throws EvaluationException {
    try {
      TextBudget.charge(steps);
    } catch (CelRuntimeException e) {
      throw Failures.of(e);
    }
  }

  /** For looking at each value of a list. */
  static void values(long values) throws EvaluationException {
    if (values > FREE / TextBudget.VALUE) {
      steps(TextBudget.VALUE * values);
    }
  }

  /** For a text that is kept, in characters. */
  static void text(long characters) throws EvaluationException {
    try {
      TextBudget.write(characters);
    } catch (CelRuntimeException e) {
      throw Failures.of(e);
    }
  }

  /** For a search of a text of this length for a part of that one. */
  static void search(int length, int part) throws EvaluationException {
    if (length <= FREE) {
      return;
    }
    try {
      TextBudget.search(length, part);
    } catch (CelRuntimeException e) {
      throw Failures.of(e);
    }
  }
}
