package dev.tocsin.listen;

import java.nio.charset.StandardCharsets;

/**
 * What is sent back.
 *
 * @param status of HTTP
 * @param type as in Content-Type
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Answer(int status, String type, byte[] body) {
  private static final String TEXT = "text/plain; charset=utf-8";

  public static Answer text(int status, String text) {
    return of(status, TEXT, text);
  }

  public static Answer of(int status, String type, String text) {
    return new Answer(status, type, text.getBytes(StandardCharsets.UTF_8));
  }
}
