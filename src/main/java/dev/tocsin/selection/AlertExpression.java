package dev.tocsin.selection;

import dev.tocsin.event.AlertView;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.ExpressionCompiler;
import dev.tocsin.language.Predicate;
import dev.tocsin.language.ResultType;
import java.util.Map;

/** A condition over one alert, in the language of policies over alerts. Thread safe. */
public final class AlertExpression {
  private final Predicate predicate;

  private AlertExpression(Predicate predicate) {
    this.predicate = predicate;
  }

  /**
   * Compiles a text.
   *
   * @param field where it stands in its object
   * @throws InvalidExpressionException says what is wrong with it, and where
   */
  public static AlertExpression of(String field, String text) throws InvalidExpressionException {
    return new AlertExpression(
        new ExpressionCompiler(Map.of())
            .predicate(AlertText.checked(field, text, ResultType.BOOL)));
  }

  /** False, too, for an alert for which it has no value. */
  public boolean holds(AlertView alert) {
    try {
      return predicate.test(AlertText.context(alert));
    } catch (EvaluationException e) {
      return false;
    }
  }
}
