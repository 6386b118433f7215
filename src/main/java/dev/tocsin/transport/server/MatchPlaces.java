package dev.tocsin.transport.server;

import dev.tocsin.engine.fair.Contributor;
import java.util.HashMap;
import java.util.Map;

/**
 * Places for the matches of one node that wait for their windows. A pod may have as many as are
 * free, and a namespace three times as many: so whoever floods, half of what he leaves is there for
 * the next pod, and a quarter for other namespaces. For any thread.
 */
final class MatchPlaces {
  private static final int NAMESPACE_TIMES = 3;

  private final int places;
  private final Map<Contributor, Integer> ofPods = new HashMap<>();
  private final Map<String, Integer> ofNamespaces = new HashMap<>();
  private int taken;

  MatchPlaces(int places) {
    this.places = places;
  }

  /** Whether the contributor gets one more place. */
  synchronized boolean take(Contributor contributor) {
    int free = places - taken;
    if (ofPods.getOrDefault(contributor, 0) >= free
        || ofNamespaces.getOrDefault(contributor.realm(), 0) >= NAMESPACE_TIMES * free) {
      return false;
    }
    taken++;
    ofPods.merge(contributor, 1, Integer::sum);
    ofNamespaces.merge(contributor.realm(), 1, Integer::sum);
    return true;
  }

  /** Gives a place back; once for each that was taken. */
  synchronized void release(Contributor contributor) {
    taken--;
    ofPods.computeIfPresent(contributor, (_, count) -> count == 1 ? null : count - 1);
    ofNamespaces.computeIfPresent(contributor.realm(), (_, count) -> count == 1 ? null : count - 1);
  }
}
