package dev.tocsin.engine.index;

import dev.tocsin.engine.policy.Scope;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.MalformedEventException;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One immutable set of policies, by event kind, by what their expressions ask of an event, and by
 * scope. An event is offered to the policies of its kinds that may see its place and whose {@link
 * IndexCondition} it meets.
 *
 * <p>The tables of conditions are one for each kind, and a place has no more than a bit for each
 * policy: tables of its own for each place would take a hundred times the memory.
 *
 * <p>Scope is worked out once for a place (pod, container, node) and remembered, because the
 * records of a place are immutable: a changed label is a new record. The memory is a table in which
 * a place overwrites another that falls on the same slot, so that it needs neither locks nor
 * eviction; it belongs to the evaluating thread.
 *
 * @param <P> the policies
 */
public final class PolicyIndex<P> {
  private static final int PLACES = 512;
  private static final EventKind[] KINDS = EventKind.values();

  private final List<Entry<P>> entries;
  private final List<ScopeFilter> filters;
  private final List<KindTable> tables = new ArrayList<>(KINDS.length);

  private final @Nullable Place[] places = new Place[PLACES];

  /**
   * One policy, where it looks and for what.
   *
   * @param conditions by wire kind; none for a kind: it is offered all events of it
   */
  public record Entry<P>(
      P policy, Scope scope, Set<EventKind> kinds, Map<EventKind, IndexCondition> conditions) {}

  /** Takes the policies that an event is offered to. */
  @FunctionalInterface
  public interface Visitor<P> {
    /**
     * @param firstHere whether the policy comes into question at the event's place for the first
     *     time
     * @return whether no event of this place can match it: it is offered none any more
     */
    boolean offer(P policy, boolean firstHere);
  }

  public PolicyIndex(List<Entry<P>> entries) {
    this.entries = List.copyOf(entries);
    this.filters = entries.stream().map(entry -> new ScopeFilter(entry.scope())).toList();
    for (EventKind kind : KINDS) {
      tables.add(new KindTable(kind, entries));
    }
  }

  /** Hands the event's policies to the visitor, in the order they were installed in. */
  public void offer(Event event, Attribution where, Visitor<P> visitor) {
    Place place = place(where);
    KindTable table = tables.get(event.kind().ordinal());
    long[] chosen;
    try {
      chosen = table.choose(event, place.seeing());
    } catch (MalformedEventException e) {
      // It may be broken in a place that nobody else looks at.
      offerAll(table.all(), place.seeing(), event, visitor);
      return;
    }
    for (int word = 0; word < chosen.length; word++) {
      for (long left = chosen[word]; left != 0; left &= left - 1) {
        int number = word * Long.SIZE + Long.numberOfTrailingZeros(left);
        boolean firstHere = !KindTable.has(place.offered(), number);
        if (firstHere) {
          KindTable.set(place.offered(), number);
        }
        if (visitor.offer(entries.get(number).policy(), firstHere)) {
          KindTable.clear(place.seeing(), number);
        }
      }
    }
  }

  private void offerAll(long[] all, long[] seeing, Event event, Visitor<P> visitor) {
    for (int word = 0; word < all.length; word++) {
      for (long left = all[word] & seeing[word]; left != 0; left &= left - 1) {
        Entry<P> entry = entries.get(word * Long.SIZE + Long.numberOfTrailingZeros(left));
        Admission admission = Admission.of(event.kind(), entry.kinds());
        if (admission != null && admission.takes(event)) {
          visitor.offer(entry.policy(), false);
        }
      }
    }
  }

  private Place place(Attribution where) {
    int slot = slot(where);
    Place known = places[slot];
    if (known == null || !known.is(where)) {
      known =
          new Place(
              where.source(),
              where.pod(),
              where.container(),
              where.node(),
              seen(where),
              KindTable.none(entries.size()));
      places[slot] = known;
    }
    return known;
  }

  private long[] seen(Attribution where) {
    long[] seeing = KindTable.none(entries.size());
    for (int i = 0; i < filters.size(); i++) {
      if (filters.get(i).sees(where)) {
        KindTable.set(seeing, i);
      }
    }
    return seeing;
  }

  private static int slot(Attribution where) {
    int hash =
        System.identityHashCode(where.pod()) * 31
            + System.identityHashCode(where.container()) * 17
            + System.identityHashCode(where.node())
            + where.source().ordinal();
    return (hash ^ hash >>> 9 ^ hash >>> 18) & PLACES - 1;
  }

  /**
   * @param seeing the policies that see the place, a bit for each, but for those that no event of
   *     it can match
   * @param offered those that have been offered an event of it
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares places
  private record Place(
      Attribution.Source source,
      Pod pod,
      Container container,
      Node node,
      long[] seeing,
      long[] offered) {
    @SuppressWarnings("ReferenceEquality") // identity is the point: a change is a new record
    boolean is(Attribution where) {
      return pod == where.pod()
          && container == where.container()
          && node == where.node()
          && source == where.source();
    }
  }

  /** All kinds that any policy asks for. */
  public Set<EventKind> kinds() {
    Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
    entries.forEach(entry -> kinds.addAll(entry.kinds()));
    return kinds;
  }
}
