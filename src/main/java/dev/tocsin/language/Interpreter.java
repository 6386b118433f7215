package dev.tocsin.language;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.extensions.CelExtensions;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.CelVariableResolver;
import dev.tocsin.language.function.RegexFunctions;
import dev.tocsin.language.function.StringFunctions;
import dev.tocsin.language.text.HashedList;
import dev.tocsin.language.text.PatternCache;
import dev.tocsin.language.text.TextBudget;
import dev.tocsin.language.text.Texts;
import dev.tocsin.language.text.Weight;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the checked expressions of one policy by cel-java's planner, as they stand.
 *
 * <p>A variable is worked out when an expression asks for it, once for each event.
 */
public final class Interpreter {
  /** Steps that the comprehensions of one evaluation may take together. */
  static final int MAX_ITERATIONS = 10_000;

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder()
          .setOptions(Environment.OPTIONS)
          .setStandardFunctions(
              CelStandardFunctions.newBuilder()
                  .filterFunctions(
                      (function, overload) ->
                          function != StandardFunction.MATCHES
                              && !ChargedFunctions.STANDARD.contains(function)
                              && !Concatenation.REPLACED.contains(overload))
                  .build())
          .addLibraries(
              ChargedFunctions.standard(),
              ChargedFunctions.of(StringFunctions.standard()),
              new Concatenation(),
              CelExtensions.comprehensions(),
              RegexFunctions.matches(),
              new Arguments())
          .addLibraries(Environment.LIBRARIES)
          .build();

  private final PatternCache patterns = new PatternCache();
  private final NamedValues lists;
  private final Map<String, Integer> slots = new HashMap<>();
  private final List<ValueExpression> variables = new ArrayList<>();
  private final Map<String, CheckedExpression> definitions = new HashMap<>();
  private int loops;

  public Interpreter(Map<String, ? extends Collection<String>> lists) {
    ImmutableMap.Builder<String, HashedList> byName = ImmutableMap.builder();
    lists.forEach((name, values) -> byName.put(name, new HashedList(values)));
    this.lists = new NamedValues(Environment.LISTS_TYPE, byName.buildKeepingLast()::get);
  }

  /** Gives {@code variables.NAME} its expression. All of them come before the first evaluation. */
  public void define(String name, CheckedExpression expression) {
    define(name, expression, part(plan(expression), LoopScope.NONE));
  }

  /** With the expression evaluated in another way than by interpreting it. */
  void define(String name, CheckedExpression expression, ValueExpression value) {
    slots.put(name, variables.size());
    variables.add(value);
    definitions.put(name, expression);
  }

  /** The patterns that were met in the policy's expressions. */
  PatternCache patterns() {
    return patterns;
  }

  /** The expression of {@code variables.NAME}. */
  @Nullable CheckedExpression definition(String name) {
    return definitions.get(name);
  }

  public Predicate predicate(CheckedExpression expression) {
    return whole(expression).predicate();
  }

  public TextExpression text(CheckedExpression expression) {
    ValueExpression whole = whole(expression);
    return context -> {
      Object value = whole.value(context);
      try {
        TextBudget.write(Weight.of(value));
      } catch (CelRuntimeException e) {
        throw Failures.of(e);
      }
      return Texts.of(value);
    };
  }

  /** The decimal text of a whole number; an expression that gives anything else is at fault. */
  public TextExpression wholeNumber(CheckedExpression expression) {
    ValueExpression whole = whole(expression);
    return context -> {
      Object value = whole.value(context);
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

  private ValueExpression whole(CheckedExpression expression) {
    ValueExpression whole = part(plan(expression), LoopScope.NONE);
    return context -> {
      TextBudget.renew(patterns);
      return whole.value(context);
    };
  }

  /** Where a context keeps the element of another loop of the policy. */
  int newSlot() {
    return loops++;
  }

  /**
   * A part of an evaluation, whose {@link TextBudget} it shares.
   *
   * @param scope the loops around it that are not interpreted
   */
  ValueExpression part(CelRuntime.Program program, LoopScope scope) {
    return context -> evaluate(program, name -> Optional.ofNullable(resolve(name, scope, context)));
  }

  private @Nullable Object resolve(String name, LoopScope scope, EventContext context) {
    Object element = scope.value(name, context);
    return element == null ? resolve(name, context) : element;
  }

  private static CelRuntime.Program plan(CheckedExpression expression) {
    return plan(expression.ast(), expression::text);
  }

  /**
   * @param text of the tree, should it not be planned
   */
  static CelRuntime.Program plan(CelAbstractSyntaxTree ast, Supplier<String> text) {
    try {
      return RUNTIME.createProgram(ast);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("checked, but not planned: " + text.get(), e);
    }
  }

  /**
   * @param elements what the variables of the comprehensions around the program stand for
   */
  Object evaluate(CelRuntime.Program program, EventContext context, Map<String, Object> elements)
      throws EvaluationException {
    TextBudget.renew(patterns);
    return evaluate(
        program,
        name -> {
          Object element = elements.get(name);
          return Optional.ofNullable(element == null ? resolve(name, context) : element);
        });
  }

  private static Object evaluate(CelRuntime.Program program, CelVariableResolver resolver)
      throws EvaluationException {
    try {
      return program.eval(resolver);
    } catch (CelEvaluationException e) {
      throw Failures.of(e);
    }
  }

  private @Nullable Object resolve(String name, EventContext context) {
    return switch (name) {
      case Environment.LISTS -> lists;
      case Environment.VARIABLES ->
          new NamedValues(Environment.VARIABLES_TYPE, variable -> read(variable, context));
      default -> context.resolve(name);
    };
  }

  private @Nullable Object read(String name, EventContext context) {
    Integer slot = slots.get(name);
    try {
      return slot == null ? null : variable(slot, context);
    } catch (EvaluationException e) {
      throw Failures.inCel(e);
    }
  }

  /** {@code variables.NAME}; absent when there is none of that name. */
  @Nullable ValueExpression variable(String name) {
    Integer slot = slots.get(name);
    return slot == null ? null : context -> variable(slot, context);
  }

  /** A failure is remembered like a value. */
  private Object variable(int slot, EventContext context) throws EvaluationException {
    @Nullable Object[] values = context.variables(this, variables.size());
    Object value = values[slot];
    if (value == null) {
      value = work(variables.get(slot), context);
      values[slot] = value;
    }
    if (value instanceof EvaluationException failure) {
      throw failure;
    }
    return value;
  }

  private static Object work(ValueExpression variable, EventContext context) {
    try {
      return variable.value(context);
    } catch (EvaluationException e) {
      return e;
    }
  }
}
