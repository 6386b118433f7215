package dev.tocsin.engine.compile;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes a message template apart. Holes are {@code {{expression}}}; an expression may hold braces
 * and quoted text of its own.
 */
final class MessageParser {
  private final String template;
  private final List<Piece> pieces = new ArrayList<>();

  private MessageParser(String template) {
    this.template = template;
  }

  /** What a template consists of, with the offset of each piece in it. */
  sealed interface Piece {
    record Text(String text) implements Piece {}

    record Expression(String text, int offset) implements Piece {}

    record Unclosed(int offset) implements Piece {}
  }

  static List<Piece> parse(String template) {
    MessageParser parser = new MessageParser(template);
    parser.run();
    return parser.pieces;
  }

  private void run() {
    int at = 0;
    while (at < template.length()) {
      int open = template.indexOf("{{", at);
      if (open < 0) {
        pieces.add(new Piece.Text(template.substring(at)));
        return;
      }
      if (open > at) {
        pieces.add(new Piece.Text(template.substring(at, open)));
      }
      int close = endOfExpression(open + 2);
      if (close < 0) {
        pieces.add(new Piece.Unclosed(open));
        return;
      }
      pieces.add(new Piece.Expression(template.substring(open + 2, close), open + 2));
      at = close + 2;
    }
  }

  /** The offset of the closing braces, -1 when there are none. */
  private int endOfExpression(int from) {
    int depth = 0;
    char quote = 0;
    for (int i = from; i < template.length(); i++) {
      char c = template.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && depth > 0) {
        depth--;
      } else if (c == '}' && template.startsWith("}}", i)) {
        return i;
      }
    }
    return -1;
  }
}
