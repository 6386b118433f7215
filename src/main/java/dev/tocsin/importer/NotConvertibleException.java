package dev.tocsin.importer;

/** A rule has no meaning here, or none that can be given to it exactly; the message says why. */
public final class NotConvertibleException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int line;

  /**
   * @param line of what cannot be converted, from 1
   * @param reason names the field, modifier, operator or log source
   */
  public NotConvertibleException(int line, String reason) {
    super(reason);
    this.line = line;
  }

  public int line() {
    return line;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
