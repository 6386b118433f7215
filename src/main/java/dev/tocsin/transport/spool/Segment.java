package dev.tocsin.transport.spool;

import dev.tocsin.transport.spool.SpoolRecord.DamagedException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One file of a spool: a line that says what it is, and records. It is written to from when it is
 * made until the next one is, never after a failure and never by another process; so a record that
 * is cut short can only be the last one of a file, and nothing ever follows it.
 */
final class Segment {
  static final byte[] FIRST_LINE = "tocsin spool 1\n".getBytes(StandardCharsets.US_ASCII);

  private final int number;
  private final Path file;
  private final FileChannel channel;
  private volatile long size;

  private Segment(int number, Path file, FileChannel channel, long size) {
    this.number = number;
    this.file = file;
    this.channel = channel;
    this.size = size;
  }

  /** Makes a new file. */
  static Segment create(int number, Path file, ChannelOpener opener) throws IOException {
    Segment segment =
        new Segment(
            number,
            file,
            opener.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE),
            0);
    try {
      segment.append(ByteBuffer.wrap(FIRST_LINE));
    } catch (IOException e) {
      segment.delete();
      throw e;
    }
    return segment;
  }

  static Segment existing(int number, Path file, ChannelOpener opener) throws IOException {
    FileChannel channel = opener.open(file, StandardOpenOption.READ);
    return new Segment(number, file, channel, channel.size());
  }

  /** Takes what an existing segment holds, in its order. */
  interface Reader {
    void record(SpoolRecord record, int offset);
  }

  /**
   * Reads all records; one that is cut short by the end of the file was being written when the
   * process ended, and is left out.
   *
   * @throws DamagedException at the first record that is not as it was written; those before have
   *     been read
   */
  void readAll(Reader reader) throws IOException, DamagedException {
    if (size < FIRST_LINE.length) {
      return;
    }
    if (!ByteBuffer.wrap(FIRST_LINE).equals(read(0, FIRST_LINE.length))) {
      throw new DamagedException("it does not begin as a spool does");
    }
    long offset = FIRST_LINE.length;
    while (offset + SpoolRecord.FRAME <= size) {
      int length = read(offset + 4, 4).getInt();
      if (length < SpoolRecord.REMOVAL_SIZE - SpoolRecord.FRAME) {
        throw new DamagedException("a record of length " + length + " at byte " + offset);
      }
      long next = offset + SpoolRecord.FRAME + length;
      if (next > size) {
        return;
      }
      try {
        reader.record(
            SpoolRecord.read(read(offset, SpoolRecord.FRAME + length)), Math.toIntExact(offset));
      } catch (DamagedException e) {
        throw new DamagedException("the record at byte " + offset + ": " + e.getMessage());
      }
      offset = next;
    }
  }

  /** Returns where in the file it begins. */
  int append(ByteBuffer bytes) throws IOException {
    long end = size;
    int offset = Math.toIntExact(end);
    while (bytes.hasRemaining()) {
      end += channel.write(bytes, end);
    }
    size = end;
    return offset;
  }

  ByteBuffer read(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new EOFException(file + " ends before byte " + (offset + length));
      }
    }
    return bytes.flip();
  }

  void sync() throws IOException {
    channel.force(false);
  }

  void close() throws IOException {
    channel.close();
  }

  void delete() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  int number() {
    return number;
  }

  Path file() {
    return file;
  }

  long size() {
    return size;
  }
}
