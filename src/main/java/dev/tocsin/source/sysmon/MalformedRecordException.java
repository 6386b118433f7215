package dev.tocsin.source.sysmon;

/** A record that cannot be read; the message says what is wrong with it. */
final class MalformedRecordException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_SHOWN = 40;

  MalformedRecordException(String message) {
    super(message);
  }

  /** What a record holds, fit for a message and for a log: short, in quotes and in one line. */
  static String shown(String text) {
    String cut = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    return "'" + cut.replaceAll("\\s+", " ") + "'";
  }
}
