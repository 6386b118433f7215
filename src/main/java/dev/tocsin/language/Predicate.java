package dev.tocsin.language;

/** An expression that says yes or no to an event. Thread safe; the context is not. */
@FunctionalInterface
public interface Predicate {
  /**
   * @throws EvaluationException when the expression has no value for this event
   */
  boolean test(EventContext context) throws EvaluationException;
}
