package dev.tocsin.language;

import dev.cel.common.types.CelKind;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What expressions read: {@code process.name}, {@code pod.labels['app']}, {@code args[1]}, {@code
 * arg('label')}.
 */
final class Attributes {
  private Attributes() {}

  /** Whether the node is read as a whole: a variable, and fields or constant indexes of it. */
  static boolean isAttribute(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Name name -> !name.isOf(CelKind.TYPE); // string, in type(x) == string
      case ExpressionNode.Field field -> isAttribute(field.object());
      case ExpressionNode.Index index ->
          index.key() instanceof ExpressionNode.Constant && isAttribute(index.container());
      case ExpressionNode.Call call -> call.function().equals(Arguments.LOOK_UP);
      default -> false;
    };
  }

  /** {@code NAME} of {@code variables.NAME}. */
  static Optional<String> variable(ExpressionNode node) {
    return Optional.ofNullable(node.fieldOf(Environment.VARIABLES));
  }

  /** The paths that an expression reads, indexes left out: {@code process.ns.mnt.is_host}. */
  static Set<String> paths(ExpressionNode tree) {
    Set<String> paths = new LinkedHashSet<>();
    collect(tree, false, paths);
    return paths;
  }

  /**
   * @param inner whether the path goes on in the node above
   */
  private static void collect(ExpressionNode node, boolean inner, Set<String> paths) {
    boolean goesOn = node instanceof ExpressionNode.Field || node instanceof ExpressionNode.Has;
    node.operands().forEach(operand -> collect(operand, goesOn, paths));
    String path = inner ? "" : path(node);
    if (!path.isEmpty() && !path.startsWith("@")) {
      paths.add(path);
    }
  }

  private static String path(ExpressionNode node) {
    return switch (node) {
      case ExpressionNode.Name name -> name.name();
      case ExpressionNode.Field field -> path(field.object(), field.name());
      case ExpressionNode.Has has -> path(has.object(), has.name());
      case ExpressionNode.Index index -> path(index.container());
      default -> "";
    };
  }

  private static String path(ExpressionNode object, String field) {
    String path = path(object);
    return path.isEmpty() ? "" : path + "." + field;
  }

  /** The texts that a field is compared with, by {@code ==} and by {@code in} of a list. */
  static Set<String> comparedWith(ExpressionNode tree, String path) {
    Set<String> texts = new LinkedHashSet<>();
    tree.all()
        .filter(Attributes::isComparison)
        .filter(node -> node.operands().stream().anyMatch(each -> path(each).equals(path)))
        .flatMap(node -> node.operands().stream())
        .forEach(
            operand -> {
              addText(operand, texts);
              if (operand instanceof ExpressionNode.ListOf list) {
                list.elements().forEach(element -> addText(element, texts));
              }
            });
    return texts;
  }

  private static boolean isComparison(ExpressionNode node) {
    return node instanceof ExpressionNode.Member
        || (node instanceof ExpressionNode.Compare compare
            && compare.sign() == ExpressionNode.Compare.Sign.EQUAL);
  }

  private static void addText(ExpressionNode node, Set<String> texts) {
    String text = node.text();
    if (text != null) {
      texts.add(text);
    }
  }
}
