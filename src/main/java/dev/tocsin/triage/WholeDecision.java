package dev.tocsin.triage;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** A decision on alerts and on all that they are made of. */
public final class WholeDecision {
  private WholeDecision() {}

  /**
   * Decides on each.
   *
   * @param listener is called after each; not for a part of an incident that is closed already or
   *     gone, since there is nothing to decide about it
   */
  public static void make(
      AlertBoard board,
      Collection<AlertKey> asked,
      Decision decision,
      BiConsumer<AlertKey, DecisionResult> listener) {
    Deque<AlertKey> left = new ArrayDeque<>(asked);
    Set<AlertKey> named = new HashSet<>(asked);
    Set<AlertKey> done = new HashSet<>();
    while (!left.isEmpty()) {
      AlertKey key = left.remove();
      if (!done.add(key)) {
        continue;
      }
      DecisionResult result = board.decide(key, decision);
      if (result instanceof DecisionResult.Written(SecurityAlert alert)) {
        left.addAll(board.partsOf(alert));
      }
      if (named.contains(key) || !isSettled(result)) {
        listener.accept(key, result);
      }
    }
  }

  private static boolean isSettled(DecisionResult result) {
    return result instanceof DecisionResult.AlreadyClosed
        || result instanceof DecisionResult.NoSuchAlert;
  }
}
