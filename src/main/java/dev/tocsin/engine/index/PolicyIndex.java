package dev.tocsin.engine.index;

import dev.tocsin.engine.Scope;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One immutable set of policies, by event kind and by scope. An event is offered to the policies of
 * its kinds that may see its place.
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

  @SuppressWarnings({"unchecked", "rawtypes"})
  private final @Nullable Place<P>[] places = new Place[PLACES];

  /** One policy, where it looks and for what. */
  public record Entry<P>(P policy, Scope scope, Set<EventKind> kinds) {}

  public PolicyIndex(List<Entry<P>> entries) {
    this.entries = List.copyOf(entries);
    this.filters = entries.stream().map(entry -> new ScopeFilter(entry.scope())).toList();
  }

  /** Hands the event's policies to the visitor, in the order they were installed in. */
  public void offer(Event event, Attribution where, Consumer<P> visitor) {
    List<Candidate<P>> candidates = place(where).candidates(event.kind());
    for (int i = 0; i < candidates.size(); i++) {
      Candidate<P> candidate = candidates.get(i);
      if (candidate.takes(event)) {
        visitor.accept(candidate.policy());
      }
    }
  }

  private Place<P> place(Attribution where) {
    int slot = slot(where);
    Place<P> known = places[slot];
    if (known == null || !known.is(where)) {
      known = new Place<>(where, inScope(where));
      places[slot] = known;
    }
    return known;
  }

  private List<Entry<P>> inScope(Attribution where) {
    List<Entry<P>> seeing = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (filters.get(i).sees(where)) {
        seeing.add(entries.get(i));
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

  /** A policy that may take an event of one wire kind. */
  private record Candidate<P>(P policy, Admission admission) {
    boolean takes(Event event) {
      return admission.takes(event);
    }
  }

  /** The policies that see one place, by wire kind. */
  private static final class Place<P> {
    private final Attribution.Source source;
    private final Pod pod;
    private final Container container;
    private final Node node;
    private final List<List<Candidate<P>>> byKind = new ArrayList<>(KINDS.length);

    Place(Attribution where, List<Entry<P>> entries) {
      this.source = where.source();
      this.pod = where.pod();
      this.container = where.container();
      this.node = where.node();
      for (EventKind kind : KINDS) {
        byKind.add(candidates(kind, entries));
      }
    }

    private static <P> List<Candidate<P>> candidates(EventKind kind, List<Entry<P>> entries) {
      List<Candidate<P>> candidates = new ArrayList<>();
      for (Entry<P> entry : entries) {
        Admission admission = Admission.of(kind, entry.kinds());
        if (admission != null) {
          candidates.add(new Candidate<>(entry.policy(), admission));
        }
      }
      return List.copyOf(candidates);
    }

    @SuppressWarnings("ReferenceEquality") // identity is the point: a change is a new record
    boolean is(Attribution where) {
      return pod == where.pod()
          && container == where.container()
          && node == where.node()
          && source == where.source();
    }

    List<Candidate<P>> candidates(EventKind kind) {
      return byKind.get(kind.ordinal());
    }
  }

  /** All kinds that any policy asks for. */
  public Set<EventKind> kinds() {
    Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
    entries.forEach(entry -> kinds.addAll(entry.kinds()));
    return kinds;
  }
}
