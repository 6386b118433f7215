package dev.tocsin.lint.logic;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.tocsin.language.CheckedExpression;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions so that two which say the same in the same words read the same: variables and
 * lists are put in. What grows beyond the bound is written no further, and then {@link #isWhole}
 * says so.
 */
final class Writing {
  private static final int MAX_NODES = 20_000;
  private static final Map<String, String> INFIX =
      Map.ofEntries(
          Map.entry("_==_", "=="),
          Map.entry("_!=_", "!="),
          Map.entry("_<_", "<"),
          Map.entry("_<=_", "<="),
          Map.entry("_>_", ">"),
          Map.entry("_>=_", ">="),
          Map.entry("_+_", "+"),
          Map.entry("_-_", "-"),
          Map.entry("_*_", "*"),
          Map.entry("_/_", "/"),
          Map.entry("_%_", "%"),
          Map.entry("_&&_", "&&"),
          Map.entry("_||_", "||"),
          Map.entry("@in", "in"));

  private final Names names;
  private int nodes;

  Writing(Names names) {
    this.names = names;
  }

  boolean isWhole() {
    return nodes <= MAX_NODES;
  }

  String of(CelExpr expr) {
    nodes++;
    if (!isWhole()) {
      return "...";
    }
    return switch (expr.getKind()) {
      case CONSTANT -> constant(expr.constant());
      case IDENT -> expr.ident().name();
      case SELECT -> select(expr.select());
      case CALL -> call(expr.call());
      case LIST -> "[" + all(expr.list().elements()) + "]";
      case MAP ->
          expr.map().entries().stream()
              .map(entry -> of(entry.key()) + ": " + of(entry.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case COMPREHENSION -> comprehension(expr.comprehension());
      default -> expr.getKind().name();
    };
  }

  private String all(List<CelExpr> expressions) {
    return expressions.stream().map(this::of).collect(Collectors.joining(", "));
  }

  private String select(CelExpr.CelSelect select) {
    String written = defined(select);
    if (written == null) {
      written = of(select.operand()) + "." + select.field();
    }
    return select.testOnly() ? "has(" + written + ")" : written;
  }

  /** What {@code variables.NAME} and {@code lists.NAME} stand for; null for any other field. */
  private @Nullable String defined(CelExpr.CelSelect select) {
    if (select.operand().getKind() != CelExpr.ExprKind.Kind.IDENT) {
      return null;
    }
    return switch (select.operand().ident().name()) {
      case "variables" -> {
        CheckedExpression variable = names.variables().get(select.field());
        yield variable == null ? null : of(variable.ast().getExpr());
      }
      case "lists" -> {
        List<String> values = names.lists().get(select.field());
        yield values == null
            ? names.followed().get(select.field())
            : values.stream()
                .sorted()
                .distinct()
                .map(Writing::quoted)
                .collect(Collectors.joining(", ", "[", "]"));
      }
      default -> null;
    };
  }

  private String call(CelExpr.CelCall call) {
    if (call.target().isPresent()) {
      return of(call.target().get()) + "." + call.function() + "(" + all(call.args()) + ")";
    }
    String infix = INFIX.get(call.function());
    if (infix != null && call.args().size() == 2) {
      return "(" + of(call.args().get(0)) + " " + infix + " " + of(call.args().get(1)) + ")";
    }
    return switch (call.function()) {
      case "!_", "-_" -> call.function().charAt(0) + of(call.args().getFirst());
      case "_[_]" -> of(call.args().get(0)) + "[" + of(call.args().get(1)) + "]";
      case "@argument" -> "arg(" + of(call.args().get(1)) + ")";
      default -> call.function() + "(" + all(call.args()) + ")";
    };
  }

  private String comprehension(CelExpr.CelComprehension loop) {
    return Stream.of(loop.accuInit(), loop.loopCondition(), loop.loopStep(), loop.result())
        .map(this::of)
        .collect(
            Collectors.joining(
                "; ",
                of(loop.iterRange()) + ".each(" + loop.iterVar() + " " + loop.iterVar2() + ": ",
                ")"));
  }

  static String constant(CelConstant constant) {
    return switch (constant.getKind()) {
      case STRING_VALUE -> quoted(constant.stringValue());
      case INT64_VALUE -> Long.toString(constant.int64Value());
      case UINT64_VALUE -> constant.uint64Value() + "u";
      case BOOLEAN_VALUE -> Boolean.toString(constant.booleanValue());
      case DOUBLE_VALUE -> Double.toString(constant.doubleValue());
      default -> constant.getKind().name().toLowerCase(Locale.ROOT);
    };
  }

  /** A value as an expression would have it. */
  static String value(Object value) {
    return value instanceof String text ? quoted(text) : String.valueOf(value);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
