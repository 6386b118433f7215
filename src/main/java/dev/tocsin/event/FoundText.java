package dev.tocsin.event;

import org.jspecify.annotations.Nullable;

/** A text that a view has found, decoded when it is first asked for. */
final class FoundText {
  private final EncodedText encoded = new EncodedText();
  private @Nullable String decoded;

  /** To be turned to the next text. */
  EncodedText next() {
    decoded = null;
    return encoded;
  }

  /** The text where it lies. */
  EncodedText encoded() {
    return encoded;
  }

  void clear() {
    next().set("");
  }

  boolean isEmpty() {
    return encoded.isEmpty();
  }

  String text() {
    if (decoded == null) {
      decoded = encoded.toString();
    }
    return decoded;
  }
}
