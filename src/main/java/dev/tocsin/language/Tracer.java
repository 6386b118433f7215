package dev.tocsin.language;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.tocsin.language.Term.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the expressions of a policy part by part, to say how they came to their value. For
 * explanations: slow, and for one thread.
 *
 * <p>The parts are the operands of {@code &&}, {@code ||}, {@code !} and {@code ?:}, the deciding
 * element of {@code exists} and {@code all}, and the policy's variables where they are first used.
 * Anything else is evaluated as a whole, by the runtime. A part that the runtime would not come to
 * is not evaluated here either.
 */
public final class Tracer {
  /** Elements of a comprehension that are shown when none of them decides. */
  private static final int ELEMENTS = 3;

  private final Interpreter interpreter;
  private final Map<CheckedExpression, Parts> parts = new IdentityHashMap<>();

  /**
   * @param interpreter of the same policy: has its lists and variables
   */
  public Tracer(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  /**
   * @param redaction takes secrets out of texts that were read
   */
  public Term trace(
      CheckedExpression expression, EventContext context, UnaryOperator<String> redaction) {
    return new Trace(context, redaction).whole(expression);
  }

  /** One evaluation. */
  private final class Trace {
    private final EventContext context;
    private final UnaryOperator<String> redaction;
    private final Shown shown;
    private final Set<String> variablesShown = new HashSet<>();

    Trace(EventContext context, UnaryOperator<String> redaction) {
      this.context = context;
      this.redaction = redaction;
      this.shown = new Shown(redaction);
    }

    Term whole(CheckedExpression expression) {
      Parts all = parts.computeIfAbsent(expression, Parts::new);
      return new Scope(all, Map.of()).term(expression.ast().getExpr());
    }

    /** Parts of one expression, with the values of the comprehensions around them. */
    private final class Scope {
      private final Parts parts;
      private final Map<String, Object> elements;

      Scope(Parts parts, Map<String, Object> elements) {
        this.parts = parts;
        this.elements = elements;
      }

      Term term(CelExpr expr) {
        return switch (expr.getKind()) {
          case CALL ->
              switch (expr.call().function()) {
                case "_&&_" -> junction(expr, false);
                case "_||_" -> junction(expr, true);
                case "!_" -> negation(expr);
                case "_?_:_" -> choice(expr);
                default -> leaf(expr);
              };
          case COMPREHENSION ->
              Quantifier.of(expr.comprehension())
                  .map(quantifier -> quantified(expr, quantifier))
                  .orElseGet(() -> leaf(expr));
          default -> leaf(expr);
        };
      }

      private Term node(CelExpr expr, Outcome outcome, List<Term> parts) {
        return new Term("", text(expr), outcome, List.of(), List.copyOf(parts));
      }

      private String text(CelExpr expr) {
        return parts.text(expr);
      }

      private Term notEvaluated(CelExpr expr) {
        return node(expr, new Outcome.NotEvaluated(), List.of());
      }

      /**
       * An operand that decides does so whatever else fails: the two operators take no order of
       * errors into account.
       */
      private Term junction(CelExpr expr, boolean decisive) {
        List<CelExpr> operands = new ArrayList<>();
        flatten(expr, expr.call().function(), operands);
        List<Term> terms = new ArrayList<>();
        Outcome outcome = new Outcome.Value(Boolean.toString(!decisive));
        boolean decided = false;
        for (CelExpr operand : operands) {
          if (decided) {
            terms.add(notEvaluated(operand));
            continue;
          }
          Term term = term(operand);
          terms.add(term);
          decided = decisive ? term.outcome().isTrue() : term.outcome().isFalse();
          if (decided || (term.outcome() instanceof Outcome.Failed && isValue(outcome))) {
            outcome = term.outcome();
          }
        }
        return node(expr, outcome, terms);
      }

      private Term negation(CelExpr expr) {
        Term operand = term(expr.call().args().getFirst());
        Outcome outcome =
            operand.outcome().isTrue() || operand.outcome().isFalse()
                ? new Outcome.Value(Boolean.toString(operand.outcome().isFalse()))
                : operand.outcome();
        return node(expr, outcome, List.of(operand));
      }

      private Term choice(CelExpr expr) {
        List<CelExpr> operands = expr.call().args();
        Term condition = term(operands.get(0));
        boolean first = condition.outcome().isTrue();
        boolean second = condition.outcome().isFalse();
        Term then = first ? term(operands.get(1)) : notEvaluated(operands.get(1));
        Term otherwise = second ? term(operands.get(2)) : notEvaluated(operands.get(2));
        Outcome outcome =
            first ? then.outcome() : second ? otherwise.outcome() : condition.outcome();
        return node(expr, outcome, List.of(condition, then, otherwise));
      }

      private Term quantified(CelExpr expr, Quantifier quantifier) {
        Outcome outcome = outcome(expr);
        CelComprehension comprehension = expr.comprehension();
        List<Term> terms = new ArrayList<>();
        Readings readings = new Readings(this);
        readings.collect(comprehension.iterRange());
        terms.addAll(readings.parts());
        if (value(comprehension.iterRange()) instanceof List<?> values) {
          terms.addAll(elements(comprehension, quantifier, values));
        }
        return new Term("", text(expr), outcome, readings.list(), List.copyOf(terms));
      }

      private List<Term> elements(
          CelComprehension comprehension, Quantifier quantifier, List<?> values) {
        List<Term> undecided = new ArrayList<>();
        for (Object value : values) {
          Map<String, Object> inner = new HashMap<>(elements);
          inner.put(comprehension.iterVar(), value);
          Scope scope = new Scope(parts, inner);
          Term term =
              scope
                  .term(quantifier.predicate())
                  .labelled(comprehension.iterVar() + " = " + shown.of(value));
          if (quantifier.isDecidedBy(term.outcome())) {
            return List.of(term);
          }
          if (undecided.size() < ELEMENTS) {
            undecided.add(term);
          }
        }
        return undecided;
      }

      private Term leaf(CelExpr expr) {
        Outcome outcome = outcome(expr);
        Readings readings = new Readings(this);
        if (Attributes.isAttribute(parts.ast(), expr)) {
          Attributes.variable(expr).ifPresent(readings::expand);
        } else {
          readings.collectOperands(expr);
        }
        return new Term("", text(expr), outcome, readings.list(), readings.parts());
      }

      private Outcome outcome(CelExpr expr) {
        try {
          return new Outcome.Value(
              shown.of(interpreter.evaluate(parts.program(expr), context, elements)));
        } catch (EvaluationException e) {
          return new Outcome.Failed(redaction.apply(String.valueOf(e.getMessage())));
        }
      }

      private @Nullable Object value(CelExpr expr) {
        try {
          return interpreter.evaluate(parts.program(expr), context, elements);
        } catch (EvaluationException e) {
          return null; // the comprehension has failed for the same reason, and says so
        }
      }
    }

    /** What a part without parts of its own has read. */
    private final class Readings {
      private final Scope scope;
      private final Set<Term.Reading> read = new LinkedHashSet<>();
      private final List<Term> parts = new ArrayList<>();

      Readings(Scope scope) {
        this.scope = scope;
      }

      List<Term.Reading> list() {
        return List.copyOf(read);
      }

      List<Term> parts() {
        return List.copyOf(parts);
      }

      void collect(CelExpr expr) {
        if (isElement(expr)) {
          return; // its value is said once, where it is bound
        }
        if (Attributes.isAttribute(scope.parts.ast(), expr)) {
          read.add(new Term.Reading(scope.text(expr), scope.outcome(expr)));
          Attributes.variable(expr).ifPresent(this::expand);
        } else if (isBranching(expr)) {
          parts.add(scope.term(expr));
        } else {
          collectOperands(expr);
        }
      }

      void collectOperands(CelExpr expr) {
        switch (expr.getKind()) {
          case CALL -> {
            expr.call().target().ifPresent(this::collect);
            expr.call().args().forEach(this::collect);
          }
          case SELECT -> {
            if (!expr.select().testOnly()) {
              collect(expr.select().operand());
            }
          }
          case LIST -> expr.list().elements().forEach(this::collect);
          case MAP ->
              expr.map()
                  .entries()
                  .forEach(
                      entry -> {
                        collect(entry.key());
                        collect(entry.value());
                      });
          case COMPREHENSION -> collect(expr.comprehension().iterRange());
          default -> {}
        }
      }

      private boolean isElement(CelExpr expr) {
        return expr.getKind() == CelExpr.ExprKind.Kind.IDENT
            && scope.elements.containsKey(expr.ident().name());
      }

      private boolean isBranching(CelExpr expr) {
        return switch (expr.getKind()) {
          case COMPREHENSION -> true;
          case CALL ->
              switch (expr.call().function()) {
                case "_&&_", "_||_", "!_", "_?_:_" -> true;
                default -> false;
              };
          default -> false;
        };
      }

      /** Shows a variable's expression where it is first used. */
      void expand(String variable) {
        CheckedExpression expression = interpreter.definition(variable);
        if (expression != null && variablesShown.add(variable)) {
          parts.add(whole(expression).labelled("variables." + variable));
        }
      }
    }
  }

  private static boolean isValue(Outcome outcome) {
    return outcome instanceof Outcome.Value;
  }

  private static void flatten(CelExpr expr, String function, List<CelExpr> operands) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.CALL && expr.call().function().equals(function)) {
      expr.call().args().forEach(each -> flatten(each, function, operands));
    } else {
      operands.add(expr);
    }
  }
}
