package dev.tocsin.notify.reach;

/** An output cannot be used as it is; the message is for its condition. */
public final class UnusableOutputException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String reason;

  public UnusableOutputException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** For the condition: one word. */
  public String reason() {
    return reason;
  }
}
