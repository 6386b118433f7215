package dev.tocsin.language;

import com.google.common.primitives.Longs;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists that stand in an expression as they are; absent where an element is no constant. */
final class Constants {
  private Constants() {}

  static @Nullable List<String> texts(ExpressionNode list) {
    return all(list, ExpressionNode::text);
  }

  static long @Nullable [] numbers(ExpressionNode list) {
    List<Long> numbers = all(list, ExpressionNode::number);
    return numbers == null ? null : Longs.toArray(numbers);
  }

  private static <V> @Nullable List<V> all(
      ExpressionNode node, Function<ExpressionNode, @Nullable V> constant) {
    if (!(node instanceof ExpressionNode.ListOf list) || list.optional()) {
      return null;
    }
    List<V> values = new ArrayList<>();
    for (ExpressionNode element : list.elements()) {
      V value = constant.apply(element);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }
}
