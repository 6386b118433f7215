package dev.tocsin.language;

/** An expression had no value for an event. */
public final class EvaluationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why there was none. */
  public enum Cause {
    /** The event lacks what was asked for: a map without the key, a list without the index. */
    ABSENT,
    /** It took more steps than an evaluation may take. */
    COST,
    /** Anything else: a text that is no IP address, a division by zero. */
    FAULT
  }

  private final Cause reason;

  EvaluationException(Cause reason, String message) {
    super(message, null, false, false); // thrown on the hot path: no stack trace
    this.reason = reason;
  }

  public Cause reason() {
    return reason;
  }
}
