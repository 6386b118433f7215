package dev.tocsin.alert;

import dev.tocsin.engine.AlertListener;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.AlertView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Alerts that were opened, and that listeners were not notified of yet. Nobody is notified before
 * all that is stored is known: only then is it certain which alerts are new. Guarded by the book's
 * lock.
 */
final class Openings {
  private static final long MICRO = 1_000;

  private final List<Opening> opened = new ArrayList<>();
  private final List<AlertView> stored = new ArrayList<>();
  private final Set<String> storedFindings = new HashSet<>();
  private final Map<String, Long> countsByPolicy = new HashMap<>();
  private State state = State.LOADING;

  private enum State {
    LOADING,
    LOADED,
    ANNOUNCED
  }

  private record Opening(AlertState alert, AlertView view) {}

  /** The finding is the first of the alert's pending ones, and opened it. */
  void opened(AlertState alert, Finding first) {
    if (alert.overflow == null) {
      opened.add(new Opening(alert, view(alert, first)));
    }
  }

  /**
   * How many alerts were opened since the start, by policy; those that nobody was notified of not.
   */
  Map<String, Long> countsByPolicy() {
    return countsByPolicy;
  }

  /** The store has it; what it says after {@link #loaded} is nothing new. */
  void stored(StoredAlert alert) {
    if (state == State.LOADING) {
      alert.tally().samples().forEach(sample -> storedFindings.add(sample.findingId()));
      if (alert.overflow() == null && alert.view().present()) {
        stored.add(alert.view());
      }
    }
  }

  /** All that is stored is known; what was opened before, and turned out to be stored, was not. */
  void loaded(Predicate<AlertState> isNew) {
    opened.removeIf(opening -> !isNew.test(opening.alert()));
    state = State.LOADED;
  }

  /** What to notify listeners of, without the lock. */
  Consumer<AlertListener> take() {
    if (state == State.LOADING || (state == State.ANNOUNCED && opened.isEmpty())) {
      return feed -> {};
    }
    opened.forEach(
        opening -> countsByPolicy.merge(opening.alert().summary.policyKey(), 1L, Long::sum));
    List<AlertView> views = opened.stream().map(Opening::view).toList();
    opened.clear();
    if (state == State.ANNOUNCED) {
      return feed -> views.forEach(feed::opened);
    }
    state = State.ANNOUNCED;
    List<AlertView> before = List.copyOf(stored);
    Set<String> findings = Set.copyOf(storedFindings);
    stored.clear();
    storedFindings.clear();
    return feed -> {
      feed.restored(before, findings);
      views.forEach(feed::opened);
    };
  }

  private static AlertView view(AlertState alert, Finding first) {
    Policy policy = first.policy();
    return new AlertView(
        alert.name.toString(),
        alert.namespace(),
        policy.id().name(),
        policy.id().namespace(),
        policy.title(),
        first.message(),
        severity(policy),
        policy.riskScore(),
        policy.mitreAttack().stream().map(Policy.AttackTechnique::technique).toList(),
        policy.mitreAttack().stream().flatMap(each -> each.tactics().stream()).distinct().toList(),
        "Open",
        alert.content().pending().count(),
        first.group(),
        alert.content().pending().firstSeenNanos() / MICRO * MICRO,
        first.facts().cluster(),
        policy.isOverAlerts(),
        first.facts().where());
  }

  private static String severity(Policy policy) {
    return switch (policy.severity()) {
      case INFO -> "Info";
      case LOW -> "Low";
      case MEDIUM -> "Medium";
      case HIGH -> "High";
      case CRITICAL -> "Critical";
    };
  }
}
