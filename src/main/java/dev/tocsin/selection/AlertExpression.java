package dev.tocsin.selection;

import dev.tocsin.event.AlertView;
import dev.tocsin.event.Event;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Diagnostic;
import dev.tocsin.language.Environment;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
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
    Environment.Checked checked = Environment.standard().check(field, text, ResultType.BOOL);
    CheckedExpression expression = checked.expression().orElse(null);
    if (expression == null) {
      throw new InvalidExpressionException(
          checked.diagnostics().stream().filter(Diagnostic::isError).findFirst().orElseThrow());
    }
    return new AlertExpression(new ExpressionCompiler(Map.of()).predicate(expression));
  }

  /** False, too, for an alert for which it has no value. */
  public boolean holds(AlertView alert) {
    EventContext context = new EventContext();
    context.enter(Event.of(alert), alert.where());
    try {
      return predicate.test(context);
    } catch (EvaluationException e) {
      return false;
    }
  }
}
