package dev.tocsin.transport.spool;

import dev.tocsin.engine.policy.Severity;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What a segment is a list of: checksum of all that follows (CRC-32C, 4 bytes), length of what
 * follows (4 bytes), kind (1 byte), sequence (8 bytes), and by kind
 *
 * <ul>
 *   <li>an entry: severity (1 byte), Unix time in milliseconds (8 bytes), the content;
 *   <li>a removal: the last sequence (8 bytes) of the range that is removed.
 * </ul>
 *
 * The same entry can be there more than once: the last one counts.
 */
sealed interface SpoolRecord {
  int FRAME = 8;
  int ENTRY_HEAD = FRAME + 1 + 8 + 1 + 8;
  int REMOVAL_SIZE = FRAME + 1 + 8 + 8;

  byte ENTRY = 1;
  byte REMOVAL = 2;

  /**
   * @param content a {@code tocsin.v1.Entry} without its sequence
   */
  record Put(long sequence, Severity severity, long millis, byte[] content)
      implements SpoolRecord {}

  record Remove(long first, long last) implements SpoolRecord {}

  default int size() {
    return switch (this) {
      case Put put -> ENTRY_HEAD + put.content.length;
      case Remove _ -> REMOVAL_SIZE;
    };
  }

  /** Writes at the position of the buffer, which has room for {@link #size}. */
  default void write(ByteBuffer to) {
    int begin = to.position();
    to.putInt(0).putInt(size() - FRAME);
    switch (this) {
      case Put put ->
          to.put(ENTRY)
              .putLong(put.sequence)
              .put((byte) put.severity.ordinal())
              .putLong(put.millis)
              .put(put.content);
      case Remove remove -> to.put(REMOVAL).putLong(remove.first).putLong(remove.last);
    }
    to.putInt(begin, checksum(to.slice(begin + 4, to.position() - begin - 4)));
  }

  /**
   * Reads a whole record.
   *
   * @throws DamagedException when it is not as it was written
   */
  static SpoolRecord read(ByteBuffer from) throws DamagedException {
    int checksum = from.getInt();
    if (checksum != checksum(from.slice())) {
      throw new DamagedException("its checksum does not match");
    }
    int length = from.getInt();
    byte kind = from.get();
    long sequence = from.getLong();
    if (kind == REMOVAL && length == REMOVAL_SIZE - FRAME) {
      return new Remove(sequence, from.getLong());
    }
    int severity = kind == ENTRY && length >= ENTRY_HEAD - FRAME ? from.get() : -1;
    if (severity < 0 || severity >= Severity.values().length) {
      throw new DamagedException("it is of a kind that this version does not know");
    }
    long millis = from.getLong();
    byte[] content = new byte[from.remaining()];
    from.get(content);
    return new Put(sequence, Severity.values()[severity], millis, content);
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** A record that cannot be read. */
  final class DamagedException extends Exception {
    DamagedException(String message) {
      super(message);
    }
  }
}
