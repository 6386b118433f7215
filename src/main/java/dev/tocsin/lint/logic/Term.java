package dev.tocsin.lint.logic;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;

/**
 * An expression with the tree it belongs to, which knows its types.
 *
 * @param expr a node of the tree
 */
record Term(CelExpr expr, CelAbstractSyntaxTree tree) {

  static Term of(CelAbstractSyntaxTree tree) {
    return new Term(tree.getExpr(), tree);
  }

  Term with(CelExpr part) {
    return new Term(part, tree);
  }

  boolean is(CelKind kind) {
    return tree.getType(expr.id()).map(type -> type.kind() == kind).orElse(false);
  }
}
