package dev.tocsin.alert;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The room that one cap leaves in one scope, and who has it. Whoever comes takes from it until it
 * is full. Then there is as much again for the first alerts of a policy and workload, and room for
 * whoever has less than an equal share. So one who takes all that is free takes nothing of what
 * others are due, and the open alerts of a scope never exceed three times its limit.
 *
 * <p>Guarded by the book's lock.
 */
final class Capacity {
  private final int limit;
  private final Map<String, Integer> openByHolder = new HashMap<>();
  private final TreeSet<AlertState> closed =
      new TreeSet<>(Comparator.comparingLong((AlertState alert) -> alert.sequence));
  private int open;

  Capacity(int limit) {
    this.limit = limit;
  }

  /**
   * @param first whether its policy has no open alert of that workload
   */
  boolean admits(String holder, boolean first) {
    if (open < limit || first && open < 2 * limit) {
      return true;
    }
    int held = openByHolder.getOrDefault(holder, 0);
    int holders = openByHolder.size() + (held == 0 ? 1 : 0);
    return held < limit / holders;
  }

  /** The closed alert that has to make room for one more, if one has to. */
  @Nullable AlertState evicted() {
    return closed.isEmpty() || open + closed.size() < limit ? null : closed.first();
  }

  boolean holds(AlertState alert) {
    return closed.contains(alert);
  }

  void addOpen(String holder) {
    open++;
    openByHolder.merge(holder, 1, Integer::sum);
  }

  void removeOpen(String holder) {
    open--;
    openByHolder.computeIfPresent(holder, (_, held) -> held == 1 ? null : held - 1);
  }

  void addClosed(AlertState alert) {
    closed.add(alert);
  }

  void removeClosed(AlertState alert) {
    closed.remove(alert);
  }

  boolean isEmpty() {
    return open == 0 && closed.isEmpty();
  }
}
