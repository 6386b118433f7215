package dev.tocsin.manifest;

/**
 * A scalar of YAML in its file: plain, quoted or a block. Its text and its value differ by line
 * breaks that were folded, by indentation and by escapes; the rest is the same in the same order,
 * and so one can be walked along the other.
 */
final class Scalar {
  private final int[] text;
  private final int start;
  private final int style;

  Scalar(int[] text, int start) {
    this.text = text;
    int first = start < text.length ? text[start] : 0;
    this.style = first == '|' || first == '>' || first == '\'' || first == '"' ? first : 0;
    this.start = style == 0 ? start : style == '\'' || style == '"' ? start + 1 : nextLine(start);
  }

  private int nextLine(int from) {
    int at = from;
    while (at < text.length && text[at] != '\n') {
      at++;
    }
    return at + 1;
  }

  /** The offset of the code point at a position of the value, or as near as can be found out. */
  int find(int[] value, int position) {
    int at = start;
    for (int i = 0; i < value.length; i++) {
      if (!isBlank(value[i]) || i == 0) {
        at = skipBlanks(at);
      }
      if (i >= position || at >= text.length) {
        return Math.min(at, Math.max(0, text.length - 1));
      }
      at += isBlank(value[i]) ? blank(at) : length(at);
    }
    return Math.min(at, Math.max(0, text.length - 1));
  }

  private int skipBlanks(int from) {
    int at = from;
    while (at < text.length && (isBlank(text[at]) || isContinuation(at))) {
      at += isContinuation(at) ? 2 : 1;
    }
    return at;
  }

  private boolean isContinuation(int at) {
    return style == '"' && text[at] == '\\' && at + 1 < text.length && text[at + 1] == '\n';
  }

  /** A blank of the value is one in the text, an escape, or was a line break. */
  private int blank(int at) {
    return isBlank(text[at]) ? 1 : length(at);
  }

  /** How many code points stand for one of the value. */
  private int length(int at) {
    if (style == '\'' && text[at] == '\'') {
      return 2;
    }
    if (style != '"' || text[at] != '\\' || at + 1 >= text.length) {
      return 1;
    }
    return switch (text[at + 1]) {
      case 'x' -> 4;
      case 'u' -> 6;
      case 'U' -> 10;
      default -> 2;
    };
  }

  private static boolean isBlank(int codePoint) {
    return codePoint == ' ' || codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
  }
}
