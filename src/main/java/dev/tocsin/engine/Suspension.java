package dev.tocsin.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * That a policy, or an exception of one, is not evaluated for a while. It is tried again after
 * that, since the cause may have been what one pod did: nobody who is watched can switch a policy
 * off for good.
 *
 * @param cause for people, with the time at which it runs again
 */
record Suspension(String cause, Instant until) {
  /** For the policies of the whole cluster. */
  static final Duration SHORT = Duration.ofMinutes(1);

  /** For policies of a namespace, and for exceptions. */
  static final Duration LONG = Duration.ofMinutes(10);

  static Suspension from(Instant now, Duration pause, String cause) {
    Instant until = now.plus(pause).truncatedTo(ChronoUnit.SECONDS);
    return new Suspension(
        cause + "; suspended, runs again at " + until + " or when its spec changes", until);
  }

  /** Of what cannot run as it is. */
  static Suspension untilChanged(String cause) {
    return new Suspension(cause + "; suspended until its spec changes", Instant.MAX);
  }

  boolean isOver(Instant now) {
    return !now.isBefore(until);
  }
}
