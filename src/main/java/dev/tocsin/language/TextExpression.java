package dev.tocsin.language;

/** An expression whose value is wanted as text. Thread safe; the context is not. */
@FunctionalInterface
public interface TextExpression {
  /**
   * @throws EvaluationException when the expression has no value for this event
   */
  String text(EventContext context) throws EvaluationException;
}
