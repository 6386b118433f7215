package dev.tocsin.alert;

import java.time.Instant;

/**
 * What came of announcing an alert, for its status.
 *
 * @param message {@code ""} when there is nothing to explain
 * @param since when this began to be so
 */
public record Delivery(State state, String message, Instant since) {
  public enum State {
    ANNOUNCED,
    /** It failed, and is tried again. */
    WAITING,
    /** It was refused, and is not tried again. */
    GIVEN_UP
  }

  /** The newer of two, which keeps the time when only the words changed. */
  static Delivery after(Delivery before, State state, String message, Instant now) {
    return new Delivery(state, message, before.state() == state ? before.since() : now);
  }
}
