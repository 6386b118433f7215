package dev.tocsin.engine.index;

import dev.tocsin.engine.policy.Scope;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.MalformedEventException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One set of policies that does not change, by event kind, by what their expressions ask of an
 * event, and by scope. An event is offered to the policies of its kinds that may see its place and
 * whose {@link IndexCondition} it meets.
 *
 * <p>The tables of conditions are one for each kind, and a place has no more than a bit for each
 * policy: tables of its own for each place would take a hundred times the memory.
 *
 * <p>Scope is worked out once for a place (pod, container, node) and remembered: see {@link
 * Places}.
 *
 * @param <P> the policies
 */
public final class PolicyIndex<P> {
  /** Rather than leaving more numbers free than these, or than are taken, policies move up. */
  private static final int FREE_NUMBERS = 64;

  /** By number; {@code null} where a number is free. */
  private final List<@Nullable Numbered<P>> numbered;

  private final List<KindTable> tables;

  /** By number, the version of the index in which it was last given or taken away. */
  private final int[] changed;

  private final int version;

  /** Of the evaluating thread, which goes from one version of the index to the next. */
  private final Places places;

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

  /**
   * A policy in the index.
   *
   * @param number its bit in sets of policies
   */
  record Numbered<P>(int number, Entry<P> entry, ScopeFilter filter) {}

  public PolicyIndex(List<Entry<P>> entries) {
    this(new PolicyIndex<>(), List.of(), entries);
  }

  private PolicyIndex() {
    numbered = List.of();
    tables = Stream.of(EventKind.values()).map(KindTable::new).toList();
    changed = new int[0];
    version = 0;
    places = new Places();
  }

  private PolicyIndex(PolicyIndex<P> before, List<Numbered<P>> gone, List<Entry<P>> come) {
    List<@Nullable Numbered<P>> all = new ArrayList<>(before.numbered);
    version = before.version + 1;
    places = before.places;
    int[] marks = Arrays.copyOf(before.changed, all.size() + come.size());
    for (Numbered<P> each : gone) {
      all.set(each.number(), null);
      marks[each.number()] = version;
    }
    List<Numbered<P>> added = new ArrayList<>();
    int number = 0;
    for (Entry<P> entry : come) {
      while (number < all.size() && all.get(number) != null) {
        number++;
      }
      if (number == all.size()) {
        all.add(null);
      }
      Numbered<P> each = new Numbered<>(number, entry, new ScopeFilter(entry.scope()));
      all.set(number, each);
      marks[number] = version;
      added.add(each);
    }
    numbered = all;
    changed = Arrays.copyOf(marks, all.size());
    tables = before.tables.stream().map(table -> table.with(gone, added)).toList();
  }

  /**
   * With other policies. What those that stay are looked up by is shared, and so is what is known
   * of places: a change costs what it changes, and copies of arrays. Only the thread that evaluated
   * by this index may evaluate by the new one, and this one is not to be used then.
   *
   * @param isGone whether a policy leaves
   * @param come those that are added; they take the numbers that are free
   */
  public PolicyIndex<P> with(Predicate<P> isGone, List<Entry<P>> come) {
    List<Numbered<P>> gone = new ArrayList<>();
    List<Entry<P>> staying = new ArrayList<>();
    for (Numbered<P> each : numbered) {
      if (each != null && isGone.test(each.entry().policy())) {
        gone.add(each);
      } else if (each != null) {
        staying.add(each.entry());
      }
    }
    int count = staying.size() + come.size();
    boolean isSparse = numbered.size() - count > Math.max(count, FREE_NUMBERS);
    if (isSparse || gone.size() > staying.size()) {
      staying.addAll(come);
      return new PolicyIndex<>(staying);
    }
    return new PolicyIndex<>(this, gone, come);
  }

  /** Hands the event's policies to the visitor, in the order of their numbers. */
  public void offer(Event event, Attribution where, Visitor<P> visitor) {
    KnownPlace place = place(where);
    KindTable table = tables.get(event.kind().ordinal());
    long[] chosen;
    try {
      chosen = table.choose(event, place.seeing);
    } catch (MalformedEventException e) {
      // It may be broken in a place that nobody else looks at.
      offerAll(table.all(), place.seeing, event, visitor);
      return;
    }
    for (int word = 0; word < chosen.length; word++) {
      for (long left = chosen[word]; left != 0; left &= left - 1) {
        int number = word * Long.SIZE + Long.numberOfTrailingZeros(left);
        boolean firstHere = !PolicySet.has(place.offered, number);
        if (firstHere) {
          PolicySet.set(place.offered, number);
        }
        if (visitor.offer(entry(number).policy(), firstHere)) {
          PolicySet.clear(place.seeing, number);
        }
      }
    }
  }

  private Entry<P> entry(int number) {
    return Objects.requireNonNull(numbered.get(number)).entry();
  }

  private void offerAll(long[] all, long[] seeing, Event event, Visitor<P> visitor) {
    for (int word = 0; word < all.length; word++) {
      for (long left = all[word] & seeing[word]; left != 0; left &= left - 1) {
        Entry<P> entry = entry(word * Long.SIZE + Long.numberOfTrailingZeros(left));
        Admission admission = Admission.of(event.kind(), entry.kinds());
        if (admission != null && admission.takes(event)) {
          visitor.offer(entry.policy(), false);
        }
      }
    }
  }

  private KnownPlace place(Attribution where) {
    KnownPlace place = places.of(where);
    if (place.version != version) {
      update(place, where);
    }
    return place;
  }

  /** Looks at the policies that have changed since the place was looked up last. */
  private void update(KnownPlace place, Attribution where) {
    place.seeing = PolicySet.copy(place.seeing, numbered.size());
    place.offered = PolicySet.copy(place.offered, numbered.size());
    for (int number = 0; number < changed.length; number++) {
      if (changed[number] > place.version) {
        PolicySet.clear(place.seeing, number);
        PolicySet.clear(place.offered, number);
        Numbered<P> policy = numbered.get(number);
        if (policy != null && policy.filter().sees(where)) {
          PolicySet.set(place.seeing, number);
        }
      }
    }
    place.version = version;
  }

  /** All kinds that any policy asks for. */
  public Set<EventKind> kinds() {
    Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
    for (Numbered<P> each : numbered) {
      if (each != null) {
        kinds.addAll(each.entry().kinds());
      }
    }
    return kinds;
  }
}
