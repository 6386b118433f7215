package dev.tocsin.engine.index;

import dev.tocsin.event.EncodedText;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.LiteralTable.Literal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The policies that look at events of one wire kind, by what their condition asks of an event.
 *
 * <p>A policy is a number here, its place in the order of installation, and a set of policies is a
 * bit for each: so sets from several tables join without sorting, and leave in that order.
 */
final class KindTable {
  private final long[] all;
  private final long[] unconditional;
  private final List<Lookup> lookups = new ArrayList<>();
  private final List<Search> searches = new ArrayList<>();
  private final List<Gate> gates = new ArrayList<>();
  private final long[] chosen;
  private final EncodedText text = new EncodedText();
  private final EncodedText small = new EncodedText();

  /** Policies that ask for a value of one field. */
  private record Lookup(IndexedField field, boolean small, long[] asking, ValueTable table) {}

  /** Policies that look for a text in one field. */
  private record Search(IndexedField field, long[] asking, SearchTable table) {}

  /** Policies that take only some events of the kind, such as those that are a connection. */
  private record Gate(Admission admission, long[] policies) {}

  KindTable(EventKind kind, List<? extends PolicyIndex.Entry<?>> entries) {
    all = none(entries.size());
    unconditional = none(entries.size());
    chosen = none(entries.size());
    int words = chosen.length;
    Map<IndexedField, Map<String, List<Integer>>> byValue = new EnumMap<>(IndexedField.class);
    Map<IndexedField, Map<String, List<Integer>>> bySmall = new EnumMap<>(IndexedField.class);
    Map<IndexedField, Map<Literal, List<Integer>>> byLiteral = new EnumMap<>(IndexedField.class);
    Map<Admission, long[]> byAdmission = new LinkedHashMap<>();
    for (int number = 0; number < entries.size(); number++) {
      Admission admission = Admission.of(kind, entries.get(number).kinds());
      if (admission == null) {
        continue;
      }
      set(all, number);
      if (!admission.always()) {
        set(byAdmission.computeIfAbsent(admission, key -> new long[words]), number);
      }
      IndexCondition condition =
          entries.get(number).conditions().getOrDefault(kind, IndexCondition.ALWAYS);
      if (condition.always()) {
        set(unconditional, number);
      }
      for (IndexCondition.Key key : condition.keys()) {
        IndexedField field = key.field();
        switch (key.relation()) {
          case IS -> add(number, key.value(), byValue.computeIfAbsent(field, _ -> new HashMap<>()));
          case IS_IN_ANY_CASE ->
              add(number, key.value(), bySmall.computeIfAbsent(field, _ -> new HashMap<>()));
          case HAS, HAS_IN_ANY_CASE ->
              add(number, key.literal(), byLiteral.computeIfAbsent(field, _ -> new HashMap<>()));
        }
      }
    }
    byAdmission.forEach((admission, policies) -> gates.add(new Gate(admission, policies)));
    byValue.forEach(
        (field, asking) ->
            lookups.add(new Lookup(field, false, all(asking, words), new ValueTable(asking))));
    bySmall.forEach(
        (field, asking) ->
            lookups.add(new Lookup(field, true, all(asking, words), new ValueTable(asking))));
    byLiteral.forEach(
        (field, asking) ->
            searches.add(new Search(field, all(asking, words), new SearchTable(asking))));
  }

  private static <K> void add(int number, K key, Map<K, List<Integer>> numbers) {
    numbers.computeIfAbsent(key, _ -> new ArrayList<>()).add(number);
  }

  private static long[] all(Map<?, List<Integer>> numbers, int words) {
    long[] all = new long[words];
    numbers.values().forEach(each -> each.forEach(number -> set(all, number)));
    return all;
  }

  /** All policies of the kind. */
  long[] all() {
    return all;
  }

  /**
   * The policies whose condition the event meets. The array is the table's own, good until the next
   * call.
   *
   * @param seeing the policies that may see its place
   */
  long[] choose(Event event, long[] seeing) {
    for (int word = 0; word < chosen.length; word++) {
      chosen[word] = unconditional[word] & seeing[word];
    }
    for (int i = 0; i < lookups.size(); i++) {
      Lookup lookup = lookups.get(i);
      if (intersect(lookup.asking(), seeing)) {
        int count = lookup.field().count(event, text);
        for (int value = 0; value < count; value++) {
          lookup.field().read(event, value, text);
          if (lookup.small()) {
            small.lowerCaseOf(text);
          }
          lookup.table().choose(lookup.small() ? small : text, seeing, chosen);
        }
      }
    }
    for (int i = 0; i < searches.size(); i++) {
      Search search = searches.get(i);
      if (intersect(search.asking(), seeing)) {
        int count = search.field().count(event, text);
        for (int value = 0; value < count; value++) {
          search.field().read(event, value, text);
          search.table().choose(text, seeing, chosen);
        }
      }
    }
    for (int i = 0; i < gates.size(); i++) {
      Gate gate = gates.get(i);
      if (intersect(gate.policies(), chosen) && !gate.admission().takes(event)) {
        for (int word = 0; word < chosen.length; word++) {
          chosen[word] &= ~gate.policies()[word];
        }
      }
    }
    return chosen;
  }

  /** A set that so many policies fit into. */
  static long[] none(int policies) {
    return new long[(policies + Long.SIZE - 1) / Long.SIZE];
  }

  static boolean has(long[] policies, int number) {
    return (policies[number >> 6] >>> number & 1) != 0;
  }

  static void clear(long[] policies, int number) {
    policies[number >> 6] &= ~(1L << number);
  }

  static void set(long[] policies, int number) {
    policies[number >> 6] |= 1L << number;
  }

  private static boolean intersect(long[] some, long[] others) {
    for (int word = 0; word < some.length; word++) {
      if ((some[word] & others[word]) != 0) {
        return true;
      }
    }
    return false;
  }
}
