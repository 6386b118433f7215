package dev.tocsin.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The namespaces that refuse alerts, whatever the reason: a quota, a policy of the cluster, a
 * webhook, a namespace on its way out. Each is tried again with one alert from time to time, less
 * and less often.
 *
 * <p>Guarded by the book's lock.
 */
final class Refusals {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** How long a namespace that was not tried again is remembered. */
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  private final Map<String, Refusal> byNamespace = new HashMap<>();

  private record Refusal(String reason, Duration pause, Instant until) {}

  /** Notes a refusal; whether the namespace was not known to refuse. */
  boolean refused(String namespace, String reason, Instant now) {
    byNamespace.values().removeIf(refusal -> refusal.until().plus(FORGOTTEN).isBefore(now));
    Refusal before = byNamespace.get(namespace);
    if (before != null && before.until().isAfter(now)) {
      return false; // asked before this was known
    }
    Duration pause = before == null ? FIRST : shorter(before.pause().multipliedBy(2), LONGEST);
    byNamespace.put(namespace, new Refusal(reason, pause, now.plus(pause)));
    return before == null;
  }

  void accepted(String namespace) {
    byNamespace.remove(namespace);
  }

  /** Why not to try a namespace now; null when it may be tried. */
  @Nullable String reason(String namespace, Instant now) {
    Refusal refusal = byNamespace.get(namespace);
    return refusal == null || !refusal.until().isAfter(now) ? null : refusal.reason();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
