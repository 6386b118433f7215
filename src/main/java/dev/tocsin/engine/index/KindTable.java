package dev.tocsin.engine.index;

import dev.tocsin.engine.index.IndexCondition.Key;
import dev.tocsin.engine.index.PolicyIndex.Numbered;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The policies that look at events of one wire kind, by what their condition asks of an event.
 * Immutable but for what it works with.
 */
final class KindTable {
  private final EventKind kind;
  private final long[] all;
  private final long[] unconditional;
  private final List<KeyTable> tables;
  private final List<Gate> gates;
  private final long[] chosen;
  private final EncodedText text = new EncodedText();

  /** Policies that take only some events of the kind, such as those that are a connection. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares gates
  private record Gate(Admission admission, long[] policies) {}

  /** Of no policies. */
  KindTable(EventKind kind) {
    this(kind, new long[0], new long[0], List.of(), List.of());
  }

  private KindTable(
      EventKind kind, long[] all, long[] unconditional, List<KeyTable> tables, List<Gate> gates) {
    this.kind = kind;
    this.all = all;
    this.unconditional = unconditional;
    this.tables = tables;
    this.gates = gates;
    this.chosen = new long[all.length];
  }

  /**
   * With other policies, and the same tables where those have no part in them.
   *
   * @param gone those that leave, by their numbers
   * @param come those that take a number that is free then
   */
  KindTable with(List<? extends Numbered<?>> gone, List<? extends Numbered<?>> come) {
    List<? extends Numbered<?>> out = gone.stream().filter(this::isOfKind).toList();
    List<? extends Numbered<?>> in = come.stream().filter(this::isOfKind).toList();
    if (out.isEmpty() && in.isEmpty()) {
      return this;
    }
    int room = in.stream().mapToInt(Numbered::number).max().orElse(-1) + 1;
    long[] nowAll = PolicySet.copy(all, room);
    long[] nowUnconditional = PolicySet.copy(unconditional, room);
    Map<Key, KeyTable.Change> changes = new LinkedHashMap<>();
    for (Numbered<?> each : out) {
      PolicySet.clear(nowAll, each.number());
      PolicySet.clear(nowUnconditional, each.number());
      for (Key key : condition(each).keys()) {
        changes.computeIfAbsent(key, _ -> new KeyTable.Change()).gone().add(each.number());
      }
    }
    for (Numbered<?> each : in) {
      PolicySet.set(nowAll, each.number());
      if (condition(each).always()) {
        PolicySet.set(nowUnconditional, each.number());
      }
      for (Key key : condition(each).keys()) {
        changes.computeIfAbsent(key, _ -> new KeyTable.Change()).come().add(each.number());
      }
    }
    return new KindTable(
        kind, nowAll, nowUnconditional, tables(changes, room), gates(out, in, room));
  }

  private boolean isOfKind(Numbered<?> policy) {
    return admission(policy) != null;
  }

  private @Nullable Admission admission(Numbered<?> policy) {
    return Admission.of(kind, policy.entry().kinds());
  }

  private IndexCondition condition(Numbered<?> policy) {
    return policy.entry().conditions().getOrDefault(kind, IndexCondition.ALWAYS);
  }

  private List<KeyTable> tables(Map<Key, KeyTable.Change> changes, int room) {
    Map<KeyTable, Map<Key, KeyTable.Change>> byTable = new LinkedHashMap<>();
    tables.forEach(table -> byTable.put(table, new LinkedHashMap<>()));
    changes.forEach(
        (key, change) -> {
          KeyTable table = table(byTable.keySet(), key);
          byTable.computeIfAbsent(table, _ -> new LinkedHashMap<>()).put(key, change);
        });
    List<KeyTable> now = new ArrayList<>();
    byTable.forEach(
        (table, ofTable) -> {
          KeyTable next = ofTable.isEmpty() ? table : table.with(ofTable, room);
          if (next != null) {
            now.add(next);
          }
        });
    return List.copyOf(now);
  }

  private static KeyTable table(Set<KeyTable> tables, Key key) {
    for (KeyTable table : tables) {
      if (table.takes(key)) {
        return table;
      }
    }
    return KeyTable.empty(key);
  }

  private List<Gate> gates(
      List<? extends Numbered<?>> out, List<? extends Numbered<?>> in, int room) {
    Map<Admission, long[]> policies = new LinkedHashMap<>();
    gates.forEach(gate -> policies.put(gate.admission(), gate.policies().clone()));
    for (Numbered<?> each : out) {
      long[] set = policies.get(admission(each));
      if (set != null) {
        PolicySet.clear(set, each.number());
      }
    }
    for (Numbered<?> each : in) {
      Admission admission = admission(each);
      if (admission != null && !admission.always()) {
        long[] set = PolicySet.copy(policies.getOrDefault(admission, new long[0]), room);
        PolicySet.set(set, each.number());
        policies.put(admission, set);
      }
    }
    return policies.entrySet().stream()
        .filter(gate -> !PolicySet.isEmpty(gate.getValue()))
        .map(gate -> new Gate(gate.getKey(), gate.getValue()))
        .toList();
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
    for (int i = 0; i < tables.size(); i++) {
      tables.get(i).choose(event, text, seeing, chosen);
    }
    for (int i = 0; i < gates.size(); i++) {
      Gate gate = gates.get(i);
      if (PolicySet.intersect(gate.policies(), chosen) && !gate.admission().takes(event)) {
        for (int word = 0; word < gate.policies().length; word++) {
          chosen[word] &= ~gate.policies()[word];
        }
      }
    }
    return chosen;
  }
}
