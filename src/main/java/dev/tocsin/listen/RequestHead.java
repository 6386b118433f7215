package dev.tocsin.listen;

import dev.tocsin.listen.ListenerStats.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The first lines of an HTTP/1 request, as far as they matter here. Whatever could be read in two
 * ways is refused.
 *
 * @param path without the query
 * @param length of the body in bytes; -1: it comes in chunks
 * @param keepAlive whether another request may follow
 * @param awaitsContinue whether the body is sent only when asked for
 */
record RequestHead(
    String method, String path, long length, boolean keepAlive, boolean awaitsContinue) {
  private static final int BAD_REQUEST = 400;
  private static final int HEAD_TOO_LARGE = 431;
  private static final int NOT_IMPLEMENTED = 501;
  private static final int OTHER_VERSION = 505;

  /** More digits would be more bytes than anybody may send. */
  private static final int MOST_DIGITS = 15;

  /**
   * Reads it.
   *
   * @param most bytes
   * @return empty when nothing comes any more
   * @throws RefusedException when it is none, or too long
   */
  static Optional<RequestHead> read(InputStream in, int most) throws IOException {
    LineReader lines = new LineReader(in, most);
    Optional<String> first = lines.first();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = first.get().split(" ", -1);
    if (parts.length != 3 || parts[0].isEmpty() || !parts[1].startsWith("/")) {
      throw malformed("not a request line of HTTP/1.1");
    }
    if (!parts[2].equals("HTTP/1.1") && !parts[2].equals("HTTP/1.0")) {
      throw new RefusedException(
          OTHER_VERSION, Refusal.MALFORMED, "only HTTP/1.1 and 1.0 are spoken here");
    }
    Map<String, String> headers = headers(lines);
    String connection = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
    int query = parts[1].indexOf('?');
    return Optional.of(
        new RequestHead(
            parts[0],
            query < 0 ? parts[1] : parts[1].substring(0, query),
            length(headers),
            parts[2].equals("HTTP/1.1") && !connection.contains("close"),
            headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")));
  }

  private static Map<String, String> headers(LineReader lines) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      int colon = line.indexOf(':');
      if (colon < 1 || line.substring(0, colon).chars().anyMatch(each -> each <= ' ')) {
        throw malformed("a header line without a name");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      String before = headers.put(name, line.substring(colon + 1).strip());
      if (before != null && (name.equals("content-length") || name.equals("transfer-encoding"))) {
        throw malformed("more than one " + name);
      }
    }
    return headers;
  }

  private static long length(Map<String, String> headers) throws RefusedException {
    String length = headers.get("content-length");
    String encoding = headers.get("transfer-encoding");
    if (encoding != null) {
      if (length != null) {
        throw malformed("both content-length and transfer-encoding");
      }
      if (!encoding.equalsIgnoreCase("chunked")) {
        throw new RefusedException(
            NOT_IMPLEMENTED, Refusal.MALFORMED, "no transfer-encoding but chunked");
      }
      return -1;
    }
    if (length == null) {
      return 0;
    }
    if (length.isEmpty()
        || length.length() > MOST_DIGITS
        || !length.chars().allMatch(each -> each >= '0' && each <= '9')) {
      throw malformed("content-length is not a number of bytes");
    }
    return Long.parseLong(length);
  }

  private static RefusedException malformed(String why) {
    return new RefusedException(BAD_REQUEST, Refusal.MALFORMED, why);
  }

  /** Lines that end in a line feed, which a carriage return may precede. */
  private static final class LineReader {
    private final InputStream in;
    private int left;

    LineReader(InputStream in, int most) {
      this.in = in;
      this.left = most;
    }

    /** Blank lines before a request are skipped, as HTTP wants it. */
    Optional<String> first() throws IOException {
      int next = in.read();
      while (next == '\r' || next == '\n') {
        count();
        next = in.read();
      }
      return next < 0 ? Optional.empty() : Optional.of(line(next));
    }

    String next() throws IOException {
      return line(in.read());
    }

    private String line(int first) throws IOException {
      StringBuilder line = new StringBuilder();
      int next = first;
      while (next != '\n') {
        if (next < 0) {
          throw new EOFException("the connection ended within a request");
        }
        count();
        line.append((char) next); // Latin-1, as HTTP has it
        next = in.read();
      }
      count();
      int end = line.length();
      return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    private void count() throws RefusedException {
      if (--left < 0) {
        throw new RefusedException(
            HEAD_TOO_LARGE, Refusal.TOO_LARGE, "the head of the request is too large");
      }
    }
  }

  /** What is sent to whoever {@link #awaitsContinue}. */
  static byte[] goOn() {
    return "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  }
}
