package dev.tocsin.selection;

import dev.tocsin.language.Diagnostic;

/** An expression that does not compile. */
public final class InvalidExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  InvalidExpressionException(Diagnostic diagnostic) {
    super(diagnostic.toString());
    this.diagnostic = diagnostic;
  }

  /** What is wrong, and where. */
  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
