package dev.tocsin.alert;

import dev.tocsin.engine.policy.Severity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Open alerts, counted by severity, policy and namespace, with a bound on the number of counts.
 *
 * <p>The bound is shared by the namespaces, equally: a tenant with many policies uses up his own
 * share, and what is above it is counted as {@link #OTHER} policies of his namespace. The most
 * severe keep counts of their own. Every alert is in exactly one count.
 *
 * <p>Not thread safe.
 */
public final class OpenAlerts {
  /**
   * Stands for policies, and namespaces, that have no count of their own; no object is named so.
   */
  public static final String OTHER = "(other)";

  private static final Comparator<Key> MOST_SEVERE_FIRST =
      Comparator.comparing(Key::severity).reversed().thenComparing(Key::policy);

  private final int most;
  private final SortedMap<String, SortedMap<Key, Long>> namespaces = new TreeMap<>();

  /**
   * @param most counts, besides those of {@link #OTHER}
   */
  OpenAlerts(int most) {
    this.most = most;
  }

  /**
   * What is counted together.
   *
   * @param policy as {@code namespace/name}, or {@link #OTHER}
   * @param namespace that the alert belongs in, or {@link #OTHER}
   */
  public record Key(Severity severity, String policy, String namespace) {}

  void add(Key key, long alerts) {
    namespaces
        .computeIfAbsent(key.namespace(), _ -> new TreeMap<>(MOST_SEVERE_FIRST))
        .merge(key, alerts, Long::sum);
  }

  /** The counts. */
  Map<Key, Long> counts() {
    int share = namespaces.isEmpty() ? 0 : most / namespaces.size();
    Map<Key, Long> counts = new HashMap<>();
    namespaces.forEach(
        (namespace, own) -> {
          int kept = 0;
          for (Map.Entry<Key, Long> each : own.entrySet()) {
            Severity severity = each.getKey().severity();
            Key key =
                kept++ < share
                    ? each.getKey()
                    : new Key(severity, OTHER, share == 0 ? OTHER : namespace);
            counts.merge(key, each.getValue(), Long::sum);
          }
        });
    return counts;
  }
}
