package dev.tocsin.notify;

/** An output cannot be used as it is; the message is for its condition. */
final class UnusableOutputException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String reason;

  UnusableOutputException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** For the condition: one word. */
  String reason() {
    return reason;
  }
}
