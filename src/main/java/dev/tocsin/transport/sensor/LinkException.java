package dev.tocsin.transport.sensor;

/** Why the operator cannot be reached, in words for people. */
final class LinkException extends Exception {
  LinkException(String problem) {
    super(problem);
  }

  LinkException(String problem, Throwable cause) {
    super(problem, cause);
  }

  String problem() {
    return String.valueOf(getMessage());
  }
}
