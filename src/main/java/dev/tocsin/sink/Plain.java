package dev.tocsin.sink;

import dev.tocsin.engine.Text;
import org.jspecify.annotations.Nullable;

/**
 * Text of any origin, made fit for an object's field: cut to the field's bound; what cannot be
 * encoded becomes U+FFFD; control characters become their visible pictures (NUL is ␀), so that they
 * neither break a reader nor steer a terminal. Line feed and tab stay.
 */
final class Plain {
  private static final char REPLACEMENT = '\uFFFD';
  private static final char PICTURES = '\u2400';
  private static final char PICTURE_OF_DELETE = '\u2421';

  private Plain() {}

  /** Null where there is no text: absent fields are not written. */
  static @Nullable String orAbsent(String text, int bound) {
    return text.isEmpty() ? null : text(text, bound);
  }

  /**
   * @param bound in code points
   */
  static String text(String text, int bound) {
    return visible(Text.cut(text, bound));
  }

  private static String visible(String text) {
    StringBuilder changed = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char fit = c;
      if (c < ' ') {
        fit = c == '\n' || c == '\t' ? c : (char) (PICTURES + c);
      } else if (c >= 0x7f && c < 0xa0) {
        fit = c == 0x7f ? PICTURE_OF_DELETE : REPLACEMENT;
      } else if (Character.isSurrogate(c) && !isPaired(text, i)) {
        fit = REPLACEMENT;
      }
      if (fit != c && changed == null) {
        changed = new StringBuilder(text.length()).append(text, 0, i);
      }
      if (changed != null) {
        changed.append(fit);
      }
    }
    return changed == null ? text : changed.toString();
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
