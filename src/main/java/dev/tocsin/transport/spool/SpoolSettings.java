package dev.tocsin.transport.spool;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a spool keeps its entries, and how many.
 *
 * @param directory of the spool alone, made when it does not exist; null: in memory only
 * @param maxBytes bound of what is kept, at least 64 KiB; the files take at most twice as much, and
 *     memory takes as much while the directory cannot be written to
 * @param retry how long after a failure the directory is tried again
 */
public record SpoolSettings(@Nullable Path directory, long maxBytes, Duration retry) {
  private static final long LEAST_BYTES = 64 << 10;

  public SpoolSettings {
    if (maxBytes < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "a spool of " + maxBytes + " bytes: it needs at least " + LEAST_BYTES);
    }
  }

  public static SpoolSettings inDirectory(Path directory, long maxBytes) {
    return new SpoolSettings(directory, maxBytes, Duration.ofSeconds(10));
  }

  public static SpoolSettings inMemory(long maxBytes) {
    return new SpoolSettings(null, maxBytes, Duration.ofSeconds(10));
  }
}
