package dev.tocsin.language;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import java.util.Set;

/**
 * A text that has passed the checker.
 *
 * @param ast type checked; where a compiler or an interpreter starts
 */
public record CheckedExpression(String text, CelAbstractSyntaxTree ast) {
  /**
   * The fields that it reads, indexes left out: {@code process.ns.mnt.is_host}, {@code
   * variables.NAME}.
   */
  public Set<String> paths() {
    return Attributes.paths(ast);
  }

  /** The texts that it compares a field with, by {@code ==} and by {@code in} of a list. */
  public Set<String> comparedWith(String path) {
    return Attributes.comparedWith(ast, path);
  }

  CelType type() {
    return ast.getResultType();
  }
}
