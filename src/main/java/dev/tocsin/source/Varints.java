package dev.tocsin.source;

/** Walks through protobuf's bytes, of which only the beginning may be there. */
final class Varints {
  /** In place of a number that goes on after the bytes. */
  static final long CUT = -1;

  private static final int MOST_BITS = 35;

  private final byte[] bytes;
  private long position;

  Varints(byte[] bytes) {
    this.bytes = bytes;
  }

  long position() {
    return position;
  }

  void skip(long count) {
    position += count;
  }

  /** The next number; {@link #CUT} where it is not all there or is none of 32 bits. */
  long next() {
    long value = 0;
    for (int shift = 0; shift < MOST_BITS && position < bytes.length; shift += 7) {
      byte b = bytes[(int) position++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    return CUT;
  }
}
