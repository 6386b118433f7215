package dev.tocsin.manifest;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the fields of one document stand in its file. */
final class FieldMarks {
  private final FileText source;
  private final Map<String, Entry> entries = new HashMap<>();

  /**
   * @param key of a field; null for an item of a list
   * @param scalar the value of a text, null for all else
   */
  private record Entry(@Nullable Mark key, Mark value, @Nullable String scalar) {
    Mark beginning() {
      return key == null ? value : key;
    }
  }

  FieldMarks(FileText source) {
    this.source = source;
  }

  void add(String field, @Nullable Mark key, Mark value, @Nullable String scalar) {
    entries.putIfAbsent(field, new Entry(key, value, scalar));
  }

  /**
   * Where a place in a field is; a field that is not there is where the object that lacks it
   * begins.
   *
   * @param line in the text of the field, from 1
   * @param column in the text of the field, in code points from 1
   */
  Mark find(String field, int line, int column) {
    Entry exact = entries.get(field);
    if (exact == null) {
      return nearest(field);
    }
    return exact.scalar() == null
        ? exact.beginning()
        : source.inScalar(exact.value(), exact.scalar(), position(exact.scalar(), line, column));
  }

  private Mark nearest(String field) {
    String above = field;
    while (!above.isEmpty()) {
      above =
          above.substring(0, Math.max(0, Math.max(above.lastIndexOf('.'), above.lastIndexOf('['))));
      Entry entry = entries.get(above);
      if (entry != null) {
        return entry.beginning();
      }
    }
    return Mark.START;
  }

  /** Line and column to the number of code points before them. */
  private static int position(String value, int line, int column) {
    int at = 0;
    for (int before = 1; before < line; before++) {
      int end = value.indexOf('\n', at);
      if (end < 0) {
        break;
      }
      at = end + 1;
    }
    return value.codePointCount(0, at) + column - 1;
  }
}
