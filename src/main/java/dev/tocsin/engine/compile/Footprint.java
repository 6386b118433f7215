package dev.tocsin.engine.compile;

import com.google.re2j.PatternSyntaxException;
import dev.tocsin.language.CheckedExpression;
import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.language.text.Patterns;
import java.util.List;
import java.util.Set;

/**
 * What a compiled policy takes of the heap, roughly: its texts, the nodes of its expressions, and
 * the programs of its patterns, of which {@code a{1000}} is a thousand times as long as its text.
 */
final class Footprint {
  private static final Set<String> PATTERN_FUNCTIONS = Set.of("find", "findAll");

  private static final long NODE = 200;
  private static final long TEXT = 60;
  private static final long INSTRUCTION = 80;

  private long bytes;

  void add(CheckedExpression expression) {
    bytes += text(expression.text());
    expression.tree().all().forEach(this::add);
  }

  void add(List<String> values) {
    for (String value : values) {
      bytes += text(value);
    }
  }

  private void add(ExpressionNode node) {
    bytes += NODE;
    switch (node) {
      case ExpressionNode.TextTest test when test.test() == ExpressionNode.TextTest.Test.MATCHES ->
          addPattern(test.part());
      case ExpressionNode.Call call when PATTERN_FUNCTIONS.contains(call.function()) ->
          call.arguments().forEach(this::addPattern);
      default -> {}
    }
  }

  private void addPattern(ExpressionNode argument) {
    String pattern = argument.text();
    if (pattern != null) {
      bytes += program(pattern);
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
