package dev.tocsin.app;

import dev.tocsin.transport.NodeStatus;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many events a node has lost since its last report. Reports of one node come one after the
 * other; those of several at the same time.
 */
final class LossGrowth {
  private final Map<String, Seen> nodes = new ConcurrentHashMap<>();

  private record Seen(String run, long lost) {}

  /**
   * Of a node that was never heard of, what it lost before is not known to be new: 0. A sensor that
   * was started again has lost all of it since.
   */
  long of(NodeStatus status) {
    long lost = status.lost().values().stream().mapToLong(Long::longValue).sum();
    Seen before = nodes.put(status.node(), new Seen(status.run(), lost));
    if (before == null) {
      return 0;
    }
    return before.run().equals(status.run()) ? Math.max(0, lost - before.lost()) : lost;
  }

  void forget(String node) {
    nodes.remove(node);
  }
}
