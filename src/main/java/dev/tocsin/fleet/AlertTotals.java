package dev.tocsin.fleet;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.control.Observations.AlertCounts;
import java.util.HashMap;
import java.util.Map;

/** What policy status says of a policy's alerts, from what the aggregator counts. */
public final class AlertTotals {
  private AlertTotals() {}

  /** By {@code namespace/name} of the policy. */
  public static Map<String, AlertCounts> of(Aggregator aggregator) {
    Map<String, AlertCounts> all = new HashMap<>();
    aggregator
        .countsByPolicy()
        .forEach(
            (policy, counts) ->
                all.put(
                    policy, new AlertCounts(counts.open(), counts.opened(), counts.overflowed())));
    return all;
  }
}
