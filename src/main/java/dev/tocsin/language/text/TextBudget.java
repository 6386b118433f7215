package dev.tocsin.language.text;

import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation may do with texts and lists, in steps: to look at one character, or to try
 * one step of a pattern at one character. Counting the steps of comprehensions is not enough:
 * arguments of 100 KB are real, a look at each of their characters takes a millisecond, and a few
 * variables that double a text fill any memory.
 *
 * <p>Functions know nothing of the evaluation they are called in, so there is one for each thread.
 */
public final class TextBudget {
  /** What may be written: each character is kept until the evaluation ends. */
  public static final int CHARACTERS = 2 << 20;

  private static final int STEPS_TO_WRITE = 64;

  /**
   * More than all patterns of any shipped policy take over the longest arguments that there are: a
   * long text must not switch a policy off. Most patterns try a few of their steps at a character;
   * one that is made to try all of them takes the thread for two seconds.
   */
  public static final long STEPS = (long) STEPS_TO_WRITE * CHARACTERS;

  /** In characters: a list is charged for each of its values as for a text of that length. */
  public static final int VALUE = 16;

  /** A text is searched for another at each of its places; this much of that one is free. */
  private static final int SHORT_PART = 16;

  private static final ThreadLocal<TextBudget> OF_THREAD = ThreadLocal.withInitial(TextBudget::new);

  private long left;
  private @Nullable PatternCache patterns;

  private TextBudget() {}

  /**
   * At the beginning of an evaluation.
   *
   * @param patterns of the policy whose expression it is
   */
  public static void renew(PatternCache patterns) {
    TextBudget budget = OF_THREAD.get();
    budget.left = STEPS;
    budget.patterns = patterns;
  }

  /** The patterns of the policy that is being evaluated. */
  public static PatternCache patterns() {
    PatternCache patterns = OF_THREAD.get().patterns;
    if (patterns == null) {
      throw new IllegalStateException("no evaluation has begun on this thread");
    }
    return patterns;
  }

  /** The steps of this evaluation so far. */
  public static long spent() {
    return STEPS - OF_THREAD.get().left;
  }

  /**
   * @throws CelRuntimeException when the evaluation has had its share
   */
  public static void charge(long steps) {
    TextBudget budget = OF_THREAD.get();
    budget.left -= steps;
    if (budget.left < 0) {
      throw new Spent();
    }
  }

  /** Of a text that is kept. */
  public static void write(long characters) {
    charge(STEPS_TO_WRITE * characters);
  }

  /** Of values of a list that is kept, beside the characters of those that are texts. */
  public static void writeValues(long values) {
    write(VALUE * values);
  }

  /** Of a search for a part of a text, which may begin to look like it at each place. */
  public static void search(long length, long part) {
    charge(length * (1 + part / SHORT_PART));
  }

  private static final class Spent extends CelRuntimeException {
    private static final long serialVersionUID = 1L;

    Spent() {
      super(
          new IllegalStateException("more than " + STEPS + " steps over texts"),
          CelErrorCode.ITERATION_BUDGET_EXCEEDED);
    }
  }
}
