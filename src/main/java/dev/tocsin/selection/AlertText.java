package dev.tocsin.selection;

import dev.tocsin.event.AlertView;
import dev.tocsin.event.Event;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Diagnostic;
import dev.tocsin.language.Environment;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.ExpressionCompiler;
import dev.tocsin.language.ResultType;
import dev.tocsin.language.TextExpression;
import java.util.Map;
import java.util.Optional;

/** A value of one alert, as text, in the language of policies over alerts. Thread safe. */
public final class AlertText {
  private final TextExpression expression;

  private AlertText(TextExpression expression) {
    this.expression = expression;
  }

  /**
   * Compiles a text whose value is a string, a number or a bool.
   *
   * @param field where it stands in its object
   * @throws InvalidExpressionException says what is wrong with it, and where
   */
  public static AlertText of(String field, String text) throws InvalidExpressionException {
    return new AlertText(
        new ExpressionCompiler(Map.of()).text(checked(field, text, ResultType.SCALAR)));
  }

  /** Empty for an alert for which it has no value. */
  public Optional<String> valueOf(AlertView alert) {
    try {
      return Optional.of(expression.text(context(alert)));
    } catch (EvaluationException e) {
      return Optional.empty();
    }
  }

  static CheckedExpression checked(String field, String text, ResultType type)
      throws InvalidExpressionException {
    Environment.Checked checked = Environment.standard().check(field, text, type);
    CheckedExpression expression = checked.expression().orElse(null);
    if (expression == null) {
      throw new InvalidExpressionException(
          checked.diagnostics().stream().filter(Diagnostic::isError).findFirst().orElseThrow());
    }
    return expression;
  }

  static EventContext context(AlertView alert) {
    EventContext context = new EventContext();
    context.enter(Event.of(alert), alert.where());
    return context;
  }
}
