package dev.tocsin.notify.reach;

/** There is no address to connect to, or none that may be reached. */
public final class UnreachableReceiverException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient ReceiverAnswer answer;

  public UnreachableReceiverException(ReceiverAnswer answer) {
    this.answer = answer;
  }

  /** What comes of the delivery. */
  public ReceiverAnswer answer() {
    return answer;
  }
}
