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
    int next = stream.read();
    if (next < 0) {
      return null;
    }
    number++;
    while (next >= 0 && next != '\n') {
      if (line.size() < MAX_LINE) {
        line.write(next);
      } else {
        cut = true;
      }
      next = stream.read();
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Of the line read last, from 1. */
  long number() {
    return number;
  }

  /** Whether the line read last was longer than any can be. */
  boolean cut() {
    return cut;
  }
}
