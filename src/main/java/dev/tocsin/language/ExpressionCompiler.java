package dev.tocsin.language;

import dev.cel.common.types.SimpleType;
import dev.tocsin.language.text.TextBudget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the checked expressions of one policy fit for the hot path: reads of fields and comparisons
 * with constants become predicates of their own, without boxing and without decoding a text; what
 * is rarer is left to the {@link Interpreter}, part by part. Both give the same value or failure
 * for every event; only that loops which are not interpreted may take more elements.
 */
public final class ExpressionCompiler {
  private final Interpreter interpreter;
  private final Map<String, Collection<String>> lists;

  public ExpressionCompiler(Map<String, ? extends Collection<String>> lists) {
    this.lists = new LinkedHashMap<>(lists);
    this.interpreter = new Interpreter(lists);
  }

  /** Gives {@code variables.NAME} its expression. All of them come before the first evaluation. */
  public void define(String name, CheckedExpression expression) {
    Translation translation = new Translation(expression, lists, interpreter);
    if (expression.type().equals(SimpleType.BOOL)) {
      interpreter.define(name, expression, translation.predicate()::test);
    } else if (expression.type().equals(SimpleType.STRING)) {
      interpreter.define(name, expression, translation.text()::text);
    } else {
      interpreter.define(name, expression);
    }
  }

  public Predicate predicate(CheckedExpression expression) {
    return renewing(new Translation(expression, lists, interpreter).predicate());
  }

  private Predicate renewing(Predicate predicate) {
    return context -> {
      TextBudget.renew(interpreter.patterns());
      return predicate.test(context);
    };
  }

  /** What a condition asks of the place of an event alone. */
  public PlaceCondition place(CheckedExpression condition) {
    List<Predicate> parts = new ArrayList<>();
    new PlaceParts(interpreter::definition)
        .find(
            condition,
            (expression, part) ->
                parts.add(
                    renewing(new Translation(expression, lists, interpreter).predicate(part))));
    return parts.isEmpty() ? PlaceCondition.NONE : new PlaceCondition(parts);
  }

  /** Whether a part of a condition is left to the {@link Interpreter}. */
  public boolean isInterpreted(CheckedExpression condition) {
    Translation translation = new Translation(condition, lists, interpreter);
    translation.predicate();
    return translation.isInterpreted();
  }

  /** Its value as text, as CEL's {@code string()} gives it. */
  public TextExpression text(CheckedExpression expression) {
    if (!expression.type().equals(SimpleType.STRING)) {
      return interpreter.text(expression);
    }
    TextExpression text = new Translation(expression, lists, interpreter).text();
    return context -> {
      TextBudget.renew(interpreter.patterns());
      return text.text(context);
    };
  }

  /** The decimal text of a whole number; an expression that gives anything else is at fault. */
  public TextExpression wholeNumber(CheckedExpression expression) {
    return interpreter.wholeNumber(expression);
  }

  /** What evaluates the same expressions part by part. */
  public Interpreter interpreter() {
    return interpreter;
  }
}
