package dev.tocsin.language;

/** An expression of CEL's type {@code int}. Thread safe; the context is not. */
@FunctionalInterface
interface NumberExpression {
  /**
   * @throws EvaluationException when the expression has no value for this event
   */
  long number(EventContext context) throws EvaluationException;
}
