package dev.tocsin.engine;

import java.util.List;

/**
 * The samples of one policy in shadow mode. To write one takes as long as an alert, and how often a
 * policy matches is the attacker's choice: one is due each second of event time.
 *
 * <p>Belongs to one thread, or to what holds its policy's lock; {@link #latest} is read by any.
 */
final class ShadowSamples {
  private static final long INTERVAL_NANOS = 1_000_000_000L;

  private long askedNanos;
  private volatile List<ShadowSample> latest = List.of();

  /** Whether one is to be written; it is not asked for again before the next is due. */
  boolean takesNext(long timeNanos) {
    boolean due = Math.abs(timeNanos - askedNanos) >= INTERVAL_NANOS;
    if (due) {
      askedNanos = timeNanos;
    }
    return due;
  }

  void add(ShadowSample sample) {
    latest = ShadowSample.newest(List.of(sample), latest);
  }

  /** The newest first. */
  List<ShadowSample> latest() {
    return latest;
  }
}
