package dev.tocsin.alert;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When an alert is to be written: at once after a quiet time, then at a distance that doubles with
 * each write, and after a failure when its pause is over. Guarded by the book's lock.
 */
final class WritePace {
  private final AlertSettings settings;

  /** Since when there is something to write; null when there is not. */
  private @Nullable Instant pendingSince;

  /** Not to be written before. */
  private Instant due;

  private Instant lastWrite = Instant.MIN;
  private Duration interval;
  private int failures;

  WritePace(AlertSettings settings, Instant now) {
    this.settings = settings;
    this.due = now;
    this.interval = settings.shortestInterval();
  }

  Instant due() {
    return due;
  }

  /** How often in a row it failed. */
  int failures() {
    return failures;
  }

  /**
   * Since when it waits for its turn. What was refused, or failed, waits since it may be tried
   * again: it is not ahead for its age.
   */
  Instant waitsSince() {
    return pendingSince == null || failures > 0 ? due : pendingSince;
  }

  /**
   * There is something to write.
   *
   * @return whether there was nothing before
   */
  boolean pending(Instant now) {
    if (pendingSince != null) {
      return false;
    }
    pendingSince = now;
    return true;
  }

  /** There is nothing to write any more. */
  void nothingPending() {
    pendingSince = null;
  }

  /** To be written from that time on. */
  void writeAt(Instant time) {
    due = time;
  }

  /** A finding arrived for an alert whose object is not to be deleted. */
  void counted(boolean hasObject, Instant now) {
    if (failures > 0) {
      return;
    }
    if (!hasObject || isQuiet(now)) {
      interval = settings.shortestInterval();
      due = now;
    } else {
      due = lastWrite.plus(interval);
    }
  }

  /** Something changed that is worth a write of the object, but no hurry. */
  void changed(Instant now) {
    if (pendingSince == null && failures == 0 && !isQuiet(now)) {
      due = lastWrite.plus(settings.longestInterval());
    }
  }

  /** A write succeeded: the next one keeps a greater distance. */
  void written(Instant now) {
    failures = 0;
    lastWrite = now;
    due = now.plus(interval);
    Duration doubled = interval.multipliedBy(2);
    interval =
        doubled.compareTo(settings.longestInterval()) < 0 ? doubled : settings.longestInterval();
  }

  void failed(Duration pause, Instant now) {
    failures++;
    due = now.plus(pause);
  }

  /** The object is gone: the next one is not late. */
  void objectGone() {
    lastWrite = Instant.MIN;
  }

  private boolean isQuiet(Instant now) {
    return lastWrite.equals(Instant.MIN)
        || !lastWrite.plus(settings.longestInterval()).isAfter(now);
  }
}
