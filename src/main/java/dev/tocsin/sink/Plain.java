package dev.tocsin.sink;

import dev.tocsin.engine.Text;
import dev.tocsin.text.Visible;
import org.jspecify.annotations.Nullable;

/** Text of any origin, made fit for an object's field: harmless to look at, and in its bound. */
final class Plain {
  private Plain() {}

  /** Null where there is no text: absent fields are not written. */
  static @Nullable String orAbsent(String text, int bound) {
    return text.isEmpty() ? null : text(text, bound);
  }

  /**
   * The text as {@link Visible#line}.
   *
   * @param bound in code points
   */
  static String text(String text, int bound) {
    return Text.cut(Visible.line(Text.cut(text, bound)), bound);
  }
}
