package dev.tocsin.transport.server;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts outcomes; for any thread. */
final class ServerCounters {
  private final Map<StreamOutcome, LongAdder> streams = zeros(StreamOutcome.class);
  private final Map<EntryOutcome, LongAdder> entries = zeros(EntryOutcome.class);
  private final Map<ReportOutcome, LongAdder> reports = zeros(ReportOutcome.class);

  void count(StreamOutcome outcome) {
    Objects.requireNonNull(streams.get(outcome)).increment();
  }

  void count(EntryOutcome outcome) {
    Objects.requireNonNull(entries.get(outcome)).increment();
  }

  void count(ReportOutcome outcome) {
    Objects.requireNonNull(reports.get(outcome)).increment();
  }

  ServerStats stats(int open, long held) {
    return new ServerStats(open, held, sums(streams), sums(entries), sums(reports));
  }

  private static <K extends Enum<K>> Map<K, LongAdder> zeros(Class<K> type) {
    Map<K, LongAdder> zeros = new EnumMap<>(type);
    for (K key : type.getEnumConstants()) {
      zeros.put(key, new LongAdder());
    }
    return zeros;
  }

  private static <K extends Enum<K>> Map<K, Long> sums(Map<K, LongAdder> counters) {
    Map<K, Long> sums = new LinkedHashMap<>();
    counters.forEach((key, count) -> sums.put(key, count.sum()));
    return Collections.unmodifiableMap(sums);
  }
}
