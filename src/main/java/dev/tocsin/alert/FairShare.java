package dev.tocsin.alert;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Gives turns to those who wait so that each gets as much as the others (start-time fair queueing):
 * the next is who has been given the least since it began to wait. Who has nothing to do saves
 * nothing up.
 *
 * <p>Guarded by the book's lock.
 */
final class FairShare<K> {
  /** What each has been given; who is not in it, or below the base, has been given the base. */
  private final Map<K, Double> given = new HashMap<>();

  /** What the least served of those who wait has been given. */
  private double base;

  /**
   * Whose turn it is.
   *
   * @param waiting at least one
   * @param headStart how much one may have more than others before it has to wait for them
   */
  K next(Collection<K> waiting, ToDoubleFunction<K> headStart) {
    base = waiting.stream().mapToDouble(this::given).min().orElseThrow();
    given.values().removeIf(amount -> amount <= base);
    return waiting.stream()
        .min(Comparator.comparingDouble(one -> given(one) - headStart.applyAsDouble(one)))
        .orElseThrow();
  }

  void charge(K to, double cost) {
    given.put(to, given(to) + cost);
  }

  private double given(K one) {
    return Math.max(base, given.getOrDefault(one, base));
  }
}
