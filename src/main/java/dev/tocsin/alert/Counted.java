package dev.tocsin.alert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far each node's spool is counted in an alert. Reports of one spool are counted in the order
 * of their sequence, so its greatest sequence says which are in: that makes a count exact when a
 * report is sent again to a process that did not see it the first time, or when a second writer has
 * written meanwhile.
 *
 * <p>Bounded: an alert remembers the {@link #NODES} nodes that reported last. What older ones send
 * again after a failover can be counted twice; they would have to have waited for their
 * acknowledgement while a hundred others got theirs.
 */
final class Counted {
  static final int NODES = 100;

  private final Map<String, Origin> byNode = new LinkedHashMap<>();

  Counted(List<Origin> origins) {
    origins.forEach(this::add);
  }

  void add(Origin origin) {
    Origin known = byNode.remove(origin.node());
    byNode.put(
        origin.node(),
        known != null
                && known.spool().equals(origin.spool())
                && known.sequence() > origin.sequence()
            ? known
            : origin);
    if (byNode.size() > NODES) {
      byNode.remove(byNode.keySet().iterator().next());
    }
  }

  /** Those that reported last, the latest last. */
  List<Origin> origins() {
    return new ArrayList<>(byNode.values());
  }

  /** Whether a report is counted, by what an object says. */
  static boolean covers(List<Origin> counted, Origin origin) {
    for (Origin each : counted) {
      if (each.node().equals(origin.node())) {
        return each.spool().equals(origin.spool()) && each.sequence() >= origin.sequence();
      }
    }
    return false;
  }
}
