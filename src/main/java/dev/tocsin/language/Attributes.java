package dev.tocsin.language;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelKind;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What expressions read: {@code process.name}, {@code pod.labels['app']}, {@code args[1]}, {@code
 * arg('label')}.
 */
final class Attributes {
  private static final String ARGUMENT = "@argument";

  private Attributes() {}

  /** Whether the node is read as a whole: a variable, and fields or constant indexes of it. */
  static boolean isAttribute(CelAbstractSyntaxTree ast, CelExpr expr) {
    return switch (expr.getKind()) {
      case IDENT -> !isType(ast, expr);
      case SELECT -> !expr.select().testOnly() && isAttribute(ast, expr.select().operand());
      case CALL -> {
        CelExpr.CelCall call = expr.call();
        yield call.function().equals(ARGUMENT)
            || (call.function().equals("_[_]")
                && call.args().get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && isAttribute(ast, call.args().get(0)));
      }
      default -> false;
    };
  }

  /** {@code string} in {@code type(x) == string}. */
  private static boolean isType(CelAbstractSyntaxTree ast, CelExpr expr) {
    return ast.getType(expr.id()).map(type -> type.kind() == CelKind.TYPE).orElse(false);
  }

  /** {@code NAME} of {@code variables.NAME}. */
  static Optional<String> variable(CelExpr expr) {
    if (expr.getKind() != CelExpr.ExprKind.Kind.SELECT) {
      return Optional.empty();
    }
    CelExpr operand = expr.select().operand();
    return operand.getKind() == CelExpr.ExprKind.Kind.IDENT
            && operand.ident().name().equals(Environment.VARIABLES)
        ? Optional.of(expr.select().field())
        : Optional.empty();
  }

  /** The paths that an expression reads, indexes left out: {@code process.ns.mnt.is_host}. */
  static Set<String> paths(CelAbstractSyntaxTree ast) {
    Set<String> paths = new LinkedHashSet<>();
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .filter(node -> !isInner(node))
        .map(node -> path(node.expr()))
        .filter(path -> !path.isEmpty() && !path.startsWith("@"))
        .forEach(paths::add);
    return paths;
  }

  /** Whether the path goes on in the node's parent. */
  private static boolean isInner(CelNavigableExpr node) {
    return node.parent().map(parent -> parent.getKind()).orElse(null)
        == CelExpr.ExprKind.Kind.SELECT;
  }

  private static String path(CelExpr expr) {
    return switch (expr.getKind()) {
      case IDENT -> expr.ident().name();
      case SELECT -> {
        String operand = path(expr.select().operand());
        yield operand.isEmpty() ? "" : operand + "." + expr.select().field();
      }
      case CALL -> expr.call().function().equals("_[_]") ? path(expr.call().args().getFirst()) : "";
      default -> "";
    };
  }

  /** The texts that a field is compared with, by {@code ==} and by {@code in} of a list. */
  static Set<String> comparedWith(CelAbstractSyntaxTree ast, String path) {
    Set<String> texts = new LinkedHashSet<>();
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.CALL)
        .map(node -> node.expr().call())
        .filter(call -> call.function().equals("_==_") || call.function().equals("@in"))
        .filter(call -> call.args().stream().anyMatch(each -> path(each).equals(path)))
        .forEach(
            call -> {
              for (CelExpr operand : call.args()) {
                addText(operand, texts);
                if (operand.getKind() == CelExpr.ExprKind.Kind.LIST) {
                  operand.list().elements().forEach(element -> addText(element, texts));
                }
              }
            });
    return texts;
  }

  private static void addText(CelExpr expr, Set<String> texts) {
    if (expr.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
      texts.add(expr.constant().stringValue());
    }
  }
}
