package dev.tocsin.language;

import dev.cel.common.types.CelKind;
import dev.tocsin.language.ast.Node;
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
  static boolean isAttribute(Node node) {
    return switch (node) {
      case Node.Name name -> !name.isOf(CelKind.TYPE); // string, in type(x) == string
      case Node.Field field -> isAttribute(field.object());
      case Node.Index index ->
          index.key() instanceof Node.Constant && isAttribute(index.container());
      case Node.Call call -> call.function().equals(Arguments.LOOK_UP);
      default -> false;
    };
  }

  /** {@code NAME} of {@code variables.NAME}. */
  static Optional<String> variable(Node node) {
    return Optional.ofNullable(node.fieldOf(Environment.VARIABLES));
  }

  /** The paths that an expression reads, indexes left out: {@code process.ns.mnt.is_host}. */
  static Set<String> paths(Node tree) {
    Set<String> paths = new LinkedHashSet<>();
    collect(tree, false, paths);
    return paths;
  }

  /**
   * @param inner whether the path goes on in the node above
   */
  private static void collect(Node node, boolean inner, Set<String> paths) {
    boolean goesOn = node instanceof Node.Field || node instanceof Node.Has;
    node.operands().forEach(operand -> collect(operand, goesOn, paths));
    String path = inner ? "" : path(node);
    if (!path.isEmpty() && !path.startsWith("@")) {
      paths.add(path);
    }
  }

  private static String path(Node node) {
    return switch (node) {
      case Node.Name name -> name.name();
      case Node.Field field -> path(field.object(), field.name());
      case Node.Has has -> path(has.object(), has.name());
      case Node.Index index -> path(index.container());
      default -> "";
    };
  }

  private static String path(Node object, String field) {
    String path = path(object);
    return path.isEmpty() ? "" : path + "." + field;
  }

  /** The texts that a field is compared with, by {@code ==} and by {@code in} of a list. */
  static Set<String> comparedWith(Node tree, String path) {
    Set<String> texts = new LinkedHashSet<>();
    tree.all()
        .filter(Attributes::isComparison)
        .filter(node -> node.operands().stream().anyMatch(each -> path(each).equals(path)))
        .flatMap(node -> node.operands().stream())
        .forEach(
            operand -> {
              addText(operand, texts);
              if (operand instanceof Node.ListOf list) {
                list.elements().forEach(element -> addText(element, texts));
              }
            });
    return texts;
  }

  private static boolean isComparison(Node node) {
    return node instanceof Node.Member
        || (node instanceof Node.Compare compare && compare.sign() == Node.Compare.Sign.EQUAL);
  }

  private static void addText(Node node, Set<String> texts) {
    String text = node.text();
    if (text != null) {
      texts.add(text);
    }
  }
}
