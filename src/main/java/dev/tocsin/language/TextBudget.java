package dev.tocsin.language;

import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;

/**
 * The characters that one evaluation may search with patterns or write. Counting the steps of
 * comprehensions is not enough: arguments of 100 KB are real, a step over them takes milliseconds,
 * and a few variables that double a text fill any memory.
 *
 * <p>Functions know nothing of the evaluation they are called in, so there is one for each thread.
 */
final class TextBudget {
  /** Twenty searches through the longest arguments that there are. */
  static final int CHARACTERS = 2 << 20;

  private static final ThreadLocal<TextBudget> OF_THREAD = ThreadLocal.withInitial(TextBudget::new);

  private long left;

  private TextBudget() {}

  /** At the beginning of an evaluation. */
  static void renew() {
    OF_THREAD.get().left = CHARACTERS;
  }

  static void charge(long characters) {
    TextBudget budget = OF_THREAD.get();
    budget.left -= characters;
    if (budget.left < 0) {
      throw new Spent();
    }
  }

  private static final class Spent extends CelRuntimeException {
    private static final long serialVersionUID = 1L;

    Spent() {
      super(
          new IllegalStateException("more than " + CHARACTERS + " characters of text"),
          CelErrorCode.ITERATION_BUDGET_EXCEEDED);
    }
  }
}
