package dev.tocsin.control;

import dev.tocsin.engine.policy.PolicyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which policies nodes are taking up now, so that news of them is near. A node that has no sensor,
 * or a silent one, never loads anything: that it is missing is no reason to look at every policy
 * every second.
 */
final class LoadingProgress {
  /** Twice what is between two reports of a sensor. */
  private static final Duration NEAR = Duration.ofSeconds(30);

  private final Map<ObjectKey, Step> steps = new ConcurrentHashMap<>();

  /** How far nodes were with a generation, and since when. */
  private record Step(PolicyId id, int loaded, Instant since) {
    Step next(Step other) {
      return id.equals(other.id) && loaded == other.loaded ? this : other;
    }
  }

  /**
   * Whether another node is likely to load it soon: some lack it, and it is not long since one of
   * the others took it up, or since it was first seen.
   *
   * @param loaded nodes that run it
   * @param desired nodes that are to run it
   */
  boolean isNear(ObjectKey key, PolicyId id, int loaded, int desired, Instant now) {
    if (loaded >= desired) {
      steps.remove(key);
      return false;
    }
    Instant since = steps.merge(key, new Step(id, loaded, now), Step::next).since();
    return now.isBefore(since.plus(NEAR));
  }

  void forget(ObjectKey key) {
    steps.remove(key);
  }
}
