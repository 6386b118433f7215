package dev.tocsin.engine.compile;

import com.google.re2j.PatternSyntaxException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.Patterns;
import java.util.List;
import java.util.Set;

/**
 * What a compiled policy takes of the heap, roughly: its texts, the nodes of its expressions, and
 * the programs of its patterns, of which {@code a{1000}} is a thousand times as long as its text.
 */
final class Footprint {
  private static final Set<String> PATTERN_FUNCTIONS = Set.of("matches", "find", "findAll");

  private static final long NODE = 200;
  private static final long TEXT = 60;
  private static final long INSTRUCTION = 80;

  private long bytes;

  void add(CheckedExpression expression) {
    bytes += text(expression.text());
    CelNavigableAst.fromAst(expression.ast())
        .getRoot()
        .allNodes()
        .map(CelNavigableExpr::expr)
        .forEach(this::add);
  }

  void add(List<String> values) {
    for (String value : values) {
      bytes += text(value);
    }
  }

  private void add(CelExpr node) {
    bytes += NODE;
    if (node.getKind() != CelExpr.ExprKind.Kind.CALL) {
      return;
    }
    CelExpr.CelCall call = node.call();
    if (PATTERN_FUNCTIONS.contains(call.function())) {
      call.args().forEach(this::addPattern);
    }
  }

  private void addPattern(CelExpr argument) {
    if (argument.getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && argument.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
      bytes += program(argument.constant().stringValue());
    }
  }

  private static long program(String pattern) {
    try {
      return Patterns.compile(pattern).programSize() * INSTRUCTION;
    } catch (PatternSyntaxException e) {
      return 0; // it is no pattern, but what one is replaced by
    }
  }

  private static long text(String text) {
    return TEXT + 2L * text.length();
  }

  long bytes() {
    return bytes;
  }
}
