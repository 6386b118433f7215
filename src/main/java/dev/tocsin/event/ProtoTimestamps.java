package dev.tocsin.event;

/** {@code google.protobuf.Timestamp} as one long. */
final class ProtoTimestamps {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** What a long of nanoseconds can hold (years 1677 to 2262), a second away from overflow. */
  private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND - 3;

  private ProtoTimestamps() {}

  static long nanos(long seconds, int nanos) {
    long inRange = Math.clamp(seconds, -MAX_SECONDS, MAX_SECONDS);
    return inRange * NANOS_PER_SECOND + nanos;
  }
}
