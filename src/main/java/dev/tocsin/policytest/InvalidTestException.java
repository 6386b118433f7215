package dev.tocsin.policytest;

/** A test file does not say what a test must; the message names the file and the place in it. */
public final class InvalidTestException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidTestException(String message) {
    super(message);
  }

  InvalidTestException(String message, Exception cause) {
    super(message, cause);
  }
}
