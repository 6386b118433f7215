package dev.tocsin.language;

import dev.cel.common.types.CelType;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.Optional;

/** The nodes of one expression, and how to evaluate one as it stands. */
final class Nodes {
  private final CheckedExpression expression;
  private final Parts parts;
  private final Interpreter interpreter;
  private boolean anyInterpreted;

  /**
   * @param interpreter has the lists and variables of the policy
   */
  Nodes(CheckedExpression expression, Interpreter interpreter) {
    this.expression = expression;
    this.parts = new Parts(expression);
    this.interpreter = interpreter;
  }

  ExpressionNode root() {
    return expression.tree();
  }

  static boolean are(ExpressionNode first, ExpressionNode second, CelType type) {
    return first.is(type) && second.is(type);
  }

  ValueExpression interpreted(ExpressionNode node) {
    anyInterpreted = true;
    return interpreter.part(parts.program(node));
  }

  /** Whether {@link #interpreted} was asked for any node. */
  boolean anyInterpreted() {
    return anyInterpreted;
  }

  /** {@code variables.NAME}. */
  Optional<ValueExpression> variable(ExpressionNode node) {
    return Attributes.variable(node).map(interpreter::variable);
  }
}
