package dev.tocsin.engine.index;

import dev.tocsin.engine.index.IndexCondition.Key;
import dev.tocsin.engine.index.PolicyIndex.Numbered;
import dev.tocsin.event.EncodedText;
import dev.tocsin.event.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Policies by one clause of their conditions. Immutable but for what it works with.
 *
 * @param asking the policies that have such a clause
 * @param tables by field, and way of asking
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record ClauseTables(long[] asking, List<KeyTable> tables) {
  static final ClauseTables NONE = new ClauseTables(new long[0], List.of());

  /**
   * With other policies, and the same tables where those have no part in them.
   *
   * @param conditions of them
   * @param place of the clause in the conditions
   * @param room for so many policies
   */
  ClauseTables with(
      List<? extends Numbered<?>> gone,
      List<? extends Numbered<?>> come,
      Function<Numbered<?>, IndexCondition> conditions,
      int place,
      int room) {
    long[] now = PolicySet.copy(asking, room);
    Map<Key, KeyTable.Change> changes = new LinkedHashMap<>();
    for (Numbered<?> each : gone) {
      PolicySet.clear(now, each.number());
      for (Key key : keys(conditions.apply(each), place)) {
        changes.computeIfAbsent(key, _ -> new KeyTable.Change()).gone().add(each.number());
      }
    }
    for (Numbered<?> each : come) {
      IndexCondition condition = conditions.apply(each);
      if (condition.clauses().size() > place) {
        PolicySet.set(now, each.number());
      }
      for (Key key : keys(condition, place)) {
        changes.computeIfAbsent(key, _ -> new KeyTable.Change()).come().add(each.number());
      }
    }
    return new ClauseTables(now, with(changes, room));
  }

  private static Set<Key> keys(IndexCondition condition, int place) {
    return condition.clauses().size() > place ? condition.clauses().get(place).keys() : Set.of();
  }

  private List<KeyTable> with(Map<Key, KeyTable.Change> changes, int room) {
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

  /**
   * Adds the policies whose clause the event meets to those that are chosen.
   *
   * @param text to work with
   * @param among the policies that come into question
   */
  void choose(Event event, EncodedText text, long[] among, long[] chosen) {
    for (int i = 0; i < tables.size(); i++) {
      tables.get(i).choose(event, text, among, chosen);
    }
  }
}
