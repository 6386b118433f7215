package dev.tocsin.transport.spool;

import dev.tocsin.files.OwnerOnly;
import dev.tocsin.transport.spool.SpoolRecord.DamagedException;
import dev.tocsin.transport.spool.SpoolRecord.Put;
import dev.tocsin.transport.spool.SpoolRecord.Remove;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a spool: {@code segment-N}, a log that is cut into pieces; {@code identity}; {@code
 * lock}, held by the process that uses the directory; {@code damaged}, the last segment that could
 * not be read.
 *
 * <p>What the log says is what its records say one after the other. It is cut at the old end only:
 * a segment goes when none of its entries is live, and when the files take too much room, the live
 * entries of the oldest one are written once more at the new end. So a removal never goes before
 * the entry it removes, and the room taken does not depend on how fast entries come and go.
 *
 * <p>Everything but {@link #read} and {@link #fileBytes} is called by one thread at a time.
 */
final class SpoolDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);

  private static final Pattern SEGMENT_NAME = Pattern.compile("segment-(\\d{1,9})");
  private static final int BUFFER_BYTES = 128 << 10;

  /**
   * Pieces that the bound is cut into: the fewer, the longer a segment waits for its last entry.
   */
  static final int SEGMENTS = 8;

  private final Path directory;
  private final ChannelOpener opener;
  private final long segmentBytes;
  private final long compactionBytes;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final SpoolIdentity identity;

  private final NavigableMap<Integer, Segment> segments = new ConcurrentSkipListMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private @Nullable Segment current;
  private boolean unsynced;
  private final AtomicLong damaged = new AtomicLong();

  /** Takes where entries are from now on. */
  interface Locations {
    void locate(Put put, int segment, int offset);
  }

  /** Knows which entries of a segment are live. */
  interface Live {
    boolean isEmpty(int segment);

    /** Their sequences, sorted. */
    long[] inSegment(int segment);

    /** What is still there cannot be read any more. */
    void forgetRestOf(int segment);
  }

  /** An entry that was found, and where. */
  record Found(Put put, int segment, int offset) {}

  private SpoolDirectory(
      Path directory,
      long maxBytes,
      ChannelOpener opener,
      FileChannel lockFile,
      FileLock lock,
      long least)
      throws IOException {
    this.directory = directory;
    this.opener = opener;
    this.segmentBytes = maxBytes / SEGMENTS;
    this.compactionBytes = 2 * maxBytes - 2 * segmentBytes;
    this.lockFile = lockFile;
    this.lock = lock;
    this.identity = SpoolIdentity.advance(directory.resolve("identity"), opener, least);
  }

  /**
   * @param least where sequences begin at least
   * @throws IOException when the directory cannot be written to, or another process uses it
   */
  static SpoolDirectory open(Path directory, long maxBytes, ChannelOpener opener, long least)
      throws IOException {
    OwnerOnly.ownDirectory(directory);
    FileChannel lockFile =
        opener.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = lockFile.tryLock();
      if (lock == null) {
        throw new IOException("another process uses " + directory);
      }
      return new SpoolDirectory(directory, maxBytes, opener, lockFile, lock, least);
    } catch (OverlappingFileLockException e) {
      lockFile.close();
      throw new IOException("another spool of this process uses " + directory, e);
    } catch (IOException e) {
      lockFile.close();
      throw e;
    }
  }

  SpoolIdentity identity() {
    return identity;
  }

  /** Reads all segments; to be called first, and once. */
  List<Found> load() throws IOException {
    NavigableMap<Long, Found> found = new TreeMap<>();
    for (Map.Entry<Integer, Path> file : segmentFiles().entrySet()) {
      Segment segment = Segment.existing(file.getKey(), file.getValue(), opener);
      segments.put(segment.number(), segment);
      try {
        segment.readAll(
            (record, offset) -> {
              switch (record) {
                case Put put -> found.put(put.sequence(), new Found(put, segment.number(), offset));
                case Remove(long first, long last) -> found.subMap(first, true, last, true).clear();
              }
            });
      } catch (DamagedException e) {
        setAside(segment, e, found);
      }
    }
    return new ArrayList<>(found.values());
  }

  /** Keeps what could be read: it is written once more. */
  private void setAside(Segment segment, DamagedException e, NavigableMap<Long, Found> found)
      throws IOException {
    LOG.error(
        "{} is damaged, what follows in it is lost: {}; it is kept as {}",
        segment.file(),
        e.getMessage(),
        directory.resolve("damaged"));
    damaged.incrementAndGet();
    List<Put> readable =
        found.values().stream()
            .filter(each -> each.segment() == segment.number())
            .map(Found::put)
            .toList();
    Map<Long, Found> moved = new TreeMap<>();
    write(
        readable,
        List.of(),
        (put, number, offset) -> moved.put(put.sequence(), new Found(put, number, offset)));
    found.putAll(moved);
    segments.remove(segment.number());
    segment.close();
    Files.move(segment.file(), directory.resolve("damaged"), StandardCopyOption.REPLACE_EXISTING);
  }

  private NavigableMap<Integer, Path> segmentFiles() throws IOException {
    NavigableMap<Integer, Path> files = new TreeMap<>();
    try (Stream<Path> listed = Files.list(directory)) {
      for (Path file : (Iterable<Path>) listed::iterator) {
        Matcher name = SEGMENT_NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          files.put(Integer.valueOf(name.group(1)), file);
        }
      }
    }
    return files;
  }

  /**
   * Writes entries and removals to the files: they survive the end of this process from now on, and
   * that of the machine after the next {@link #sync}.
   *
   * @param locations notified of the entries when all is written
   * @throws IOException when not all is written; what is may be written again
   */
  void write(List<Put> puts, List<Remove> removals, Locations locations) throws IOException {
    try {
      List<Found> written = new ArrayList<>(puts.size());
      for (Put put : puts) {
        Segment segment = roomFor(put);
        // the buffer begins where the segment ends
        int offset = Math.toIntExact(segment.size() + buffer.position());
        add(put, segment);
        written.add(new Found(put, segment.number(), offset));
      }
      for (Remove removal : removals) {
        add(removal, roomFor(removal));
      }
      flush();
      written.forEach(each -> locations.locate(each.put(), each.segment(), each.offset()));
    } catch (IOException e) {
      buffer.clear();
      // a record may have been cut short: nothing may follow it
      current = null;
      throw e;
    }
  }

  private Segment roomFor(SpoolRecord record) throws IOException {
    Segment segment = current;
    if (segment != null && segment.size() + buffer.position() + record.size() > segmentBytes) {
      flush();
      if (unsynced) {
        segment.sync();
      }
      segment = null;
    }
    if (segment == null) {
      NavigableMap<Integer, Path> files = segmentFiles();
      int number = files.isEmpty() ? 1 : files.lastKey() + 1;
      segment = Segment.create(number, directory.resolve("segment-" + number), opener);
      segments.put(number, segment);
      current = segment;
    }
    return segment;
  }

  private void add(SpoolRecord record, Segment segment) throws IOException {
    if (record.size() > buffer.remaining()) {
      flush();
    }
    if (record.size() > buffer.capacity()) {
      ByteBuffer large = ByteBuffer.allocate(record.size());
      record.write(large);
      segment.append(large.flip());
      unsynced = true;
    } else {
      record.write(buffer);
    }
  }

  private void flush() throws IOException {
    if (buffer.position() > 0 && current != null) {
      current.append(buffer.flip());
      unsynced = true;
    }
    buffer.clear();
  }

  /** Makes what was written survive the end of the machine too. */
  void sync() throws IOException {
    if (unsynced && current != null) {
      current.sync();
    }
    unsynced = false;
  }

  /** Gives room of entries that are gone back to the file system. */
  void compact(Live live, Locations locations) throws IOException {
    dropEmpty(live);
    for (int left = segments.size(); left > 0 && fileBytes() > compactionBytes; left--) {
      Segment first = oldest();
      if (first == null) {
        return;
      }
      write(liveOf(first, live.inSegment(first.number())), List.of(), locations);
      live.forgetRestOf(first.number());
      dropEmpty(live);
    }
  }

  private List<Put> liveOf(Segment segment, long[] sequences) throws IOException {
    NavigableMap<Long, Put> puts = new TreeMap<>();
    try {
      segment.readAll(
          (record, _) -> {
            if (record instanceof Put put && Arrays.binarySearch(sequences, put.sequence()) >= 0) {
              puts.put(put.sequence(), put);
            }
          });
    } catch (DamagedException e) {
      LOG.error("{} is damaged, what follows in it is lost: {}", segment.file(), e.getMessage());
      damaged.incrementAndGet();
    }
    return new ArrayList<>(puts.values());
  }

  private void dropEmpty(Live live) throws IOException {
    Segment first = oldest();
    while (first != null && live.isEmpty(first.number())) {
      segments.remove(first.number());
      first.delete();
      first = oldest();
    }
  }

  /** The oldest segment that is not written to any more. */
  private @Nullable Segment oldest() {
    Map.Entry<Integer, Segment> first = segments.firstEntry();
    return first == null || first.getValue() == current ? null : first.getValue();
  }

  /**
   * The entry at a place that {@link Locations} was notified of.
   *
   * @throws ClosedChannelException when it has moved in the meantime
   * @throws DamagedException when the file has changed since
   */
  Put read(int segment, int offset, int size) throws IOException, DamagedException {
    Segment from = segments.get(segment);
    if (from == null) {
      throw new ClosedChannelException();
    }
    SpoolRecord record = SpoolRecord.read(from.read(offset, size));
    if (record instanceof Put put) {
      return put;
    }
    throw new DamagedException("there is no entry at byte " + offset + " of " + from.file());
  }

  long fileBytes() {
    return segments.values().stream().mapToLong(Segment::size).sum();
  }

  long damaged() {
    return damaged.get();
  }

  void close() throws IOException {
    sync();
    for (Segment segment : segments.values()) {
      segment.close();
    }
    lock.release();
    lockFile.close();
  }
}
