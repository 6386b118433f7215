package dev.tocsin.source.sysmon;

/** A record that cannot be read; the message says what is wrong with it. */
final class MalformedRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedRecordException(String message) {
    super(message);
  }
}
