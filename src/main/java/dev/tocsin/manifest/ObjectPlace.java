package dev.tocsin.manifest;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where an object stands.
 *
 * @param marks of its document; null for an object that is part of another text, which is the file
 * @param prefix of the object in its document: {@code items[2]} in a list, else {@code ""}
 */
public record ObjectPlace(Path file, @Nullable FieldMarks marks, String prefix) {

  /** In a file that is no manifest, such as a test. */
  static ObjectPlace within(Path file) {
    return new ObjectPlace(file, null, "");
  }

  /**
   * The mark of a place in a field, or of what lacks it.
   *
   * @param field {@code spec.window.steps[1].match}; of the object itself {@code ""}
   * @param line in the text of the field, from 1
   * @param column in the text of the field, in code points from 1
   */
  public Mark mark(String field, int line, int column) {
    if (marks == null) {
      return Mark.START;
    }
    String whole = prefix.isEmpty() || field.isEmpty() ? prefix + field : prefix + "." + field;
    return marks.find(whole, line, column);
  }

  /** {@code policy.yaml:12:3}, or no more than the file. */
  String at(String field) {
    return marks == null ? file.toString() : file + ":" + mark(field, 1, 1);
  }
}
