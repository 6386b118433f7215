package dev.tocsin.event;

/**
 * Walks the fields of one encoded protobuf message. Every length is checked against the message it
 * stands in, so that broken bytes end in a {@link MalformedEventException} and in nothing else.
 */
final class WireReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private byte[] bytes = {};
  private int position;
  private int end;

  private int field;
  private int wireType;
  private int tagStart;
  private long value;
  private int from;

  /** Starts at the beginning of the message in {@code [start, end)}. */
  void over(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
  }

  /** Steps to the next field; false at the end of the message. */
  boolean next() {
    if (position >= end) {
      return false;
    }
    tagStart = position;
    long tag = varint();
    if (tag >>> 3 == 0 || tag >>> 32 != 0) {
      throw new MalformedEventException("invalid field tag " + tag + " at byte " + tagStart);
    }
    field = (int) (tag >>> 3);
    wireType = (int) tag & 7;
    switch (wireType) {
      case VARINT -> value = varint();
      case FIXED64 -> skip(8);
      case LENGTH -> {
        long length = varint();
        if (length < 0 || length > end - position) {
          throw new MalformedEventException(
              "field " + field + " at byte " + tagStart + " is longer than its message");
        }
        skip((int) length);
      }
      case FIXED32 -> skip(4);
      default ->
          throw new MalformedEventException(
              "unknown wire type " + wireType + " at byte " + tagStart);
    }
    return true;
  }

  private void skip(int length) {
    if (length > end - position) {
      throw new MalformedEventException("the message ends within a field, at byte " + end);
    }
    from = position;
    position += length;
  }

  private long varint() {
    long result = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (position >= end) {
        throw new MalformedEventException("the message ends within a number, at byte " + end);
      }
      byte next = bytes[position++];
      result |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return result;
      }
    }
    throw new MalformedEventException("a number has more than ten bytes, at byte " + position);
  }

  int field() {
    return field;
  }

  boolean isNumber() {
    return wireType == VARINT;
  }

  boolean isLengthDelimited() {
    return wireType == LENGTH;
  }

  /** Where the field's tag begins. */
  int tagStart() {
    return tagStart;
  }

  /** The number of a varint field. */
  long value() {
    return value;
  }

  /** Where the content of a length-delimited field begins. */
  int from() {
    return from;
  }

  /** Where the field ends. */
  int to() {
    return position;
  }

  /** Reads one number of a packed field whose content was given to {@link #over}. */
  boolean nextPacked() {
    if (position >= end) {
      return false;
    }
    value = varint();
    return true;
  }
}
