package dev.tocsin.transport.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Finds the policies that sensors name. A sensor can hear of a new policy before the operator does,
 * so one that is not there is waited for, once: a policy that stayed unknown is not waited for
 * again, and is found all the same should it turn up.
 */
final class PolicyLookup {
  private static final int MOST_UNKNOWN = 10_000;
  private static final Duration UNKNOWN_FOR = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(50);

  private final KnownPolicies policies;
  private final Duration wait;
  private final Cache<Name, Boolean> unknown =
      Caffeine.newBuilder().maximumSize(MOST_UNKNOWN).expireAfterWrite(UNKNOWN_FOR).build();

  /** A policy whatever its generation. */
  private record Name(String namespace, String name, String uid) {}

  PolicyLookup(KnownPolicies policies, Duration wait) {
    this.policies = policies;
    this.wait = wait;
  }

  /**
   * Blocks for as long as the wait is.
   *
   * @param wanted false: nobody waits for the answer any more
   */
  Optional<Policy> find(PolicyId id, BooleanSupplier wanted) throws InterruptedException {
    Optional<Policy> found = policies.find(id);
    Name name = new Name(id.namespace(), id.name(), id.uid());
    if (found.isPresent() || unknown.getIfPresent(name) != null) {
      return found;
    }
    long begin = System.nanoTime();
    while (found.isEmpty() && wanted.getAsBoolean()) {
      if (System.nanoTime() - begin > wait.toNanos()) {
        unknown.put(name, true);
        break;
      }
      Thread.sleep(POLL);
      found = policies.find(id);
    }
    return found;
  }
}
