package dev.tocsin.source;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of a JSON export, one event each. Empty lines are skipped. */
final class JsonLines implements EntryReader {
  private final String name;
  private final Lines lines;
  private boolean ended;

  JsonLines(String name, InputStream stream) {
    this.name = name;
    this.lines = new Lines(stream);
  }

  @Override
  public @Nullable Entry read() {
    try {
      while (!ended) {
        String line = lines.next();
        if (line == null) {
          ended = true;
        } else if (!line.isBlank()) {
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

  private Entry entry(String line) {
    Position position = Position.line(name, lines.number());
    if (lines.cut()) {
      return new Entry.Defect("the line is too long", position);
    }
    try {
      return new Entry.Message(JsonEvents.encode(line), position);
    } catch (InvalidProtocolBufferException e) {
      return new Entry.Defect("no event in Tetragon's JSON form: " + e.getMessage(), position);
    }
  }
}
