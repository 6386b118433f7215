package dev.tocsin.source;

import dev.tocsin.source.sysmon.Decoded;
import dev.tocsin.source.sysmon.SysmonDecoder;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Records of Sysmon for Linux: bare or in lines of syslog, one a line, several in a line, or one
 * over several lines. Empty lines are skipped; a line without a record is told as ignored.
 */
final class SysmonLines implements EntryReader {
  private final String name;
  private final Lines lines;
  private final SysmonDecoder decoder = new SysmonDecoder();
  private boolean ended;

  /** What is left of the line read last. */
  private @Nullable String rest;

  SysmonLines(String name, InputStream stream) {
    this.name = name;
    this.lines = new Lines(stream);
  }

  @Override
  public @Nullable Entry read() {
    try {
      for (String line = line(); line != null; line = line()) {
        if (!line.isBlank()) {
          return entry(line);
        }
      }
      return null;
    } catch (IOException e) {
      ended = true;
      return new Entry.Defect(
          "cannot be read on: " + e.getMessage(), Position.line(name, lines.number()));
    }
  }

  private @Nullable String line() throws IOException {
    String line = rest;
    rest = null;
    if (line == null && !ended) {
      line = lines.next();
      ended = line == null;
    }
    return line;
  }

  private Entry entry(String first) throws IOException {
    Position position = Position.line(name, lines.number());
    int begin = SysmonDecoder.begin(first, 0);
    if (begin < 0) {
      return new Entry.Ignored(position);
    }
    StringBuilder record = new StringBuilder(first);
    int end = SysmonDecoder.end(first, begin);
    while (end < 0 && record.length() <= SysmonDecoder.MAX_LENGTH) {
      String next = lines.next();
      if (next == null) {
        ended = true;
        break;
      }
      if (SysmonDecoder.begin(next, 0) >= 0) {
        rest = next; // the record was cut off, and another one begins
        break;
      }
      int at = record.length() + 1;
      record.append('\n').append(next);
      end = SysmonDecoder.end(next, 0) < 0 ? -1 : at + SysmonDecoder.end(next, 0);
    }
    if (end < 0) {
      return decoded(record.toString(), position);
    }
    rest = record.substring(end);
    return decoded(record.substring(0, end), position);
  }

  private Entry decoded(String text, Position position) {
    return switch (decoder.decode(text)) {
      case Decoded.Execution execution -> new Entry.Message(execution.message(), position);
      case Decoded.Ignored ignored -> new Entry.Ignored(position);
      case Decoded.Broken broken ->
          new Entry.Defect("no record of Sysmon: " + broken.reason(), position);
    };
  }
}
