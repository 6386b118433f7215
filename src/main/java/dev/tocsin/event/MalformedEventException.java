package dev.tocsin.event;

/** The bytes are no event: ends in a counter, never stops a stream. */
public final class MalformedEventException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedEventException(String message) {
    super(message);
  }
}
