package dev.tocsin.explain;

import dev.tocsin.engine.PolicyStats;
import org.jspecify.annotations.Nullable;

/**
 * What the engine did with an event, read off what it counted.
 *
 * @param error field and cause of an evaluation that failed, else empty
 */
record EngineAnswer(
    boolean suspended,
    boolean matched,
    boolean excepted,
    boolean late,
    boolean found,
    String error) {

  /**
   * @param before null when the policy is not installed, and so after
   */
  static EngineAnswer between(@Nullable PolicyStats before, @Nullable PolicyStats after) {
    if (before == null || after == null) {
      return new EngineAnswer(false, false, false, false, false, "");
    }
    return new EngineAnswer(
        before.suspended(),
        after.matches() > before.matches(),
        !after.exceptionMatches().equals(before.exceptionMatches()),
        after.lateMatches() > before.lateMatches(),
        after.findings() > before.findings(),
        after.errors() > before.errors() ? after.lastError() : "");
  }

  /**
   * @param early what is known without an expression; null when they were asked
   */
  EventOutcome verdict(@Nullable EventOutcome early) {
    if (early != null) {
      return early;
    }
    if (found) {
      return EventOutcome.FIRES;
    }
    if (excepted) {
      return EventOutcome.EXCEPTED;
    }
    if (matched) {
      return late
          ? EventOutcome.LATE
          : failedAfterMatch() ? EventOutcome.FAILED : EventOutcome.COUNTED;
    }
    if (suspended) {
      return EventOutcome.SUSPENDED;
    }
    return error.isEmpty() ? EventOutcome.NO_MATCH : EventOutcome.FAILED;
  }

  private boolean failedAfterMatch() {
    return error.startsWith("spec.window") || error.startsWith("spec.alert");
  }

  /** Whether steps that lead to {@code shown} are the ones that the engine went. */
  boolean agreesWith(EventOutcome shown) {
    if (suspended) {
      return true; // it went none
    }
    return switch (shown) {
      case FIRES -> matched || error.startsWith("spec.window");
      case EXCEPTED -> excepted;
      case FAILED -> !matched && !excepted && !error.isEmpty();
      default -> !matched && !excepted && !found;
    };
  }
}
