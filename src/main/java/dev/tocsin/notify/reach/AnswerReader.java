package dev.tocsin.notify.reach;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Knows what the answers of one kind of receiver over HTTP mean. */
@FunctionalInterface
public interface AnswerReader {
  /** So much of an answer is kept. */
  int LONGEST = 64 * 1024;

  ReceiverAnswer read(HttpAnswer answer, Instant now);

  /**
   * What came back.
   *
   * @param retryAfter the header; null where there is none
   * @param body hostile, and may repeat a secret: for decisions, never for a text
   */
  record HttpAnswer(int status, @Nullable String retryAfter, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }
}
