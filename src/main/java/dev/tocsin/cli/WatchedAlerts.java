package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.triage.AlertBoard;
import dev.tocsin.triage.AlertFeed;
import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.AlertQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** The alerts that a watch shows, as they are now. */
final class WatchedAlerts implements AlertFeed.Listener {
  private final Predicate<SecurityAlert> wanted;
  private final Map<AlertKey, SecurityAlert> alerts = new HashMap<>();

  /** What was not reported yet. */
  private List<Change> changes = new ArrayList<>();

  /** What happened to an alert that is shown. */
  record Change(Kind kind, SecurityAlert alert) {}

  /** Kinds of changes. */
  enum Kind {
    ADDED,
    CHANGED,
    GONE
  }

  WatchedAlerts(AlertQuery query) {
    this.wanted = query::wants;
  }

  @Override
  public synchronized void present(SecurityAlert alert) {
    AlertKey key = AlertKey.of(alert);
    SecurityAlert before = alerts.get(key);
    if (!wanted.test(alert)) {
      gone(key);
    } else if (before == null || !isSame(before, alert)) {
      alerts.put(key, alert);
      changed(before == null ? Kind.ADDED : Kind.CHANGED, alert);
    }
  }

  @Override
  public synchronized void gone(AlertKey key) {
    SecurityAlert before = alerts.remove(key);
    if (before != null) {
      changed(Kind.GONE, before);
    }
  }

  private void changed(Kind kind, SecurityAlert alert) {
    changes.add(new Change(kind, alert));
    notifyAll();
  }

  /** Labels and versions are nothing to see. */
  private static boolean isSame(SecurityAlert before, SecurityAlert now) {
    return before.getSpec().equals(now.getSpec())
        && Objects.equals(before.getStatus(), now.getStatus());
  }

  /** What happened since the last time; waits for something to happen, for so long at most. */
  synchronized List<Change> take(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; changes.isEmpty() && left > 0; ) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    List<Change> taken = changes;
    changes = new ArrayList<>();
    return taken;
  }

  /** The most severe first, of those the latest. */
  synchronized List<SecurityAlert> all() {
    return alerts.values().stream().sorted(AlertBoard.ORDER).toList();
  }
}
