package dev.tocsin.notify.receiver;

import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.UnreadableSecretException;
import java.util.List;

/**
 * Where one output sends its messages, one request at a time. What can go wrong is an {@link
 * ReceiverAnswer}; used by the output's own thread.
 */
public interface Destination extends AutoCloseable {

  /** Reads all Secrets that sending needs. */
  void readSecrets() throws UnreadableSecretException;

  /** What there is to know before anything is sent: whether all Secrets can be read. */
  default ReceiverAnswer check() {
    try {
      readSecrets();
      return ReceiverAnswer.ACCEPTED;
    } catch (UnreadableSecretException e) {
      return new ReceiverAnswer.NoSecret(String.valueOf(e.getMessage()));
    }
  }

  /** Messages of one request at most. */
  default int most() {
    return 1;
  }

  /**
   * Of more messages than that in one request, their alerts' objects are not wanted: reading each
   * costs the API server a request.
   */
  default int objects() {
    return most();
  }

  /**
   * Sends messages, all of different alerts, and waits for the receiver to take them. They are
   * taken or not together.
   *
   * @param brief with the least that says what happened: the receiver took no more
   */
  ReceiverAnswer deliver(List<Message> messages, boolean brief) throws InterruptedException;

  /** What is wrong with what was sent last, though it could be taken; {@code ""} for nothing. */
  default String remark() {
    return "";
  }

  /** The receiver did not let us in: what is kept of Secrets is read again the next time. */
  void forgetSecrets();

  /** Ends what is under way. */
  @Override
  void close();
}
