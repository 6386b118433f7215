package dev.tocsin.source;

/**
 * Where a JSON object ends, found by its braces and quotes alone. The text may come in parts. What
 * stands inside is not checked.
 */
final class JsonExtent {
  private int depth;
  private boolean quoted;
  private boolean escaped;

  /**
   * Goes on with the next part of the text.
   *
   * @param from where the object begins or goes on
   * @return the index after its end; -1 where it goes on after this part
   */
  int end(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (escaped) {
          escaped = false;
        } else if (c == '\\') {
          escaped = true;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  /** Whether the text so far ends within a string, where JSON has no line break. */
  boolean quoted() {
    return quoted;
  }
}
