package dev.tocsin.source;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One recorded input, read as a stream: length-delimited protobuf messages, lines of Tetragon's (or
 * Isovalent's) JSON export, or records of Sysmon for Linux, bare or in lines of syslog; each also
 * gzipped. The first bytes tell which, so names and extensions do not matter and standard input is
 * like any other.
 */
public final class EventInput implements Iterator<Entry>, Closeable {
  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;
  private static final int MAX_BLANKS = 1024;

  /** How the names of months begin. */
  private static final Set<String> MONTHS =
      Set.of("Ja", "Fe", "Ma", "Ap", "Ju", "Au", "Se", "Oc", "No", "De");

  private final EntryReader reader;
  private final InputStream stream;
  private @Nullable Entry next;

  private EventInput(EntryReader reader, InputStream stream) {
    this.reader = reader;
    this.stream = stream;
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
      return new EventInput(reader(name, plain), plain);
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
    int[] first = peek(stream, 2);
    if (isBlank(first[0])) {
      first = peekPastBlanks(stream);
      return looksLikeSysmon(first) ? new SysmonLines(name, stream) : new JsonLines(name, stream);
    }
    if (looksLikeJson(first)) {
      return new JsonLines(name, stream);
    }
    return looksLikeSysmon(first)
        ? new SysmonLines(name, stream)
        : new DelimitedMessages(name, stream);
  }

  /**
   * A protobuf input can begin with the byte of an opening brace too (a message of 123 bytes), but
   * its next byte is then the tag of a field that exists, and that is none of these.
   */
  private static boolean looksLikeJson(int[] first) {
    return first[0] == '{' && (first[1] == '"' || first[1] == ' ' || first[1] == '}');
  }

  /**
   * {@code <Event}, {@code <?xml}, or a line of syslog: {@code <14>}, {@code Jan 14}, {@code
   * 2022-}. As with JSON, none of these second bytes is the tag of a field with which a protobuf
   * message begins.
   */
  private static boolean looksLikeSysmon(int[] first) {
    if (first[0] == '<') {
      return first[1] == 'E' || first[1] == '?' || first[1] == '!' || isDigit(first[1]);
    }
    return (isDigit(first[0]) && isDigit(first[1]))
        || MONTHS.contains("" + (char) first[0] + (char) first[1]);
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isBlank(int character) {
    return character == ' ' || character == '\n' || character == '\r';
  }

  /** The two bytes after leading blanks, not consumed; blanks where there are too many of them. */
  private static int[] peekPastBlanks(BufferedInputStream stream) throws IOException {
    stream.mark(MAX_BLANKS + 2);
    int[] result = {stream.read(), ' '};
    for (int i = 0; i < MAX_BLANKS && isBlank(result[0]); i++) {
      result[0] = stream.read();
    }
    result[1] = result[0] < 0 ? -1 : stream.read();
    stream.reset();
    return result;
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
