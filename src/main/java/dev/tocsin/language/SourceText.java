package dev.tocsin.language;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.tocsin.language.ast.ExpressionNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The text of a part of an expression, as it was written.
 *
 * <p>The checker keeps one offset for each node: of an operator, a name, a literal, or the bracket
 * of a call. What belongs to a part is what lies between the outermost tokens of its nodes, with
 * the brackets that open or close in there.
 */
final class SourceText {
  private final int[] text;
  private final List<Token> tokens = new ArrayList<>();
  private final Map<Long, Integer> offsets;

  /** For a bracket, the index of its other half; else -1. */
  private final int[] partner;

  private enum Kind {
    NAME,
    LITERAL,
    OTHER
  }

  private record Token(int start, int end, Kind kind) {}

  SourceText(CheckedExpression expression) {
    CelAbstractSyntaxTree ast = expression.ast();
    this.text = expression.text().codePoints().toArray();
    this.offsets = ast.getSource().getPositionsMap();
    tokenize();
    this.partner = partners();
  }

  /** On one line. */
  String of(ExpressionNode part) {
    int first = tokens.size();
    int last = -1;
    for (ExpressionNode node : (Iterable<ExpressionNode>) part.all()::iterator) {
      Integer offset = offsets.get(node.site().id());
      int at = offset == null ? -1 : tokenAt(offset);
      if (at >= 0) {
        first = Math.min(first, firstOf(node, at));
        last = Math.max(last, lastOf(at));
      }
    }
    return last < 0 ? "" : balanced(first, last);
  }

  private int firstOf(ExpressionNode node, int at) {
    if (is(at, "(")) {
      int first = at;
      while (first > 0 && tokens.get(first - 1).kind() == Kind.NAME) {
        first--;
        if (first > 1 && is(first - 1, ".") && tokens.get(first - 2).kind() == Kind.NAME) {
          first--;
        } else {
          break;
        }
      }
      return first;
    }
    return at > 0 && isNegative(node) && is(at - 1, "-") ? at - 1 : at;
  }

  private int lastOf(int at) {
    if (is(at, ".")) {
      return Math.min(at + 1, tokens.size() - 1);
    }
    return Math.max(at, partner[at]);
  }

  private static boolean isNegative(ExpressionNode node) {
    return node instanceof ExpressionNode.Constant constant
        && switch (constant.value()) {
          case Long number -> number < 0;
          case Double number -> number < 0;
          default -> false;
        };
  }

  /** With the brackets whose other half is inside. */
  private String balanced(int first, int last) {
    int from = first;
    int to = last;
    for (int i = from; i <= to; i++) {
      if (partner[i] >= 0 && partner[i] < from) {
        from = partner[i];
        i = from;
      } else if (partner[i] > to) {
        to = partner[i];
      }
    }
    int start = tokens.get(from).start();
    return new String(text, start, tokens.get(to).end() - start).replaceAll("\\s*\\n\\s*", " ");
  }

  private boolean is(int token, String wanted) {
    Token at = tokens.get(token);
    return at.kind() == Kind.OTHER
        && new String(text, at.start(), at.end() - at.start()).equals(wanted);
  }

  private int tokenAt(int offset) {
    int low = 0;
    int high = tokens.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Token token = tokens.get(middle);
      if (offset < token.start()) {
        high = middle - 1;
      } else if (offset >= token.end()) {
        low = middle + 1;
      } else {
        return middle;
      }
    }
    return -1;
  }

  private int[] partners() {
    int[] partners = new int[tokens.size()];
    Arrays.fill(partners, -1);
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (is(i, "(") || is(i, "[") || is(i, "{")) {
        open.push(i);
      } else if ((is(i, ")") || is(i, "]") || is(i, "}")) && !open.isEmpty()) {
        partners[i] = open.pop();
        partners[partners[i]] = i;
      }
    }
    return partners;
  }

  private void tokenize() {
    int at = 0;
    while (at < text.length) {
      int c = text[at];
      int end = at + 1;
      if (Character.isWhitespace(c)) {
        at = end;
        continue;
      }
      if (c == '/' && end < text.length && text[end] == '/') {
        at = endOfLine(at);
        continue;
      }
      int quote = quoteAfterPrefix(at);
      Kind kind = Kind.OTHER;
      if (quote >= 0) {
        kind = Kind.LITERAL;
        end = endOfString(at, quote);
      } else if (Character.isDigit(c)) {
        kind = Kind.LITERAL;
        end = endOfWord(at, true);
      } else if (isNamePart(c)) {
        kind = Kind.NAME;
        end = endOfWord(at, false);
      } else if (isTwo(at)) {
        end = at + 2;
      }
      tokens.add(new Token(at, end, kind));
      at = end;
    }
  }

  private static boolean isNamePart(int c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private int endOfLine(int from) {
    int at = from;
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    return at;
  }

  private int endOfWord(int from, boolean number) {
    int at = from;
    while (at < text.length && (isNamePart(text[at]) || (number && text[at] == '.'))) {
      at++;
    }
    return at;
  }

  private boolean isTwo(int at) {
    return at + 1 < text.length
        && Set.of("&&", "||", "==", "!=", "<=", ">=").contains(new String(text, at, 2));
  }

  /** Where the quote of a string stands that begins here, perhaps with r or b; else -1. */
  private int quoteAfterPrefix(int from) {
    int at = from;
    while (at < text.length && at - from < 2 && "rRbB".indexOf(text[at]) >= 0) {
      at++;
    }
    return at < text.length && (text[at] == '\'' || text[at] == '"') ? at : -1;
  }

  private int endOfString(int from, int quoteAt) {
    int quote = text[quoteAt];
    boolean raw =
        new String(text, from, quoteAt - from).toLowerCase(java.util.Locale.ROOT).contains("r");
    int quotes =
        quoteAt + 2 < text.length && text[quoteAt + 1] == quote && text[quoteAt + 2] == quote
            ? 3
            : 1;
    int at = quoteAt + quotes;
    while (at < text.length) {
      if (!raw && text[at] == '\\') {
        at += 2;
      } else if (isQuotes(at, quote, quotes)) {
        return at + quotes;
      } else {
        at++;
      }
    }
    return text.length;
  }

  private boolean isQuotes(int at, int quote, int quotes) {
    for (int i = 0; i < quotes; i++) {
      if (at + i >= text.length || text[at + i] != quote) {
        return false;
      }
    }
    return true;
  }
}
