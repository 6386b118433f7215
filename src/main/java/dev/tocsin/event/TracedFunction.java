package dev.tocsin.event;

import org.jspecify.annotations.Nullable;

/** What an event of a hook was made for: where it stands depends on the kind. */
final class TracedFunction {
  private @Nullable String text;

  /** The event is another one. */
  void forget() {
    text = null;
  }

  /** See {@link Event#function()}; made once. */
  String text(EventKind kind, Fields inner) {
    String known = text;
    if (known == null) {
      known =
          switch (kind.functionForm()) {
            case FUNCTION, LSM_HOOK -> FunctionName.normalise(inner.text(InnerLayout.FUNCTION));
            case PAIR -> inner.text(InnerLayout.FUNCTION) + "/" + inner.text(InnerLayout.DETAIL);
            case SYMBOL -> inner.text(InnerLayout.DETAIL);
            case NAMELESS -> "";
          };
      text = known;
    }
    return known;
  }

  /** Turns {@code to} to the same, without a text where the event has it as it is. */
  void encoded(EventKind kind, Fields inner, EncodedText to) {
    switch (kind.functionForm()) {
      case FUNCTION, LSM_HOOK -> {
        inner.encoded(InnerLayout.FUNCTION, to);
        FunctionName.normalise(to);
      }
      case SYMBOL -> inner.encoded(InnerLayout.DETAIL, to);
      case PAIR, NAMELESS -> to.set(text(kind, inner));
    }
  }
}
