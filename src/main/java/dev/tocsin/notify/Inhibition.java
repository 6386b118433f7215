package dev.tocsin.notify;

import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.selection.AlertGroup;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leaves alerts to the correlation alerts that stand for them: a correlation alert is one that a
 * policy over alerts made. It stands for those that have the values of its group, none of which may
 * be missing, and that are no more severe. One of a tenant's policy stands for alerts of that
 * tenant's policies only: else it would be a silence without a floor.
 *
 * <p>One output's, for one thread.
 */
final class Inhibition {
  private final AlertSelection selection;
  private final String systemNamespace;

  /** By uid, those that are open and that the output sends. */
  private final Map<String, Correlation> correlations = new HashMap<>();

  /** The uids of those that were held back. */
  private final Set<String> inhibited = new HashSet<>();

  private record Correlation(KnownAlert alert, AlertGroup group) {}

  /**
   * @param selection what the output sends
   */
  Inhibition(AlertSelection selection, String systemNamespace) {
    this.selection = selection;
    this.systemNamespace = systemNamespace;
  }

  Set<String> observe(String uid, @Nullable KnownAlert alert) {
    if (alert != null && alert.view().overAlerts() && alert.isOpen() && selection.has(alert)) {
      correlations.put(uid, new Correlation(alert, AlertGroup.of(alert.view().group())));
      return Set.of();
    }
    inhibited.remove(uid);
    if (correlations.remove(uid) == null) {
      return Set.of();
    }
    Set<String> free = Set.copyOf(inhibited);
    inhibited.clear();
    return free;
  }

  /** The alert that stands for this one; null for none. */
  @Nullable KnownAlert by(KnownAlert alert) {
    if (alert.view().overAlerts()) {
      return null;
    }
    for (Correlation each : correlations.values()) {
      if (mayStandFor(each.alert(), alert) && each.group().has(alert.view())) {
        inhibited.add(alert.ref().uid());
        return each.alert();
      }
    }
    return null;
  }

  private boolean mayStandFor(KnownAlert correlation, KnownAlert alert) {
    Severity severity = correlation.severity();
    String author = correlation.view().policyNamespace();
    return severity.compareTo(alert.severity()) >= 0
        && (author.equals(systemNamespace) || author.equals(alert.view().policyNamespace()));
  }
}
