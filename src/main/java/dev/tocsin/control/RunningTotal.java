package dev.tocsin.control;

import java.util.HashMap;
import java.util.Map;

/** A total that goes on where a stored one ended, though its sources count from 0 again. */
final class RunningTotal<S> {
  private long total;
  private final Map<S, Long> seen = new HashMap<>();

  RunningTotal(long stored) {
    total = stored;
  }

  /** Takes the present count of a source. A count lower than before is one that started again. */
  void observe(S source, long count) {
    long before = seen.getOrDefault(source, 0L);
    total += count >= before ? count - before : count;
    seen.put(source, count);
  }

  long total() {
    return total;
  }
}
