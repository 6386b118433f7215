package dev.tocsin.notify;

/** There is no address to connect to, or none that may be reached. */
final class UnreachableReceiverException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient ReceiverAnswer answer;

  UnreachableReceiverException(ReceiverAnswer answer) {
    this.answer = answer;
  }

  /** What comes of the delivery. */
  ReceiverAnswer answer() {
    return answer;
  }
}
