package dev.tocsin.engine;

import dev.tocsin.engine.policy.Policy;
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
import java.util.List;

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
    ExpressionCompiler compiler = new ExpressionCompiler(Declarations.lists(policy));
    Interpreter interpreter = new Interpreter(Declarations.lists(policy));
    Environment environment =
        Declarations.environment(
            policy,
            (name, expression) -> {
              compiler.define(name, expression);
              interpreter.define(name, expression);
            });
    for (Policy.Variable variable : policy.variables()) {
      environment
          .check("test", "variables." + variable.name(), ResultType.SCALAR)
          .expression()
          .ifPresent(
              expression -> {
                TextExpression text = compiler.text(expression);
                TextExpression reference = interpreter.text(expression);
                expressions.add(new Expression(variable.expression(), text::text, reference::text));
              });
    }
    for (String bool : bools(policy)) {
      CheckedExpression checked = Declarations.checked(environment, bool, ResultType.BOOL);
      Predicate predicate = compiler.predicate(checked);
      Predicate reference = interpreter.predicate(checked);
      expressions.add(new Expression(bool, predicate::test, reference::test));
    }
  }

  private static List<String> bools(Policy policy) {
    List<String> bools = new ArrayList<>();
    bools.add(policy.match());
    policy.exceptions().forEach(exception -> bools.add(exception.match()));
    if (policy.window() != null) {
      policy.window().steps().forEach(step -> bools.add(step.match()));
    }
    bools.removeIf(String::isBlank);
    return bools;
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
