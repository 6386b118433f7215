package dev.tocsin.control;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes status where it changed, and counts not more often than an interval allows: while a
 * thousand nodes load a policy one after the other, that is a write per interval and not a
 * thousand.
 *
 * <p>A write is an update of the version that was looked at: it fails when somebody else wrote in
 * between, and the reconciler looks again.
 *
 * <p>Nothing is written by a replica that may not be the leader any more. A request of its that is
 * on its way still either meets a status that the new leader has written since, and fails; or it
 * comes before, and the new leader writes over it at its next look.
 */
final class StatusWrites<R extends CustomResource<?, S>, S> {
  private static final Duration SETTLING = Duration.ofSeconds(1);

  private final Duration interval;
  private final BooleanSupplier mayWrite;
  private final BinaryOperator<S> withCountsOf;
  private final Map<ObjectKey, Instant> written = new ConcurrentHashMap<>();

  /**
   * @param mayWrite asked right before each write
   * @param withCountsOf the first status with the counts of the second
   */
  StatusWrites(Duration interval, BooleanSupplier mayWrite, BinaryOperator<S> withCountsOf) {
    this.interval = interval;
    this.mayWrite = mayWrite;
    this.withCountsOf = withCountsOf;
  }

  void write(R resource, @Nullable S stored, S status, Context<R> context, Instant now) {
    if (status.equals(stored)) {
      return;
    }
    ObjectKey key = ObjectKey.of(resource);
    Instant last = written.get(key);
    boolean early = last != null && now.isBefore(last.plus(interval));
    if (early && stored != null && withCountsOf.apply(status, stored).equals(stored)) {
      return;
    }
    if (!mayWrite.getAsBoolean()) {
      return;
    }
    resource.setStatus(status);
    context.resourceOperations().updatePrimaryStatus(resource);
    written.put(key, now);
  }

  /**
   * When to look again.
   *
   * @param expiry when something expires by itself
   * @param settling whether nodes are still taking it up, so that news is near
   */
  Duration nextCheck(Optional<Instant> expiry, boolean settling, Instant now) {
    Duration next = settling ? shorter(interval, SETTLING) : interval;
    return expiry
        .map(time -> shorter(next, Duration.between(now, time).plusMillis(1)))
        .orElse(next);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  void forget(ObjectKey key) {
    written.remove(key);
  }
}
