package dev.tocsin.language;

/** An expression of any type. Thread safe; the context is not. */
@FunctionalInterface
interface ValueExpression {
  /**
   * @return as cel-java has it: {@code Boolean}, {@code Long}, {@code String}, a list, a view
   * @throws EvaluationException when the expression has no value for this event
   */
  Object value(EventContext context) throws EvaluationException;

  /** For an expression that should be a bool; one that is not is at fault. */
  default Predicate predicate() {
    return context -> {
      if (value(context) instanceof Boolean verdict) {
        return verdict;
      }
      throw new EvaluationException(EvaluationException.Cause.FAULT, "the value is not a bool");
    };
  }
}
