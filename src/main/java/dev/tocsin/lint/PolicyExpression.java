package dev.tocsin.lint;

import dev.cel.common.CelSource;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.Objects;
import java.util.Set;

/**
 * An expression of a policy that compiled.
 *
 * @param field where it stands
 * @param events the kinds that it is evaluated for
 */
record PolicyExpression(
    String field, Role role, CheckedExpression expression, Set<EventKind> events) {

  ExpressionNode tree() {
    return expression.tree();
  }

  /** Where a node of its tree begins. */
  Place place(ExpressionNode node) {
    CelSource source = expression.ast().getSource();
    int offset = start(node, source);
    return source
        .getOffsetLocation(offset)
        .map(at -> new Place(field, Math.max(1, at.getLine()), at.getColumn() + 1))
        .orElseGet(() -> Place.of(field));
  }

  /** An operator stands behind its first operand: the leftmost position of all below. */
  private static int start(ExpressionNode node, CelSource source) {
    return node.all()
        .map(below -> source.getPositionsMap().get(below.site().id()))
        .filter(Objects::nonNull)
        .mapToInt(Integer::intValue)
        .min()
        .orElse(0);
  }
}
