package dev.tocsin.language;

import com.google.common.primitives.Longs;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What stands in an expression as it is; absent where a node is no constant of the kind. */
final class Constants {
  private Constants() {}

  static @Nullable String text(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
            && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE
        ? expr.constant().stringValue()
        : null;
  }

  static @Nullable Long number(CelExpr expr) {
    return expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
            && expr.constant().getKind() == CelConstant.Kind.INT64_VALUE
        ? expr.constant().int64Value()
        : null;
  }

  static @Nullable List<String> texts(CelExpr list) {
    return all(list, Constants::text);
  }

  static long @Nullable [] numbers(CelExpr list) {
    List<Long> numbers = all(list, Constants::number);
    return numbers == null ? null : Longs.toArray(numbers);
  }

  private static <V> @Nullable List<V> all(CelExpr list, Function<CelExpr, @Nullable V> constant) {
    if (list.getKind() != CelExpr.ExprKind.Kind.LIST || !list.list().optionalIndices().isEmpty()) {
      return null;
    }
    List<V> values = new ArrayList<>();
    for (CelExpr element : list.list().elements()) {
      V value = constant.apply(element);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }
}
