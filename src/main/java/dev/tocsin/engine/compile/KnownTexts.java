package dev.tocsin.engine.compile;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
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
  @Nullable List<String> named(CelExpr list) {
    return list.getKind() == CelExpr.ExprKind.Kind.SELECT
            && list.select().operand().getKind() == CelExpr.ExprKind.Kind.IDENT
            && list.select().operand().ident().name().equals("lists")
        ? lists.get(list.select().field())
        : null;
  }

  /** Whether a comparison is {@code size(lists.NAME) > 0}, and is so. */
  boolean haveValues(CelExpr.CelCall comparison) {
    List<String> values = sized(comparison);
    return values != null && !values.isEmpty();
  }

  /** Whether a comparison is {@code size(lists.NAME) > 0}, and is not so. */
  boolean haveNone(CelExpr.CelCall comparison) {
    List<String> values = sized(comparison);
    return values != null && values.isEmpty();
  }

  private @Nullable List<String> sized(CelExpr.CelCall comparison) {
    CelExpr size = comparison.args().get(0);
    CelExpr number = comparison.args().get(1);
    if (size.getKind() != CelExpr.ExprKind.Kind.CALL
        || !size.call().function().equals("size")
        || !"0".equals(constant(number))
        || !isNumber(number)) {
      return null;
    }
    return named(size.call().target().orElseGet(() -> size.call().args().getFirst()));
  }

  /** The values of a list, named or written out; null when one of them is no constant. */
  @Nullable List<String> all(CelExpr list) {
    List<String> named = named(list);
    if (named != null) {
      return named;
    }
    if (list.getKind() != CelExpr.ExprKind.Kind.LIST || !list.list().optionalIndices().isEmpty()) {
      return null;
    }
    List<String> values = new ArrayList<>();
    for (CelExpr each : list.list().elements()) {
      String value = constant(each);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  /** A text, or a whole number as text; other constants are compared in ways of their own. */
  static @Nullable String constant(CelExpr expression) {
    if (expression.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
      return null;
    }
    return switch (expression.constant().getKind()) {
      case STRING_VALUE -> expression.constant().stringValue();
      case INT64_VALUE -> Long.toString(expression.constant().int64Value());
      default -> null;
    };
  }

  static boolean isNumber(CelExpr constant) {
    return constant.constant().getKind() == CelConstant.Kind.INT64_VALUE;
  }
}
