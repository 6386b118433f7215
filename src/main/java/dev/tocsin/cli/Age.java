package dev.tocsin.cli;

import java.time.Duration;
import java.time.Instant;

/** How long ago, as kubectl says it: {@code 12s}, {@code 5m}, {@code 3h}, {@code 2d}. */
final class Age {
  private static final int STEP = 2;

  private Age() {}

  static String of(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.isNegative()) {
      return "0s";
    }
    if (age.toMinutes() < STEP) {
      return age.toSeconds() + "s";
    }
    if (age.toHours() < STEP) {
      return age.toMinutes() + "m";
    }
    return age.toDays() < STEP ? age.toHours() + "h" : age.toDays() + "d";
  }
}
