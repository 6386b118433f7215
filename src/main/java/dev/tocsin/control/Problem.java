package dev.tocsin.control;

import dev.tocsin.language.Diagnostic;

/**
 * Something wrong with an object.
 *
 * @param place field, with line and column where it is an expression: {@code spec.match:1:14},
 *     {@code spec.lists[0].configMapKeyRef}
 */
public record Problem(String place, String message) {

  static Problem of(Diagnostic diagnostic) {
    return new Problem(
        diagnostic.field() + ":" + diagnostic.line() + ":" + diagnostic.column(),
        diagnostic.message());
  }

  /** {@code spec.match:1:14: undeclared reference to 'proces'}. */
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
