package dev.tocsin.lint;

import dev.tocsin.language.Diagnostic;

/**
 * Where something is in an object.
 *
 * @param field {@code spec.window.steps[1].match}; of the object itself {@code ""}
 * @param line in the text of the field, from 1
 * @param column in the text of the field, in code points from 1
 */
public record Place(String field, int line, int column) {

  /** The field as a whole. */
  public static Place of(String field) {
    return new Place(field, 1, 1);
  }

  static Place of(Diagnostic diagnostic) {
    return new Place(diagnostic.field(), diagnostic.line(), diagnostic.column());
  }
}
