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

  /** The list of {@code size(LIST) > 0}; null for any other comparison. */
  static @Nullable CelExpr sized(CelExpr.CelCall comparison) {
    CelExpr size = comparison.args().get(0);
    CelExpr number = comparison.args().get(1);
    return size.getKind() == CelExpr.ExprKind.Kind.CALL
            && size.call().function().equals("size")
            && "0".equals(constant(number))
            && isNumber(number)
        ? size.call().target().orElseGet(() -> size.call().args().getFirst())
        : null;
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

  static boolean isNumber(CelExpr expression) {
    return expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && expression.constant().getKind() == CelConstant.Kind.INT64_VALUE;
  }
}
