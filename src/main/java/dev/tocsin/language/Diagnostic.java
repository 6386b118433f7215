package dev.tocsin.language;

/**
 * Something wrong with one text of a policy.
 *
 * @param field where it stands in the object: {@code spec.match}, {@code
 *     spec.variables[2].expression}
 * @param line from 1
 * @param column from 1
 */
public record Diagnostic(Severity severity, String field, int line, int column, String message) {
  public enum Severity {
    ERROR,
    WARNING
  }

  /** {@code spec.match:1:14: undeclared reference to 'proces'}. */
  @Override
  public String toString() {
    return field + ":" + line + ":" + column + ": " + message;
  }
}
