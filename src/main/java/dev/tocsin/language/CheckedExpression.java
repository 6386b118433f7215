package dev.tocsin.language;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.language.ast.Trees;
import java.util.Set;

/**
 * A text that has passed the checker.
 *
 * @param ast type checked, for cel-java's runtime
 * @param tree the same, for whoever wants to know what it says
 */
public record CheckedExpression(String text, CelAbstractSyntaxTree ast, ExpressionNode tree) {
  static CheckedExpression of(String text, CelAbstractSyntaxTree ast) {
    return new CheckedExpression(text, ast, Trees.of(ast));
  }

  /**
   * The fields that it reads, indexes left out: {@code process.ns.mnt.is_host}, {@code
   * variables.NAME}.
   */
  public Set<String> paths() {
    return Attributes.paths(tree);
  }

  /** The texts that it compares a field with, by {@code ==} and by {@code in} of a list. */
  public Set<String> comparedWith(String path) {
    return Attributes.comparedWith(tree, path);
  }

  CelType type() {
    return ast.getResultType();
  }
}
