package dev.tocsin.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of an input, bounded, so that an endless one is an error and not the end of the memory. */
final class Lines {
  private static final int MAX_LINE = 64 << 20;

  private final InputStream stream;
  private final byte[] block = new byte[1 << 16];
  private int position;
  private int end;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 12);
  private long number;
  private boolean cut;

  Lines(InputStream stream) {
    this.stream = stream;
  }

  /** The next line without its end; null at the end of the input. */
  @Nullable String next() throws IOException {
    line.reset();
    cut = false;
    number++;
    if (!fill()) {
      number--;
      return null;
    }
    do {
      int lineEnd = position;
      while (lineEnd < end && block[lineEnd] != '\n') {
        lineEnd++;
      }
      keep(lineEnd - position);
      boolean whole = lineEnd < end;
      position = whole ? lineEnd + 1 : lineEnd;
      if (whole) {
        break;
      }
    } while (fill());
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Whether there is another byte. Takes what a pipe has, and does not wait for a full block. */
  private boolean fill() throws IOException {
    if (position == end) {
      position = 0;
      end = Math.max(0, stream.read(block));
    }
    return position < end;
  }

  private void keep(int length) {
    int room = MAX_LINE - line.size();
    cut |= length > room;
    line.write(block, position, Math.min(length, room));
  }

  /** Of the line read last, or of the one that could not be, from 1. */
  long number() {
    return number;
  }

  /** Whether the line read last was longer than any can be. */
  boolean cut() {
    return cut;
  }
}
