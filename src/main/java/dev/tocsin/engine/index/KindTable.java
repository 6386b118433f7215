package dev.tocsin.engine.index;

import dev.tocsin.event.EncodedText;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
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
  private final List<Gate> gates = new ArrayList<>();
  private final long[] chosen;
  private final EncodedText text = new EncodedText();

  /** Policies that ask for a value of one field. */
  private record Lookup(IndexedField field, long[] asking, ValueTable table) {}

  /** Policies that take only some events of the kind, such as those that are a connection. */
  private record Gate(Admission admission, long[] policies) {}

  KindTable(EventKind kind, List<? extends PolicyIndex.Entry<?>> entries) {
    int words = (entries.size() + Long.SIZE - 1) / Long.SIZE;
    all = new long[words];
    unconditional = new long[words];
    chosen = new long[words];
    Map<IndexedField, Map<String, List<Integer>>> byField = new EnumMap<>(IndexedField.class);
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
      Condition condition = entries.get(number).conditions().getOrDefault(kind, Condition.ALWAYS);
      if (condition.always()) {
        set(unconditional, number);
      }
      for (Condition.Key key : condition.keys()) {
        byField
            .computeIfAbsent(key.field(), field -> new HashMap<>())
            .computeIfAbsent(key.value(), value -> new ArrayList<>())
            .add(number);
      }
    }
    byAdmission.forEach((admission, policies) -> gates.add(new Gate(admission, policies)));
    byField.forEach(
        (field, byValue) -> {
          long[] asking = new long[words];
          byValue.values().forEach(numbers -> numbers.forEach(number -> set(asking, number)));
          lookups.add(new Lookup(field, asking, new ValueTable(byValue)));
        });
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
        lookup.field().read(event, text);
        for (int number : lookup.table().find(text)) {
          chosen[number >> 6] |= 1L << number & seeing[number >> 6];
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
