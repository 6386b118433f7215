package dev.tocsin.source;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Protobuf messages, each after its length as a varint. Where a length is broken there is no
 * telling where the next message begins, so that is the end.
 */
final class DelimitedMessages implements EntryReader {
  private static final int MAX_MESSAGE = 64 << 20;

  private final String name;
  private final InputStream stream;
  private long offset;
  private boolean ended;

  DelimitedMessages(String name, InputStream stream) {
    this.name = name;
    this.stream = stream;
  }

  @Override
  public @Nullable Entry read() {
    if (ended) {
      return null;
    }
    Position position = Position.offset(name, offset);
    try {
      int first = stream.read();
      if (first < 0) {
        ended = true;
        return null;
      }
      return message(first, position);
    } catch (IOException e) {
      ended = true;
      return new Entry.Defect("cannot be read on: " + e.getMessage(), position);
    }
  }

  private Entry message(int first, Position position) throws IOException {
    offset++;
    long length = first & 0x7f;
    int next = first;
    for (int shift = 7; next >= 0x80 && shift < 35; shift += 7) {
      next = stream.read();
      if (next < 0) {
        return end("ends within the length of a message", position);
      }
      offset++;
      length |= (long) (next & 0x7f) << shift;
    }
    if (next >= 0x80 || length > MAX_MESSAGE) {
      return end(
          "no length of a message (neither protobuf, nor JSON lines, nor Sysmon?)", position);
    }
    byte[] message = stream.readNBytes((int) length);
    offset += message.length;
    if (message.length < length) {
      return end(
          "ends within a message of " + length + " bytes, after " + message.length, position);
    }
    return new Entry.Message(message, position);
  }

  private Entry end(String reason, Position position) {
    ended = true;
    return new Entry.Defect(reason, position);
  }
}
