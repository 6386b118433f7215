package dev.tocsin.selection;

import dev.tocsin.event.AlertView;
import dev.tocsin.event.Event;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Environment;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.ExpressionCompiler;
import dev.tocsin.language.ResultType;
import dev.tocsin.language.TextExpression;
import java.util.LinkedHashMap;
import java.util.Map;

/** The group of one alert, as a condition for others: those with all of its values. Thread safe. */
public final class AlertGroup {
  /** Value to expression; empty where no alert can have them. */
  private final Map<TextExpression, String> values;

  private AlertGroup(Map<TextExpression, String> values) {
    this.values = values;
  }

  /**
   * @param group expression to value; one that has no value, or is none that any alert has, is no
   *     condition that anything could meet
   */
  public static AlertGroup of(Map<String, String> group) {
    Map<TextExpression, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, String> each : group.entrySet()) {
      CheckedExpression expression =
          Environment.standard()
              .check("group", each.getKey(), ResultType.SCALAR)
              .expression()
              .orElse(null);
      if (expression == null || each.getValue().isEmpty()) {
        return new AlertGroup(Map.of());
      }
      values.put(new ExpressionCompiler(Map.of()).text(expression), each.getValue());
    }
    return new AlertGroup(values);
  }

  /** Whether the alert has all values of the group. What is missing is equal to nothing. */
  public boolean has(AlertView alert) {
    if (values.isEmpty()) {
      return false;
    }
    EventContext context = new EventContext();
    context.enter(Event.of(alert), alert.where());
    for (Map.Entry<TextExpression, String> each : values.entrySet()) {
      try {
        if (!each.getKey().text(context).equals(each.getValue())) {
          return false;
        }
      } catch (EvaluationException e) {
        return false;
      }
    }
    return true;
  }
}
