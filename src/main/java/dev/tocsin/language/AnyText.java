package dev.tocsin.language;

import dev.tocsin.event.EncodedText;
import dev.tocsin.event.LiteralTable;
import dev.tocsin.language.ast.ExpressionNode.TextTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks one text for each of many, in one pass where it lies encoded. */
record AnyText(TextOperand text, List<String> parts) {

  /**
   * @param test what is asked: anything but a pattern
   */
  Predicate any(TextTest.Test test) {
    TextOperand.Encoded here = text.encoded();
    if (here == null || !parts.stream().allMatch(TextOperand::isSound)) {
      return decoded(test);
    }
    byte[][] bytes =
        parts.stream().map(each -> each.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    return switch (test) {
      case STARTS_WITH -> context -> startsWith(here.of(context), bytes);
      case ENDS_WITH -> context -> endsWith(here.of(context), bytes);
      case CONTAINS -> contains(here, bytes);
      case MATCHES -> throw new IllegalArgumentException("no function asks for many patterns");
    };
  }

  private Predicate contains(TextOperand.Encoded here, byte[][] bytes) {
    for (byte[] each : bytes) {
      if (each.length < LiteralTable.SHORTEST) {
        return decoded(TextTest.Test.CONTAINS);
      }
    }
    LiteralTable table =
        new LiteralTable(
            parts.stream().map(each -> new LiteralTable.Literal(each, false)).toList());
    return context -> {
      EncodedText searched = here.of(context);
      Charge.search(searched.length(), 0);
      return table.finds(searched);
    };
  }

  private static boolean startsWith(EncodedText text, byte[][] parts) {
    for (byte[] each : parts) {
      if (text.startsWith(each)) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWith(EncodedText text, byte[][] parts) {
    for (byte[] each : parts) {
      if (text.endsWith(each)) {
        return true;
      }
    }
    return false;
  }

  /** Decoded once, whether there are parts or not: what is broken in it fails all the same. */
  private Predicate decoded(TextTest.Test test) {
    TextExpression whole = text.text();
    String[] all = parts.toArray(String[]::new);
    return context -> {
      String decoded = whole.text(context);
      for (String each : all) {
        if (holds(test, decoded, each)) {
          return true;
        }
      }
      return false;
    };
  }

  private static boolean holds(TextTest.Test test, String text, String part)
      throws EvaluationException {
    return switch (test) {
      case STARTS_WITH -> text.startsWith(part);
      case ENDS_WITH -> text.endsWith(part);
      case CONTAINS -> {
        Charge.search(text.length(), part.length());
        yield text.contains(part);
      }
      case MATCHES -> throw new IllegalArgumentException("no function asks for many patterns");
    };
  }
}
