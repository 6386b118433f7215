package dev.tocsin.source.syslog;

import java.util.Arrays;

/**
 * Takes a stream of TCP apart into messages, RFC 6587: each begins with its length in bytes and a
 * blank, or ends with a line feed. Which of both is decided by each message's first byte, as
 * senders do not say; a text that begins with digits and no blank after them is a line.
 *
 * <p>May be fed in pieces of any size. Holds one message at most.
 */
final class SyslogFrames {
  /** More digits are no length of a message that anybody sends. */
  private static final int MAX_DIGITS = 9;

  /** What a buffer that grew for one long message shrinks to again. */
  private static final int KEPT = 16 << 10;

  /** Takes what comes out. */
  interface Receiver {
    /** One message; the bytes are valid until this returns. */
    void message(byte[] bytes, int length);

    /** One message that is longer than the limit, and skipped. */
    void tooLong();

    /** The stream ended within a message. */
    void cut();
  }

  private enum State {
    BETWEEN,
    LENGTH,
    COUNTED,
    LINE,
    SKIP_COUNTED,
    SKIP_LINE
  }

  private final int limit;
  private final Receiver receiver;
  private State state = State.BETWEEN;
  private byte[] buffer = new byte[1 << 10];
  private int size;

  /** Bytes that are still to come of a message of known length. */
  private int left;

  private long begun;

  /**
   * @param limit in bytes, of one message
   */
  SyslogFrames(int limit, Receiver receiver) {
    this.limit = limit;
    this.receiver = receiver;
  }

  /** Whether no message has begun that is not finished. */
  boolean isBetween() {
    return state == State.BETWEEN;
  }

  /** How many messages have begun. */
  long begun() {
    return begun;
  }

  void feed(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      at =
          switch (state) {
            case BETWEEN -> between(bytes, at);
            case LENGTH -> length(bytes, at);
            case COUNTED, SKIP_COUNTED -> counted(bytes, at, length);
            case LINE, SKIP_LINE -> line(bytes, at, length);
          };
    }
  }

  /**
   * Nothing more will come.
   *
   * @param orderly whether the sender has finished: a line that it did not end is a message then
   */
  void end(boolean orderly) {
    switch (state) {
      case LINE -> {
        if (orderly) {
          emit();
        } else {
          receiver.cut();
        }
      }
      case LENGTH, COUNTED -> receiver.cut();
      case BETWEEN, SKIP_COUNTED, SKIP_LINE -> {
        // nothing is left over
      }
    }
    state = State.BETWEEN;
  }

  private int between(byte[] bytes, int at) {
    byte first = bytes[at];
    if (first == '\n' || first == '\r' || first == ' ' || first == 0) {
      return at + 1;
    }
    size = 0;
    begun++;
    state = first >= '1' && first <= '9' ? State.LENGTH : State.LINE;
    return at;
  }

  private int length(byte[] bytes, int at) {
    byte next = bytes[at];
    if (next >= '0' && next <= '9' && size < MAX_DIGITS) {
      append(bytes, at, 1);
      return at + 1;
    }
    if (next != ' ') {
      state = State.LINE;
      return at;
    }
    left = 0;
    for (int i = 0; i < size; i++) {
      left = left * 10 + (buffer[i] - '0');
    }
    size = 0;
    state = State.COUNTED;
    if (left > limit) {
      receiver.tooLong();
      state = State.SKIP_COUNTED;
    }
    return at + 1;
  }

  private int counted(byte[] bytes, int at, int length) {
    int taken = Math.min(left, length - at);
    if (state == State.COUNTED) {
      append(bytes, at, taken);
    }
    left -= taken;
    if (left == 0) {
      if (state == State.COUNTED) {
        emit();
      }
      state = State.BETWEEN;
    }
    return at + taken;
  }

  private int line(byte[] bytes, int at, int length) {
    int end = at;
    while (end < length && bytes[end] != '\n') {
      end++;
    }
    if (state == State.LINE) {
      if (end - at > limit - size) {
        receiver.tooLong();
        state = State.SKIP_LINE;
      } else {
        append(bytes, at, end - at);
      }
    }
    if (end == length) {
      return end;
    }
    if (state == State.LINE) {
      emit();
    }
    state = State.BETWEEN;
    return end + 1;
  }

  private void append(byte[] bytes, int from, int count) {
    if (size + count > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(size + count, Math.min(limit, 2 * buffer.length)));
    }
    System.arraycopy(bytes, from, buffer, size, count);
    size += count;
  }

  private void emit() {
    receiver.message(buffer, size);
    size = 0;
    if (buffer.length > KEPT) {
      buffer = new byte[KEPT];
    }
  }
}
