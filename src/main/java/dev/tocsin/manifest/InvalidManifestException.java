package dev.tocsin.manifest;

/**
 * A file does not hold what it should; the message names the file, the object and the position or
 * field.
 */
public final class InvalidManifestException extends Exception {
  private static final long serialVersionUID = 1L;

  public InvalidManifestException(String message) {
    super(message);
  }

  InvalidManifestException(String message, Exception cause) {
    super(message, cause);
  }
}
