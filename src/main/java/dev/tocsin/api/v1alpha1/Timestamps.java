package dev.tocsin.api.v1alpha1;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Times in the notation of Kubernetes: RFC 3339, written in UTC to the microsecond. */
public final class Timestamps {
  private Timestamps() {}

  /**
   * Reads a time.
   *
   * @throws IllegalArgumentException when the text is none, with a message for the user
   */
  public static Instant parse(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no RFC 3339 time: write it as 2027-01-31T00:00:00Z", e);
    }
  }

  public static String format(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS).toString();
  }
}
