package dev.tocsin.notify.receiver;

import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.reach.AnswerReader;
import dev.tocsin.notify.reach.HttpAnswers;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.UnreadableSecretException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How one kind of receiver of HTTP POST is spoken to. */
public interface HttpReceiver {

  /** Reads all Secrets that requests need. */
  void check() throws UnreadableSecretException;

  /** Messages of one request at most. */
  default int most() {
    return 1;
  }

  /** As {@link Destination#objects}. */
  default int objects() {
    return most();
  }

  /**
   * @param brief with the least that says what happened
   */
  HttpPost request(List<Message> messages, Instant now, boolean brief)
      throws UnreadableSecretException;

  /** What an answer means; that of its status, unless a receiver has meanings of its own. */
  default ReceiverAnswer meaning(AnswerReader.HttpAnswer answer, Instant now) {
    return HttpAnswers.of(answer, now);
  }

  /**
   * One request.
   *
   * @param remark as {@link Destination#remark}
   */
  record HttpPost(URI url, Map<String, String> headers, byte[] body, String remark) {
    public HttpPost(URI url, Map<String, String> headers, byte[] body) {
      this(url, headers, body, "");
    }
  }
}
