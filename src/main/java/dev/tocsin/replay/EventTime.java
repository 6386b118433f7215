package dev.tocsin.replay;

import dev.tocsin.event.Event;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of a replay: as late as the latest event so far, so that a replay gives the same result
 * on any day.
 */
final class EventTime implements InstantSource {
  private long nanos;

  /** An event has come; one without a time, or a late one, does not move the clock. */
  void see(Event event) {
    nanos = Math.max(nanos, event.timeNanos());
  }

  /** Time passes without an event. */
  void passUntil(Instant time) {
    nanos =
        Math.max(
            nanos,
            Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochSecond(0, nanos);
  }
}
