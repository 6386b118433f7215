package dev.tocsin.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How many alerts there may be, by each {@link Cap}, and which of them gives way to a new one: a
 * closed one first, else one that is less severe than the new one; among those the least severe,
 * then the oldest. An alert never gives way to one of its own severity, so a flood cannot push out
 * its equals or betters.
 *
 * <p>Guarded by the aggregator's lock.
 */
final class Caps {
  private static final Comparator<Tracked> FIRST_TO_GO =
      Comparator.<Tracked, Boolean>comparing(alert -> !alert.isClosed())
          .thenComparing(alert -> alert.headline.severity())
          .thenComparingLong(alert -> alert.sequence);

  /** The answer to whether there is room for one more. */
  sealed interface Verdict {
    /** There is, once these are gone. */
    record Room(List<Displaced> displaced) implements Verdict {}

    /** There is not. */
    record Exceeded(Overflow overflow) implements Verdict {}
  }

  /** An alert that gives way, and the cap that makes it. */
  record Displaced(Tracked alert, Overflow overflow) {}

  private record Scope(Cap cap, String target) {}

  private final AlertSettings settings;
  private final Map<Scope, TreeSet<Tracked>> members = new HashMap<>();

  Caps(AlertSettings settings) {
    this.settings = settings;
  }

  Verdict judge(Headline headline, String namespace) {
    List<Displaced> displaced = new ArrayList<>();
    for (Scope scope : scopes(headline, namespace)) {
      TreeSet<Tracked> alerts = members.get(scope);
      int limit = settings.limit(scope.cap());
      if (alerts == null
          || alerts.size() < limit
          || displaced.stream().anyMatch(other -> alerts.contains(other.alert()))) {
        continue;
      }
      Overflow overflow = new Overflow(scope.cap(), scope.target(), limit);
      Tracked first = alerts.first();
      if (!first.isClosed() && first.headline.severity().compareTo(headline.severity()) >= 0) {
        return new Verdict.Exceeded(overflow);
      }
      displaced.add(new Displaced(first, overflow));
    }
    return new Verdict.Room(displaced);
  }

  void add(Tracked alert) {
    if (alert.overflow == null) {
      for (Scope scope : scopes(alert.headline, alert.namespace)) {
        members.computeIfAbsent(scope, _ -> new TreeSet<>(FIRST_TO_GO)).add(alert);
      }
    }
  }

  /** Also to be called before, and {@link #add} after, anything that changes an alert's order. */
  void remove(Tracked alert) {
    for (Scope scope : scopes(alert.headline, alert.namespace)) {
      TreeSet<Tracked> alerts = members.get(scope);
      if (alerts != null) {
        alerts.remove(alert);
        if (alerts.isEmpty()) {
          members.remove(scope);
        }
      }
    }
  }

  private static List<Scope> scopes(Headline headline, String namespace) {
    List<Scope> scopes = new ArrayList<>(Cap.values().length);
    scopes.add(new Scope(Cap.POLICY, headline.policyKey()));
    if (!headline.node().isEmpty()) {
      scopes.add(new Scope(Cap.NODE, headline.node()));
    }
    scopes.add(new Scope(Cap.NAMESPACE, namespace));
    scopes.add(new Scope(Cap.CLUSTER, ""));
    return scopes;
  }
}
