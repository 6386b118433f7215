package dev.tocsin.language;

import java.util.List;

/**
 * One part of an expression, and what became of it for one event.
 *
 * @param label what the part belongs to when it does not stand in the text itself: {@code
 *     variables.NAME} for the expression of a variable, {@code x = 'value'} for one element of a
 *     comprehension; else empty
 * @param text as the policy writes it
 * @param readings the fields that were read for it, those of its parts left out
 * @param parts in the order of evaluation
 */
public record Term(
    String label, String text, Outcome outcome, List<Reading> readings, List<Term> parts) {

  /** A field that was read, and its value. */
  public record Reading(String field, Outcome outcome) {}

  /** What became of a part. */
  public sealed interface Outcome {
    /**
     * @param text as an expression would write it: texts in quotes, long lists by their size
     */
    record Value(String text) implements Outcome {}

    /** It has no value for this event. */
    record Failed(String message) implements Outcome {}

    /** What was evaluated before it had decided already. */
    record NotEvaluated() implements Outcome {}

    default boolean isTrue() {
      return this instanceof Value(String text) && text.equals("true");
    }

    default boolean isFalse() {
      return this instanceof Value(String text) && text.equals("false");
    }
  }

  Term labelled(String label) {
    return new Term(label, text, outcome, readings, parts);
  }
}
