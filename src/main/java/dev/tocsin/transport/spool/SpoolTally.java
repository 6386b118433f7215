package dev.tocsin.transport.spool;

import dev.tocsin.engine.policy.Severity;
import dev.tocsin.transport.spool.SpoolCounters.Shed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a spool has done. Guarded by the lock of {@link SpoolContent}. */
final class SpoolTally {
  private final Map<Shed, Long> shed = new HashMap<>();
  private long appended;
  private long recovered;
  private long unreadable;
  private long failures;

  void appended() {
    appended++;
  }

  void shed(String policy, Severity severity) {
    shed.merge(new Shed(policy, severity), 1L, Long::sum);
  }

  void recovered(int entries) {
    recovered += entries;
  }

  void unreadable() {
    unreadable++;
  }

  void failed() {
    failures++;
  }

  SpoolCounters counters(SpoolIndex index, long nowMillis, @Nullable SpoolDirectory directory) {
    int oldest = index.after(Long.MIN_VALUE);
    return new SpoolCounters(
        index.entries(),
        index.bytes(),
        directory == null ? 0 : directory.fileBytes(),
        oldest < 0
            ? Duration.ZERO
            : Duration.ofSeconds(Math.max(0, nowMillis / 1000 - index.second(oldest))),
        appended,
        recovered,
        Map.copyOf(shed),
        unreadable + (directory == null ? 0 : directory.damaged()),
        failures);
  }
}
