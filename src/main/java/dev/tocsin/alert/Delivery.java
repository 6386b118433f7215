package dev.tocsin.alert;

/**
 * Whether an alert's latest announcement was made, for its status.
 *
 * @param reason one word in CamelCase
 * @param message {@code ""} when there is nothing to explain
 */
public record Delivery(boolean announced, String reason, String message) {
  /** It was refused, and is not tried again. */
  public static final String GIVEN_UP = "EventRefused";

  /** It failed, and is tried again. */
  public static final String WAITING = "EventWaiting";

  static final Delivery ANNOUNCED = new Delivery(true, "EventWritten", "");
}
