package dev.tocsin.language;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelRuntime;
import java.util.HashMap;
import java.util.Map;

/** An expression and the programs of those of its parts that were asked for. */
final class Parts {
  private final CheckedExpression expression;
  private final SourceText text;
  private final Map<Long, CelRuntime.Program> programs = new HashMap<>();

  Parts(CheckedExpression expression) {
    this.expression = expression;
    this.text = new SourceText(expression);
  }

  CelAbstractSyntaxTree ast() {
    return expression.ast();
  }

  String text(CelExpr expr) {
    return text.of(expr);
  }

  CelRuntime.Program program(CelExpr expr) {
    return programs.computeIfAbsent(
        expr.id(),
        id ->
            Interpreter.plan(
                new CheckedExpression(
                    text(expr),
                    CelAbstractSyntaxTree.newCheckedAst(
                        expr, ast().getSource(), ast().getReferenceMap(), ast().getTypeMap()))));
  }
}
