package dev.tocsin.event;

/**
 * One argument of a traced function, by position. To be completed by the event room: type, label,
 * typed values.
 */
public final class Argument {
  private Argument() {}

  public String label() {
    throw new UnsupportedOperationException();
  }
}
