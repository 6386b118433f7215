package dev.tocsin.language;

import com.google.common.primitives.Longs;
import dev.tocsin.language.ast.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists that stand in an expression as they are; absent where an element is no constant. */
final class Constants {
  private Constants() {}

  static @Nullable List<String> texts(Node list) {
    return all(list, Node::text);
  }

  static long @Nullable [] numbers(Node list) {
    List<Long> numbers = all(list, Node::number);
    return numbers == null ? null : Longs.toArray(numbers);
  }

  private static <V> @Nullable List<V> all(Node node, Function<Node, @Nullable V> constant) {
    if (!(node instanceof Node.ListOf list) || list.optional()) {
      return null;
    }
    List<V> values = new ArrayList<>();
    for (Node element : list.elements()) {
      V value = constant.apply(element);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }
}
