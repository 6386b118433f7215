package dev.tocsin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. For any thread. */
public final class MovedClock implements InstantSource {
  private volatile Instant now;

  public MovedClock() {
    this(Instant.parse("2026-11-24T12:00:00Z"));
  }

  public MovedClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  public void set(Instant instant) {
    now = instant;
  }

  public synchronized void advance(Duration time) {
    now = now.plus(time);
  }
}
