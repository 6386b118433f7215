package dev.tocsin.language;

import dev.cel.common.types.CelType;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The nodes of one expression, and how to evaluate one as it stands. */
final class Nodes {
  private final CheckedExpression expression;
  private final Parts parts;
  private final Interpreter interpreter;
  private final LoopScope scope;

  /**
   * @param interpreter has the lists and variables of the policy
   */
  Nodes(CheckedExpression expression, Interpreter interpreter) {
    this(expression, new Parts(expression), interpreter, LoopScope.NONE);
  }

  private Nodes(
      CheckedExpression expression, Parts parts, Interpreter interpreter, LoopScope scope) {
    this.expression = expression;
    this.parts = parts;
    this.interpreter = interpreter;
    this.scope = scope;
  }

  ExpressionNode root() {
    return expression.tree();
  }

  /** Those in a loop. */
  Nodes within(String variable, LoopVariable<?> element) {
    return new Nodes(expression, parts, interpreter, scope.with(variable, element));
  }

  /** Where the context keeps the element of another loop. */
  int newSlot() {
    return interpreter.newSlot();
  }

  static boolean are(ExpressionNode first, ExpressionNode second, CelType type) {
    return first.is(type) && second.is(type);
  }

  ValueExpression interpreted(ExpressionNode node) {
    if (!scope.isEmpty() && node.all().anyMatch(ExpressionNode.Loop.class::isInstance)) {
      parts.leaveInnerLoop();
    }
    return interpreter.part(parts.program(node), scope);
  }

  /** Whether {@link #interpreted} was asked for any node, in a loop or not. */
  boolean anyInterpreted() {
    return parts.anyPlanned();
  }

  /** How many loops within others are left to the interpreter so far. */
  int innerLoopsLeft() {
    return parts.innerLoops();
  }

  boolean isInLoop() {
    return !scope.isEmpty();
  }

  /** The variable of a loop around. */
  @Nullable LoopVariable<?> loopVariable(ExpressionNode node) {
    return node instanceof ExpressionNode.Name name ? scope.variable(name.name()) : null;
  }

  Optional<FieldPath<?>> path(ExpressionNode node) {
    return FieldPath.of(node, scope);
  }

  /** The object behind a node, when it is one of that schema. */
  <T> Optional<Function<EventContext, T>> object(ExpressionNode node, StructSchema<T> schema) {
    Owner<?> owner = Owner.of(node, scope);
    return owner == null ? Optional.empty() : Optional.ofNullable(owner.as(schema));
  }

  /** The text of a node that is one, or a variable that stands for one; null for all else. */
  @Nullable String constant(ExpressionNode node) {
    return definition(node).text();
  }

  /** What a variable of the policy stands for; any other node itself. */
  ExpressionNode definition(ExpressionNode node) {
    return Attributes.variable(node)
        .map(interpreter::definition)
        .map(CheckedExpression::tree)
        .orElse(node);
  }

  /** {@code variables.NAME}. */
  Optional<ValueExpression> variable(ExpressionNode node) {
    return Attributes.variable(node).map(interpreter::variable);
  }
}
