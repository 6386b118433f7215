package dev.tocsin.inventory;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Kubernetes' timestamps (RFC 3339). */
final class KubernetesTimestamps {
  private KubernetesTimestamps() {}

  /** The epoch when there is none, or none that can be read: the API server writes no others. */
  static Instant parse(@Nullable String timestamp) {
    if (timestamp == null || timestamp.isEmpty()) {
      return Instant.EPOCH;
    }
    try {
      return OffsetDateTime.parse(timestamp).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }

  /** Unix time in nanoseconds, 0 when unknown. */
  static long nanos(@Nullable String timestamp) {
    Instant instant = parse(timestamp);
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
