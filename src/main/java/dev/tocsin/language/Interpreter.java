package dev.tocsin.language;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.extensions.CelExtensions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.CelVariableResolver;
import dev.tocsin.event.MalformedEventException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the checked expressions of one policy evaluable, by cel-java's planner.
 *
 * <p>A variable is worked out when an expression asks for it, once for each event.
 */
public final class Interpreter {
  /** Steps that the comprehensions of one evaluation may take together. */
  static final int MAX_ITERATIONS = 10_000;

  /** An offset, which says nothing to people. */
  private static final Pattern PLACE = Pattern.compile("^evaluation error(?: at <input>:\\d+)?: ");

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder()
          .setOptions(Environment.OPTIONS)
          .setStandardFunctions(
              CelStandardFunctions.newBuilder()
                  .filterFunctions(
                      (function, overload) ->
                          function != StandardFunction.MATCHES
                              && !Concatenation.REPLACED.contains(overload))
                  .build())
          .addLibraries(
              StringFunctions.standard(),
              StringFunctions.library(),
              new Concatenation(),
              CelExtensions.comprehensions(),
              NetworkFunctions.library(),
              ListFunctions.library(),
              RegexFunctions.library(),
              RegexFunctions.matches(),
              new Arguments())
          .build();

  private final NamedValues lists;
  private final Map<String, Integer> slots = new HashMap<>();
  private final List<CelRuntime.Program> variables = new ArrayList<>();
  private final Map<String, CheckedExpression> definitions = new HashMap<>();

  public Interpreter(Map<String, ? extends Collection<String>> lists) {
    ImmutableMap.Builder<String, NamedList> byName = ImmutableMap.builder();
    lists.forEach((name, values) -> byName.put(name, new NamedList(values)));
    this.lists = new NamedValues(Environment.LISTS_TYPE, byName.buildKeepingLast()::get);
  }

  /** Gives {@code variables.NAME} its expression. All of them come before the first evaluation. */
  public void define(String name, CheckedExpression expression) {
    slots.put(name, variables.size());
    variables.add(plan(expression));
    definitions.put(name, expression);
  }

  /** The expression of {@code variables.NAME}. */
  @Nullable CheckedExpression definition(String name) {
    return definitions.get(name);
  }

  public Predicate predicate(CheckedExpression expression) {
    CelRuntime.Program program = plan(expression);
    return context -> {
      if (evaluate(program, context) instanceof Boolean verdict) {
        return verdict;
      }
      throw new EvaluationException(EvaluationException.Cause.FAULT, "the value is not a bool");
    };
  }

  public TextExpression text(CheckedExpression expression) {
    CelRuntime.Program program = plan(expression);
    return context -> Texts.of(evaluate(program, context));
  }

  /** The decimal text of a whole number; an expression that gives anything else is at fault. */
  public TextExpression wholeNumber(CheckedExpression expression) {
    CelRuntime.Program program = plan(expression);
    return context -> {
      Object value = evaluate(program, context);
      if (value instanceof Long || value instanceof UnsignedLong) {
        // an unsigned one beyond what is signed is more than any sum can ask for
        return value instanceof UnsignedLong unsigned && unsigned.longValue() < 0
            ? Long.toString(Long.MAX_VALUE)
            : value.toString();
      }
      throw new EvaluationException(
          EvaluationException.Cause.FAULT, "the value is no whole number");
    };
  }

  static CelRuntime.Program plan(CheckedExpression expression) {
    try {
      return RUNTIME.createProgram(expression.ast());
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("checked, but not planned: " + expression.text(), e);
    }
  }

  private Object evaluate(CelRuntime.Program program, EventContext context)
      throws EvaluationException {
    return evaluate(program, name -> Optional.ofNullable(resolve(name, context)));
  }

  /**
   * @param elements what the variables of the comprehensions around the program stand for
   */
  Object evaluate(CelRuntime.Program program, EventContext context, Map<String, Object> elements)
      throws EvaluationException {
    return evaluate(
        program,
        name -> {
          Object element = elements.get(name);
          return Optional.ofNullable(element == null ? resolve(name, context) : element);
        });
  }

  private static Object evaluate(CelRuntime.Program program, CelVariableResolver resolver)
      throws EvaluationException {
    TextBudget.renew();
    try {
      return program.eval(resolver);
    } catch (CelEvaluationException e) {
      throw failure(e);
    }
  }

  private @Nullable Object resolve(String name, EventContext context) {
    return switch (name) {
      case Environment.LISTS -> lists;
      case Environment.VARIABLES ->
          new NamedValues(Environment.VARIABLES_TYPE, variable -> variable(variable, context));
      default -> context.resolve(name);
    };
  }

  private @Nullable Object variable(String name, EventContext context) {
    Integer slot = slots.get(name);
    if (slot == null) {
      return null;
    }
    @Nullable Object[] values = context.variables(this, variables.size());
    Object value = values[slot];
    if (value == null) {
      value = work(variables.get(slot), context);
      values[slot] = value;
    }
    if (value instanceof VariableFailed failed) {
      throw failed;
    }
    return value;
  }

  /** The value, or the failure, which is remembered like a value. */
  private Object work(CelRuntime.Program program, EventContext context) {
    try {
      return program.eval(name -> Optional.ofNullable(resolve(name, context)));
    } catch (CelEvaluationException e) {
      return new VariableFailed(e);
    }
  }

  private static EvaluationException failure(CelEvaluationException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof MalformedEventException malformed) {
        throw malformed; // the event's fault, not the policy's
      }
    }
    EvaluationException.Cause reason =
        switch (e.getErrorCode()) {
          case ATTRIBUTE_NOT_FOUND, INDEX_OUT_OF_BOUNDS -> EvaluationException.Cause.ABSENT;
          case ITERATION_BUDGET_EXCEEDED -> EvaluationException.Cause.COST;
          default -> EvaluationException.Cause.FAULT;
        };
    String message = PLACE.matcher(String.valueOf(e.getMessage())).replaceFirst("");
    return new EvaluationException(
        reason,
        e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND && message.indexOf(' ') < 0
            ? "'" + message + "' is not there" // a key of a map
            : message);
  }

  /** A variable without a value, on its way through the expression that asked for it. */
  private static final class VariableFailed extends CelRuntimeException {
    private static final long serialVersionUID = 1L;

    VariableFailed(CelEvaluationException cause) {
      super(cause, errorCode(cause));
    }

    private static CelErrorCode errorCode(CelEvaluationException cause) {
      return cause.getErrorCode();
    }
  }
}
