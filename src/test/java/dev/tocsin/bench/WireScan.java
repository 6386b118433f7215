package dev.tocsin.bench;

/**
 * The floor: finds binary, arguments and container id of an event's process in the wire bytes and
 * decodes nothing. Trusts its input, so it is no example of how to read events.
 */
final class WireScan {
  private static final int LAST_EVENT_FIELD = 29;
  private static final int PROCESS = 1;
  private static final int BINARY = 5;
  private static final int ARGUMENTS = 6;
  private static final int CONTAINER = 11;

  private byte[] bytes = {};
  private int position;

  long scan(byte[][] messages) {
    long found = 0;
    for (byte[] message : messages) {
      found += scan(message);
    }
    return found;
  }

  /** How many bytes the three fields have together. */
  long scan(byte[] message) {
    bytes = message;
    position = 0;
    int end = enter(message.length, 1, LAST_EVENT_FIELD);
    end = enter(end, PROCESS, PROCESS);
    long found = 0;
    int left = 3;
    while (position < end && left > 0) {
      int tag = (int) varint();
      int field = tag >>> 3;
      if (field == BINARY || field == ARGUMENTS || field == CONTAINER) {
        int length = (int) varint();
        found += length;
        position += length;
        left--;
      } else {
        skip(tag & 7);
      }
    }
    return found;
  }

  /** Goes to the content of the first such field and returns where it ends. */
  private int enter(int end, int lowest, int highest) {
    while (position < end) {
      int tag = (int) varint();
      int field = tag >>> 3;
      if (field >= lowest && field <= highest) {
        int length = (int) varint();
        return position + length;
      }
      skip(tag & 7);
    }
    return end;
  }

  private void skip(int wireType) {
    switch (wireType) {
      case 0 -> varint();
      case 1 -> position += 8;
      case 2 -> {
        int length = (int) varint();
        position += length;
      }
      case 5 -> position += 4;
      default -> throw new IllegalArgumentException("wire type " + wireType);
    }
  }

  private long varint() {
    long result = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[position++];
      result |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return result;
      }
    }
  }
}
