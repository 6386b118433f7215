package dev.tocsin.kubernetes;

/** What says which cluster to use cannot be used; the message names the file and the field. */
public final class UnusableClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableClusterException(String message) {
    super(message);
  }

  UnusableClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
