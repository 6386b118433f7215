package dev.tocsin.api.v1alpha1;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times in the notation of Kubernetes: RFC 3339, written in UTC to the microsecond. */
public final class Timestamps {
  private static final String USUAL = "0000-00-00T00:00:00Z";
  private static final int SECONDS_END = USUAL.length() - 1;

  private Timestamps() {}

  /**
   * Reads a time.
   *
   * @throws IllegalArgumentException when the text is none, with a message for the user
   */
  public static Instant parse(String text) {
    try {
      Instant usual = usual(text);
      return usual != null ? usual : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no RFC 3339 time: write it as 2027-01-31T00:00:00Z", e);
    }
  }

  /**
   * As Kubernetes and {@link #format} write it, which the JDK's parser takes ten times as long to
   * read: an operator that begins to lead reads a hundred thousand. Null when it is written in
   * another way.
   */
  private static @Nullable Instant usual(String text) {
    int fraction = text.length() - USUAL.length();
    if (fraction < 0 || fraction == 1 || fraction > 10) {
      return null;
    }
    int nanos = 0;
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      char expected = i < SECONDS_END ? USUAL.charAt(i) : i == text.length() - 1 ? 'Z' : '0';
      if (i == SECONDS_END && fraction > 0) {
        expected = '.';
      } else if (i > SECONDS_END && expected == '0') {
        nanos = nanos * 10 + each - '0';
      }
      if (expected == '0' ? each < '0' || each > '9' : each != expected) {
        return null;
      }
    }
    for (int i = fraction; i > 0 && i < 10; i++) {
      nanos *= 10;
    }
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            nanos)
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int begin, int end) {
    return Integer.parseInt(text, begin, end, 10);
  }

  public static String format(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS).toString();
  }
}
