package dev.tocsin.inventory;

/** A file cannot be read as YAML or JSON; the message names file and position. */
public final class InvalidDocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidDocumentException(String message, Exception cause) {
    super(message, cause);
  }
}
