package dev.tocsin.lint;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An expression of a policy that compiled.
 *
 * @param field where it stands
 * @param events the kinds that it is evaluated for
 */
record PolicyExpression(
    String field, Role role, CheckedExpression expression, Set<EventKind> events) {

  CelAbstractSyntaxTree tree() {
    return expression.ast();
  }

  /** Every node of its tree. */
  Stream<CelExpr> nodes() {
    return CelNavigableAst.fromAst(tree()).getRoot().allNodes().map(CelNavigableExpr::expr);
  }

  /** Where a node of its tree begins. */
  Place place(CelExpr node) {
    CelSource source = tree().getSource();
    int offset = start(node, source);
    return source
        .getOffsetLocation(offset)
        .map(at -> new Place(field, Math.max(1, at.getLine()), at.getColumn() + 1))
        .orElseGet(() -> Place.of(field));
  }

  /** An operator stands behind its first operand: the leftmost position of all below. */
  private static int start(CelExpr node, CelSource source) {
    return CelNavigableExpr.fromExpr(node)
        .allNodes()
        .map(below -> source.getPositionsMap().get(below.id()))
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .min()
        .orElse(0);
  }

  /** Type of a node, by its name: {@code tocsin.Process}. */
  String type(CelExpr node) {
    return tree().getType(node.id()).map(type -> type.name()).orElse("");
  }
}
