package dev.tocsin.engine;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.MalformedEventException;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Environment;
import dev.tocsin.language.EvaluationException;
import dev.tocsin.language.EventContext;
import dev.tocsin.language.ExpressionCompiler;
import dev.tocsin.language.Interpreter;
import dev.tocsin.language.Predicate;
import dev.tocsin.language.ResultType;
import dev.tocsin.language.TextExpression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The expressions of a policy, compiled as the engine evaluates them, and interpreted. */
public final class BothWays {
  private final EventContext forCompiled = new EventContext();
  private final EventContext forInterpreted = new EventContext();
  private final List<Expression> expressions = new ArrayList<>();

  /** Gives a value, or fails. */
  @FunctionalInterface
  private interface Evaluation {
    Object of(EventContext context) throws EvaluationException;
  }

  private record Expression(String text, Evaluation compiled, Evaluation interpreted) {}

  /**
   * What became of an expression.
   *
   * @param compiled the value, or why there is none
   */
  public record Outcome(String expression, String compiled, String interpreted) {
    /** Whether both gave the same value, or failed for the same reason. */
    public boolean agree() {
      return compiled.equals(interpreted) || (isFailure(compiled) && isBlurred());
    }

    /**
     * cel-java hands a failure of {@code &&} and {@code ||} on as a value, and what comes next
     * complains about that: {@code !} and {@code ?:} do.
     */
    private boolean isBlurred() {
      return interpreted.contains("found :ErrorValue{")
          || interpreted.contains("No matching overload for function '!_'");
    }

    private static boolean isFailure(String outcome) {
      return !outcome.equals("true") && !outcome.equals("false");
    }
  }

  /** All its bools, and its variables that are texts. */
  public static BothWays of(Policy policy) {
    return new BothWays(policy);
  }

  private BothWays(Policy policy) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    policy.lists().forEach(list -> lists.put(list.name(), list.values()));
    ExpressionCompiler compiler = new ExpressionCompiler(lists);
    Interpreter interpreter = new Interpreter(lists);
    Environment environment = Environment.standard().withLists(lists.keySet());
    for (Policy.Variable variable : policy.variables()) {
      CheckedExpression checked = checked(environment, variable.expression(), ResultType.ANY);
      compiler.define(variable.name(), checked);
      interpreter.define(variable.name(), checked);
      environment = environment.withVariable(variable.name(), checked);
      if (environment
          .check("", "variables." + variable.name(), ResultType.SCALAR)
          .expression()
          .isPresent()) {
        TextExpression text = compiler.text(checked);
        TextExpression reference = interpreter.text(checked);
        expressions.add(new Expression(variable.expression(), text::text, reference::text));
      }
    }
    for (String bool : bools(policy)) {
      CheckedExpression checked = checked(environment, bool, ResultType.BOOL);
      Predicate predicate = compiler.predicate(checked);
      Predicate reference = interpreter.predicate(checked);
      expressions.add(new Expression(bool, predicate::test, reference::test));
    }
  }

  private static List<String> bools(Policy policy) {
    List<String> bools = new ArrayList<>();
    bools.add(policy.match());
    policy.exceptions().forEach(exclusion -> bools.add(exclusion.match()));
    if (policy.window() != null) {
      policy.window().steps().forEach(step -> bools.add(step.match()));
    }
    bools.removeIf(String::isBlank);
    return bools;
  }

  private static CheckedExpression checked(
      Environment environment, String expression, ResultType wanted) {
    Environment.Checked checked = environment.check("test", expression, wanted);
    return checked
        .expression()
        .orElseThrow(() -> new IllegalStateException(checked.diagnostics().toString()));
  }

  public List<Outcome> outcomes(Event event, Attribution where) {
    forCompiled.enter(event, where);
    forInterpreted.enter(event, where);
    return expressions.stream()
        .map(
            each ->
                new Outcome(
                    each.text(),
                    outcome(each.compiled(), forCompiled),
                    outcome(each.interpreted(), forInterpreted)))
        .toList();
  }

  private static String outcome(Evaluation evaluation, EventContext context) {
    try {
      return evaluation.of(context).toString();
    } catch (EvaluationException e) {
      return e.reason() + ": " + e.getMessage();
    } catch (MalformedEventException e) {
      return "thrown back: " + e.getMessage();
    }
  }
}
