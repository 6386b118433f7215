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

  /** An error at the beginning of a field. */
  public static Diagnostic error(String field, String message) {
    return new Diagnostic(Severity.ERROR, field, 1, 1, message);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** The same, taken less or more seriously. */
  public Diagnostic as(Severity severity) {
    return new Diagnostic(severity, field, line, column, message);
  }

  /** The same with more to say. */
  Diagnostic adding(String more) {
    return new Diagnostic(severity, field, line, column, message + ": " + more);
  }

  /** {@code spec.match:1:14: undeclared reference to 'proces'}. */
  @Override
  public String toString() {
    return field + ":" + line + ":" + column + ": " + message;
  }
}
