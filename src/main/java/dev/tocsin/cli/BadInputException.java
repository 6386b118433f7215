package dev.tocsin.cli;

/** What the user gave cannot be used; the message names the file or option and the position. */
final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadInputException(String message) {
    super(message);
  }
}
