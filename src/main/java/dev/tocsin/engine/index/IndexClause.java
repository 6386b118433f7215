package dev.tocsin.engine.index;

import dev.tocsin.engine.index.IndexCondition.Key;
import dev.tocsin.event.Event;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One of the things that must hold of an event: at least one field has the value that stands beside
 * it.
 *
 * @param keys no event meets it when there are none
 */
public record IndexClause(Set<Key> keys) {
  /** The one that fewer events meet comes first; of two as wide, the one with fewer values. */
  private static final Comparator<IndexClause> NARROWEST_FIRST =
      Comparator.comparingInt(IndexClause::reach).thenComparingInt(clause -> clause.keys().size());

  /** For what every event is asked. */
  static final Comparator<IndexClause> CHEAPEST_FIRST =
      Comparator.comparingInt(IndexClause::cost).thenComparing(NARROWEST_FIRST);

  /** For what is asked of few events: what is searched for says more than another name. */
  static final Comparator<IndexClause> SEARCHED_FIRST =
      Comparator.comparing((IndexClause clause) -> clause.cost() == 0)
          .thenComparing(NARROWEST_FIRST);

  public IndexClause {
    keys = Collections.unmodifiableSet(new LinkedHashSet<>(keys));
  }

  /** One of the two is met. */
  IndexClause or(IndexClause other) {
    Set<Key> both = new LinkedHashSet<>(keys);
    both.addAll(other.keys);
    return new IndexClause(both);
  }

  /** Whether any event that meets the other one meets this. */
  boolean follows(IndexClause other) {
    return keys.containsAll(other.keys);
  }

  /** Of the key that costs most. */
  private int cost() {
    return keys.stream().mapToInt(Key::cost).max().orElse(0);
  }

  /** How far it reaches: more is more events. */
  private int reach() {
    return keys.stream().mapToInt(Key::reach).max().orElse(-1);
  }

  boolean isMetBy(Event event) {
    return keys.stream().anyMatch(key -> key.holds(event));
  }
}
