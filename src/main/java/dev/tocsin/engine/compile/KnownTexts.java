package dev.tocsin.engine.compile;

import dev.tocsin.language.Environment;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The constants in an expression, also those of the policy's lists. */
final class KnownTexts {
  private final Map<String, List<String>> lists;

  /**
   * @param lists those of the policy, by name
   */
  KnownTexts(Map<String, List<String>> lists) {
    this.lists = lists;
  }

  /** The values of {@code lists.NAME}; null for anything else. */
  @Nullable List<String> named(ExpressionNode list) {
    String name = list.fieldOf(Environment.LISTS);
    return name == null ? null : lists.get(name);
  }

  /** The list of {@code size(LIST) > 0}; null for any other comparison. */
  static @Nullable ExpressionNode sized(ExpressionNode.Compare comparison) {
    return comparison.sign() == ExpressionNode.Compare.Sign.GREATER
            && comparison.left() instanceof ExpressionNode.Call size
            && size.function().equals("size")
            && comparison.right().number() instanceof Long number
            && number == 0
        ? size.operands().getFirst()
        : null;
  }

  /** The values of a list, named or written out; null when one of them is no constant. */
  @Nullable List<String> all(ExpressionNode node) {
    List<String> named = named(node);
    return named != null ? named : node.constants(KnownTexts::constant);
  }

  /** A text, or a whole number as text; other constants are compared in ways of their own. */
  static @Nullable String constant(ExpressionNode node) {
    Long number = node.number();
    return number == null ? node.text() : Long.toString(number);
  }
}
