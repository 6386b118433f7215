package dev.tocsin.listen;

import dev.tocsin.listen.ListenerStats.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of one request, of a known length or in chunks; never more than it may have. */
final class RequestBody extends InputStream {
  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;

  /** Of the line that begins a chunk, and of all that follows the last. */
  private static final int MOST_LINE = 1_024;

  private final InputStream in;
  private final boolean chunked;
  private final long most;

  /** Still to come, of the body or of the chunk. */
  private long left;

  private long begun;
  private boolean ended;

  /**
   * @param length in bytes; -1: in chunks
   * @param most bytes
   * @throws RefusedException when it says already that it is too long
   */
  RequestBody(InputStream in, long length, long most) throws RefusedException {
    this.in = in;
    this.chunked = length < 0;
    this.most = most;
    this.left = Math.max(0, length);
    this.ended = length == 0;
    take(left);
  }

  /** Whether it was read to its end, so that another request may follow. */
  boolean isRead() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!ended && left == 0) {
      beginChunk();
    }
    if (ended) {
      return -1;
    }
    int read = in.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new EOFException("the connection ended within a request");
    }
    left -= read;
    if (left == 0) {
      if (chunked) {
        line(); // the one that ends the chunk's data
      } else {
        ended = true;
      }
    }
    return read;
  }

  private void beginChunk() throws IOException {
    String line = line();
    int extension = line.indexOf(';');
    String size = (extension < 0 ? line : line.substring(0, extension)).strip();
    if (size.isEmpty()
        || size.length() > Integer.BYTES * 2 - 1
        || !size.chars().allMatch(each -> Character.digit(each, 16) >= 0)) {
      throw new RefusedException(BAD_REQUEST, Refusal.MALFORMED, "a chunk without its size");
    }
    left = Integer.parseInt(size, 16);
    take(left);
    if (left == 0) {
      ended = true;
      int trailers = 0;
      for (String each = line(); !each.isEmpty(); each = line()) {
        trailers += each.length();
        if (trailers > MOST_LINE) {
          throw tooLarge();
        }
      }
    }
  }

  private void take(long bytes) throws RefusedException {
    begun += bytes;
    if (begun > most) {
      throw tooLarge();
    }
  }

  private RefusedException tooLarge() {
    return new RefusedException(TOO_LARGE, Refusal.TOO_LARGE, "more than " + most + " bytes");
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended within a request");
      }
      if (line.length() >= MOST_LINE) {
        throw tooLarge();
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
