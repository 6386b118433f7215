package dev.tocsin.fleet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.transport.protocol.SensorReport;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many events nodes have lost since their last reports. Reports of one node come one after the
 * other; those of several at the same time.
 */
final class LossGrowth {
  private static final String OTHER = "other";

  /** Hops that are distinguished: a sensor may name whatever it likes. */
  private static final Set<String> HOPS =
      Set.of("kernel", "ringbuf", "listener", "queue", "undecodable", "spool", "operator");

  /** Nodes come and go: of those beyond this number, some are as if never observed. */
  private static final int MOST_NODES = 20_000;

  private final Cache<String, Seen> nodes = Caffeine.newBuilder().maximumSize(MOST_NODES).build();
  private final Map<String, LongAdder> byHop = new ConcurrentHashMap<>();

  private record Seen(String run, Map<String, Long> lost) {}

  /**
   * Of a node that was never observed, what it lost before is not known to be new: 0. A sensor that
   * was started again has lost all of it since.
   */
  long of(SensorReport status) {
    Seen before = nodes.asMap().put(status.node(), new Seen(status.run(), status.lost()));
    if (before == null) {
      return 0;
    }
    Map<String, Long> base = before.run().equals(status.run()) ? before.lost() : Map.of();
    long all = 0;
    for (Map.Entry<String, Long> each : status.lost().entrySet()) {
      long growth = Math.max(0, each.getValue() - base.getOrDefault(each.getKey(), 0L));
      sumOf(each.getKey()).add(growth);
      all += growth;
    }
    return all;
  }

  private LongAdder sumOf(String hop) {
    return byHop.computeIfAbsent(HOPS.contains(hop) ? hop : OTHER, any -> new LongAdder());
  }

  /** All that was lost since the first report of each node, by hop; only grows. */
  Map<String, Long> byHop() {
    Map<String, Long> sums = new TreeMap<>();
    byHop.forEach((hop, sum) -> sums.put(hop, sum.sum()));
    return sums;
  }
}
