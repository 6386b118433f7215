package dev.tocsin.language;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import java.util.Optional;

/** The nodes of one expression: their types, and how to evaluate one as it stands. */
final class Nodes {
  private final CelAbstractSyntaxTree ast;
  private final Parts parts;
  private final Interpreter interpreter;

  /**
   * @param interpreter has the lists and variables of the policy
   */
  Nodes(CheckedExpression expression, Interpreter interpreter) {
    this.ast = expression.ast();
    this.parts = new Parts(expression);
    this.interpreter = interpreter;
  }

  CelExpr root() {
    return ast.getExpr();
  }

  boolean is(CelExpr expr, CelType type) {
    return ast.getType(expr.id()).map(type::equals).orElse(false);
  }

  boolean are(CelExpr first, CelExpr second, CelType type) {
    return is(first, type) && is(second, type);
  }

  ValueExpression interpreted(CelExpr expr) {
    return interpreter.part(parts.program(expr));
  }

  /** {@code variables.NAME}. */
  Optional<ValueExpression> variable(CelExpr expr) {
    return Attributes.variable(expr).map(interpreter::variable);
  }
}
