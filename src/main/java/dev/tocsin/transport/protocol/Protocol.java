package dev.tocsin.transport.protocol;

/** The number of {@code proto/tocsin/v1/sensor.proto}. */
public final class Protocol {
  public static final int VERSION = 1;

  private Protocol() {}

  /** Parts that are one apart work together, so that they can be upgraded one after the other. */
  public static boolean worksWith(int other) {
    return Math.abs((long) other - VERSION) <= 1 && other > 0;
  }
}
