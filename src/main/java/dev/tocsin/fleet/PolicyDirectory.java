package dev.tocsin.fleet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.transport.server.KnownPolicies;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policies that findings may name. One that is gone, or whose newest generation does not
 * compile, is kept for a while as it last was: what it found before is still on its way.
 */
public final class PolicyDirectory implements KnownPolicies {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final int MOST_KEPT = 1_000;

  private final Cache<String, Policy> gone =
      Caffeine.newBuilder().expireAfterWrite(KEPT).maximumSize(MOST_KEPT).build();
  private volatile Map<String, Policy> installed = Map.of();

  /** Takes all policies that run now. */
  public void install(List<CompiledPolicy> policies) {
    Map<String, Policy> next = new HashMap<>();
    policies.forEach(each -> next.put(each.policy().id().uid(), each.policy()));
    installed.forEach(
        (uid, policy) -> {
          if (!next.containsKey(uid)) {
            gone.put(uid, policy);
          }
        });
    installed = Map.copyOf(next);
  }

  @Override
  public Optional<Policy> find(PolicyId id) {
    Policy runs = installed.get(id.uid());
    return Optional.ofNullable(runs != null ? runs : gone.getIfPresent(id.uid()))
        .filter(policy -> policy.id().key().equals(id.key()));
  }
}
