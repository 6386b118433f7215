package dev.tocsin.lint.file;

import dev.tocsin.lint.Place;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the fields of one document stand in its file. */
final class FieldMarks {
  private final SourceText source;
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

  FieldMarks(SourceText source) {
    this.source = source;
  }

  void add(String field, @Nullable Mark key, Mark value, @Nullable String scalar) {
    entries.putIfAbsent(field, new Entry(key, value, scalar));
  }

  /**
   * Where a place is; a field that is not there is where the object that lacks it begins.
   *
   * @param prefix of the object in its document, {@code items[2]} in a list; else {@code ""}
   */
  Mark find(String prefix, Place place) {
    String field =
        prefix.isEmpty() || place.field().isEmpty()
            ? prefix + place.field()
            : prefix + "." + place.field();
    Entry exact = entries.get(field);
    if (exact == null) {
      return nearest(field);
    }
    return exact.scalar() == null
        ? exact.beginning()
        : source.inScalar(exact.value(), exact.scalar(), position(exact.scalar(), place));
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
  private static int position(String value, Place place) {
    int at = 0;
    for (int line = 1; line < place.line(); line++) {
      int end = value.indexOf('\n', at);
      if (end < 0) {
        break;
      }
      at = end + 1;
    }
    return value.codePointCount(0, at) + place.column() - 1;
  }
}
