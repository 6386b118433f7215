package dev.tocsin.lint;

import dev.tocsin.language.ast.ExpressionNode;
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
    PolicyExpression expression, ExpressionNode node, String path, String owner, String name) {

  /**
   * All reads, each part of a chain on its own: {@code process.pod} and {@code process.pod.uid}.
   */
  static Stream<FieldRead> of(PolicyExpression expression) {
    return expression.tree().all().map(node -> of(expression, node)).flatMap(Optional::stream);
  }

  /** Empty when the node reads nothing by itself. */
  static Optional<FieldRead> of(PolicyExpression expression, ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Name name ->
          Optional.of(new FieldRead(expression, name, name.name(), "", name.name()));
      case ExpressionNode.Field field ->
          Optional.of(
              new FieldRead(
                  expression, field, path(field), field.object().typeName(), field.name()));
      case ExpressionNode.Has has ->
          Optional.of(
              new FieldRead(expression, has, path(has), has.object().typeName(), has.name()));
      default -> Optional.empty();
    };
  }

  private static String path(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Name name -> name.name();
      case ExpressionNode.Field field -> path(field.object()) + "." + field.name();
      case ExpressionNode.Has has -> path(has.object()) + "." + has.name();
      default -> "";
    };
  }

  Place place() {
    return expression.place(node);
  }
}
