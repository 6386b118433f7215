package dev.tocsin.language;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelRuntime;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An expression and the programs of those of its parts that were asked for. */
final class Parts {
  private final CheckedExpression expression;
  private final SourceText text;
  private final Map<Long, CelRuntime.Program> programs = new HashMap<>();
  private int innerLoops;

  /** The runtime's nodes by their ids; read when the first is asked for. */
  private @Nullable Map<Long, CelExpr> exprs;

  Parts(CheckedExpression expression) {
    this.expression = expression;
    this.text = new SourceText(expression);
  }

  String text(ExpressionNode node) {
    return text.of(node);
  }

  CelRuntime.Program program(ExpressionNode node) {
    return programs.computeIfAbsent(
        node.site().id(), id -> Interpreter.plan(part(id), () -> text(node)));
  }

  /** Notes that a loop in another one is left to the interpreter. */
  void leaveInnerLoop() {
    innerLoops++;
  }

  int innerLoops() {
    return innerLoops;
  }

  /** Whether {@link #program} was asked for any node. */
  boolean anyPlanned() {
    return !programs.isEmpty();
  }

  private CelAbstractSyntaxTree part(long id) {
    CelAbstractSyntaxTree ast = expression.ast();
    if (exprs == null) {
      exprs =
          CelNavigableAst.fromAst(ast)
              .getRoot()
              .allNodes()
              .map(CelNavigableExpr::expr)
              .collect(
                  Collectors.toMap(CelExpr::id, Function.identity(), (first, second) -> first));
    }
    CelExpr expr = exprs.get(id);
    if (expr == null) {
      throw new IllegalArgumentException("no node of this expression");
    }
    return CelAbstractSyntaxTree.newCheckedAst(
        expr, ast.getSource(), ast.getReferenceMap(), ast.getTypeMap());
  }
}
