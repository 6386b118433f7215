package dev.tocsin.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that is moved by hand. */
final class MovedClock implements InstantSource {
  private volatile Instant now;

  MovedClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void set(Instant instant) {
    now = instant;
  }

  synchronized void advance(Duration time) {
    now = now.plus(time);
  }
}
