package dev.tocsin.source;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One recorded input, read as a stream: length-delimited protobuf messages, or a text with
 * Tetragon's (or Isovalent's) JSON or records of Sysmon for Linux in any of the forms that {@link
 * TextEvents} knows; each also gzipped. The first bytes show which, so names and extensions do not
 * matter and standard input is like any other.
 *
 * <p>An input with something in it, and no event in that, ends with a defect.
 */
public final class EventInput implements Iterator<Entry>, Closeable {
  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;

  private final EntryReader reader;
  private final InputStream stream;
  private final Harvest harvest;
  private @Nullable Entry next;

  private EventInput(String name, EntryReader reader, InputStream stream) {
    this.reader = reader;
    this.stream = stream;
    this.harvest = new Harvest(name);
  }

  /**
   * @throws IOException names the file and says why it cannot be opened
   */
  public static EventInput open(Path file) throws IOException {
    InputStream stream;
    try {
      stream = Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(file.toString(), null, "there is no such file");
    }
    return of(file.toString(), stream);
  }

  /**
   * Reads a stream, which this closes with itself.
   *
   * @param name for positions in messages
   */
  public static EventInput of(String name, InputStream stream) throws IOException {
    try {
      BufferedInputStream plain = plain(stream);
      return new EventInput(name, reader(name, plain), plain);
    } catch (IOException e) {
      stream.close();
      throw new IOException(name + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static BufferedInputStream plain(InputStream stream) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(stream, 1 << 16);
    int[] first = peek(buffered, 2);
    if (first[0] == GZIP_MAGIC_1 && first[1] == GZIP_MAGIC_2) {
      return new BufferedInputStream(new GZIPInputStream(buffered, 1 << 16), 1 << 16);
    }
    return buffered;
  }

  private static EntryReader reader(String name, BufferedInputStream stream) throws IOException {
    InputForm form = InputForm.of(sample(stream));
    if (!form.refusal().isEmpty()) {
      return new Refused(new Entry.Defect("it is " + form.refusal(), Position.offset(name, 0)));
    }
    return form == InputForm.TEXT
        ? new TextEvents(name, stream)
        : new DelimitedMessages(name, stream);
  }

  /** An input in a form that is not read. */
  private static final class Refused implements EntryReader {
    private @Nullable Entry defect;

    Refused(Entry defect) {
      this.defect = defect;
    }

    @Override
    public @Nullable Entry read() {
      Entry result = defect;
      defect = null;
      return result;
    }
  }

  /** The first bytes, not consumed. Waits for the first one only: a pipe may have no more yet. */
  private static byte[] sample(BufferedInputStream stream) throws IOException {
    stream.mark(InputForm.SAMPLE);
    byte[] sample = new byte[InputForm.SAMPLE];
    int length = Math.max(0, stream.read(sample, 0, 1));
    while (length > 0 && length < sample.length && stream.available() > 0) {
      int read = stream.read(sample, length, Math.min(stream.available(), sample.length - length));
      if (read < 0) {
        break;
      }
      length += read;
    }
    stream.reset();
    return Arrays.copyOf(sample, length);
  }

  /** The next bytes, not consumed; -1 after the end. */
  private static int[] peek(BufferedInputStream stream, int count) throws IOException {
    stream.mark(count);
    int[] result = new int[count];
    for (int i = 0; i < count; i++) {
      result[i] = stream.read();
    }
    stream.reset();
    return result;
  }

  /** May wait for a stream that is still being written. */
  @Override
  public boolean hasNext() {
    if (next == null) {
      next = reader.read();
      if (next == null) {
        next = harvest.end();
      } else {
        harvest.count(next);
      }
    }
    return next != null;
  }

  @Override
  public Entry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Entry result = Objects.requireNonNull(next);
    next = null;
    return result;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
