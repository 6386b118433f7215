package dev.tocsin.notify;

/**
 * Where one output sends its messages, one at a time. What can go wrong is an {@link
 * ReceiverAnswer}; used by the output's own thread.
 */
interface Destination extends AutoCloseable {

  /** What there is to know before anything is sent: whether all Secrets can be read. */
  ReceiverAnswer check();

  /**
   * Sends a message, and waits for the receiver to take it.
   *
   * @param brief with the least that says what happened: the receiver took no more
   */
  ReceiverAnswer deliver(Message message, boolean brief) throws InterruptedException;

  /** The receiver did not let us in: what is kept of Secrets is read again the next time. */
  void forgetSecrets();

  /** Ends what is under way. */
  @Override
  void close();
}
