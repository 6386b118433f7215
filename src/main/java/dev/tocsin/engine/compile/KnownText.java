package dev.tocsin.engine.compile;

import com.google.common.base.Ascii;
import dev.tocsin.language.ast.ExpressionNode;
import dev.tocsin.language.text.RequiredTexts;
import java.util.Collection;

/**
 * A text that is the same for all events of a kind: a constant, or what a field reads as that no
 * event of the kind has.
 */
record KnownText(String value) implements Asked {
  static final KnownText NOTHING = new KnownText("");

  @Override
  public Sides isOneOf(Collection<String> values) {
    return Sides.of(values.contains(value));
  }

  @Override
  public Sides question(ExpressionNode.TextTest.Test test, String constant) {
    return switch (test) {
      case STARTS_WITH -> Sides.of(value.startsWith(constant));
      case ENDS_WITH -> Sides.of(value.endsWith(constant));
      case CONTAINS -> Sides.of(value.contains(constant));
      case MATCHES -> mayMatch(constant) ? Sides.UNKNOWN : Sides.of(false);
    };
  }

  /** Whether the text has what the pattern wants, as far as that is known. */
  private boolean mayMatch(String pattern) {
    return RequiredTexts.of(pattern)
        .map(
            required ->
                required.texts().isEmpty()
                    || (required.ignoreCase() && !value.isEmpty())
                    || required.texts().stream().anyMatch(value::contains))
        .orElse(true);
  }

  @Override
  public KnownText inSmallLetters() {
    return new KnownText(Ascii.toLowerCase(value));
  }

  /** Nothing is found in nothing; of another text, only that it is a part of it is known. */
  @Override
  public Asked found() {
    return value.isEmpty() ? this : UnknownText.INSTANCE;
  }
}
