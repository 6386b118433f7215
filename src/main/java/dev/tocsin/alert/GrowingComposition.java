package dev.tocsin.alert;

import dev.tocsin.engine.policy.Severity;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A {@link Composition} that grows. */
final class GrowingComposition {
  private static final Comparator<ContributingAlert> LEAST_FIRST =
      Comparator.comparing(ContributingAlert::severity)
          .thenComparing(ContributingAlert::firstSeenNanos, Comparator.reverseOrder());

  private final Map<String, ContributingAlert> byKey = new LinkedHashMap<>(2);
  private final Set<String> techniques = new LinkedHashSet<>(2);
  private final Set<String> tactics = new LinkedHashSet<>(2);
  private Severity severity = Severity.INFO;
  private long alerts;

  /** One that is named already is not counted again. */
  void add(ContributingAlert alert) {
    if (byKey.putIfAbsent(alert.key(), alert) == null) {
      alerts++;
    }
    note(alert.severity(), alert.techniques(), alert.tactics());
    if (byKey.size() > Composition.PARTS) {
      byKey.remove(byKey.values().stream().min(LEAST_FIRST).orElseThrow().key());
    }
  }

  void add(Composition other) {
    long unnamed = other.alerts() - other.parts().size();
    other.parts().forEach(this::add);
    alerts += unnamed;
    note(other.severity(), other.techniques(), other.tactics());
  }

  private void note(Severity other, Collection<String> techniques, Collection<String> tactics) {
    if (other.compareTo(severity) > 0) {
      severity = other;
    }
    addUpTo(Composition.TECHNIQUES, this.techniques, techniques);
    addUpTo(Composition.TACTICS, this.tactics, tactics);
  }

  private static void addUpTo(int most, Set<String> known, Collection<String> more) {
    more.stream().limit(most).filter(each -> known.size() < most).forEach(known::add);
  }

  boolean isEmpty() {
    return alerts == 0;
  }

  Composition composition() {
    return alerts == 0
        ? Composition.NONE
        : new Composition(
            alerts,
            severity,
            techniques.stream().sorted().toList(),
            tactics.stream().sorted().toList(),
            byKey.values().stream()
                .sorted(Comparator.comparingLong(ContributingAlert::firstSeenNanos))
                .toList());
  }
}
