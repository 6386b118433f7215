package dev.tocsin.lint;

import dev.cel.common.ast.CelExpr;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A variable or a field that an expression reads.
 *
 * @param path {@code connection.destinationPort}; the variable of a macro is its root too
 * @param owner type of the object that has the field, {@code tocsin.Process}; {@code ""} for a
 *     variable
 * @param name of the field or variable alone
 */
record FieldRead(
    PolicyExpression expression, CelExpr node, String path, String owner, String name) {

  /**
   * All reads, each part of a chain on its own: {@code process.pod} and {@code process.pod.uid}.
   */
  static Stream<FieldRead> of(PolicyExpression expression) {
    return expression.nodes().map(node -> of(expression, node)).flatMap(Optional::stream);
  }

  /** Empty when the node reads nothing by itself. */
  static Optional<FieldRead> of(PolicyExpression expression, CelExpr node) {
    return switch (node.getKind()) {
      case IDENT ->
          Optional.of(
              new FieldRead(expression, node, node.ident().name(), "", node.ident().name()));
      case SELECT ->
          Optional.of(
              new FieldRead(
                  expression,
                  node,
                  path(node),
                  expression.type(node.select().operand()),
                  node.select().field()));
      default -> Optional.empty();
    };
  }

  private static String path(CelExpr node) {
    return switch (node.getKind()) {
      case IDENT -> node.ident().name();
      case SELECT -> path(node.select().operand()) + "." + node.select().field();
      default -> "";
    };
  }

  Place place() {
    return expression.place(node);
  }
}
