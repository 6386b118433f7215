package dev.tocsin.language;

import dev.tocsin.language.Term.Outcome;
import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.language.ast.Quantifier;
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
      return new Scope(all, Map.of()).term(expression.tree());
    }

    /** Parts of one expression, with the values of the comprehensions around them. */
    private final class Scope {
      private final Parts parts;
      private final Map<String, Object> elements;

      Scope(Parts parts, Map<String, Object> elements) {
        this.parts = parts;
        this.elements = elements;
      }

      Term term(ExpressionNode node) {
        return switch (node) {
          case ExpressionNode.And and -> junction(and, false);
          case ExpressionNode.Or or -> junction(or, true);
          case ExpressionNode.Not not -> negation(not);
          case ExpressionNode.Choice choice -> choice(choice);
          case ExpressionNode.Loop loop ->
              loop.quantifier()
                  .map(quantifier -> quantified(loop, quantifier))
                  .orElseGet(() -> leaf(loop));
          default -> leaf(node);
        };
      }

      private Term part(ExpressionNode node, Outcome outcome, List<Term> parts) {
        return new Term("", text(node), outcome, List.of(), List.copyOf(parts));
      }

      private String text(ExpressionNode node) {
        return parts.text(node);
      }

      private Term notEvaluated(ExpressionNode node) {
        return part(node, new Outcome.NotEvaluated(), List.of());
      }

      /**
       * An operand that decides does so whatever else fails: the two operators take no order of
       * errors into account.
       */
      private Term junction(ExpressionNode node, boolean decisive) {
        List<ExpressionNode> operands = new ArrayList<>();
        flatten(node, node.getClass(), operands);
        List<Term> terms = new ArrayList<>();
        Outcome outcome = new Outcome.Value(Boolean.toString(!decisive));
        boolean decided = false;
        for (ExpressionNode operand : operands) {
          if (decided) {
            terms.add(notEvaluated(operand));
            continue;
          }
          Term term = term(operand);
          terms.add(term);
          decided = isDecided(decisive, term.outcome());
          if (decided || (term.outcome() instanceof Outcome.Failed && isValue(outcome))) {
            outcome = term.outcome();
          }
        }
        return part(node, outcome, terms);
      }

      private Term negation(ExpressionNode.Not node) {
        Term operand = term(node.operand());
        Outcome outcome =
            operand.outcome().isTrue() || operand.outcome().isFalse()
                ? new Outcome.Value(Boolean.toString(operand.outcome().isFalse()))
                : operand.outcome();
        return part(node, outcome, List.of(operand));
      }

      private Term choice(ExpressionNode.Choice node) {
        Term condition = term(node.condition());
        boolean first = condition.outcome().isTrue();
        boolean second = condition.outcome().isFalse();
        Term then = first ? term(node.then()) : notEvaluated(node.then());
        Term otherwise = second ? term(node.otherwise()) : notEvaluated(node.otherwise());
        Outcome outcome =
            first ? then.outcome() : second ? otherwise.outcome() : condition.outcome();
        return part(node, outcome, List.of(condition, then, otherwise));
      }

      private Term quantified(ExpressionNode.Loop node, Quantifier quantifier) {
        Outcome outcome = outcome(node);
        List<Term> terms = new ArrayList<>();
        Readings readings = new Readings(this);
        readings.collect(node.range());
        terms.addAll(readings.parts());
        if (value(node.range()) instanceof List<?> values) {
          terms.addAll(elements(node, quantifier, values));
        }
        return new Term("", text(node), outcome, readings.list(), List.copyOf(terms));
      }

      private List<Term> elements(ExpressionNode.Loop loop, Quantifier quantifier, List<?> values) {
        List<Term> undecided = new ArrayList<>();
        for (Object value : values) {
          Map<String, Object> inner = new HashMap<>(elements);
          inner.put(loop.variable(), value);
          Scope scope = new Scope(parts, inner);
          Term term =
              scope
                  .term(quantifier.predicate())
                  .labelled(loop.variable() + " = " + shown.of(value));
          if (isDecided(quantifier.decisive(), term.outcome())) {
            return List.of(term);
          }
          if (undecided.size() < ELEMENTS) {
            undecided.add(term);
          }
        }
        return undecided;
      }

      private Term leaf(ExpressionNode node) {
        Outcome outcome = outcome(node);
        Readings readings = new Readings(this);
        if (Attributes.isAttribute(node)) {
          Attributes.variable(node).ifPresent(readings::expand);
        } else {
          readings.collectOperands(node);
        }
        return new Term("", text(node), outcome, readings.list(), readings.parts());
      }

      private Outcome outcome(ExpressionNode node) {
        try {
          return new Outcome.Value(
              shown.of(interpreter.evaluate(parts.program(node), context, elements)));
        } catch (EvaluationException e) {
          return new Outcome.Failed(redaction.apply(String.valueOf(e.getMessage())));
        }
      }

      private @Nullable Object value(ExpressionNode node) {
        try {
          return interpreter.evaluate(parts.program(node), context, elements);
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

      void collect(ExpressionNode node) {
        if (isElement(node)) {
          return; // its value is said once, where it is bound
        }
        if (Attributes.isAttribute(node)) {
          read.add(new Term.Reading(scope.text(node), scope.outcome(node)));
          Attributes.variable(node).ifPresent(this::expand);
        } else if (isBranching(node)) {
          parts.add(scope.term(node));
        } else {
          collectOperands(node);
        }
      }

      void collectOperands(ExpressionNode node) {
        switch (node) {
          case ExpressionNode.Has has -> {}
          case ExpressionNode.Loop loop -> collect(loop.range());
          case ExpressionNode.Made made -> {}
          default -> node.operands().forEach(this::collect);
        }
      }

      private boolean isElement(ExpressionNode node) {
        return node instanceof ExpressionNode.Name name && scope.elements.containsKey(name.name());
      }

      private static boolean isBranching(ExpressionNode node) {
        return switch (node) {
          case ExpressionNode.And and -> true;
          case ExpressionNode.Or or -> true;
          case ExpressionNode.Not not -> true;
          case ExpressionNode.Choice choice -> true;
          case ExpressionNode.Loop loop -> true;
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

  private static boolean isDecided(boolean decisive, Outcome outcome) {
    return decisive ? outcome.isTrue() : outcome.isFalse();
  }

  /** The operands of a chain of one operator. */
  private static void flatten(
      ExpressionNode node,
      Class<? extends ExpressionNode> operator,
      List<ExpressionNode> operands) {
    if (operator.isInstance(node)) {
      node.operands().forEach(each -> flatten(each, operator, operands));
    } else {
      operands.add(node);
    }
  }
}
