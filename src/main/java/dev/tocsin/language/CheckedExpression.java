package dev.tocsin.language;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;

/**
 * A text that has passed the checker.
 *
 * @param ast type checked; where a compiler or an interpreter starts
 */
public record CheckedExpression(String text, CelAbstractSyntaxTree ast) {
  CelType type() {
    return ast.getResultType();
  }
}
