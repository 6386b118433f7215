package dev.tocsin.control;

import dev.tocsin.control.NodeReport.TracingPolicy;
import dev.tocsin.control.NodeReport.TracingPolicy.State;
import dev.tocsin.tracing.ShippedTracing;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a node's Tetragon traces, where it tells (from 1.8). The name of a shipped tracing policy
 * stands for its functions: who else traces them does as well, and one of the name without them
 * does not.
 */
final class TracedFunctions {
  private static final Map<String, Set<String>> SHIPPED =
      ShippedTracing.read().stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  dev.tocsin.tracing.TracingPolicy::name,
                  dev.tocsin.tracing.TracingPolicy::functions));

  private final boolean told;
  private final Set<String> loaded = new TreeSet<>();

  TracedFunctions(List<TracingPolicy> policies) {
    told = policies.stream().anyMatch(policy -> !policy.hooks().isEmpty());
    policies.stream()
        .filter(policy -> policy.state() == State.ENABLED)
        .flatMap(policy -> policy.hooks().entrySet().stream())
        .filter(Map.Entry::getValue)
        .forEach(hook -> loaded.add(hook.getKey()));
  }

  /** Whether it is known that all is traced that a tracing policy is for. */
  boolean haveAllOf(String policy) {
    return told && SHIPPED.containsKey(policy) && missingOf(policy).isEmpty();
  }

  /** What a tracing policy is for, and nothing traces; empty where that is not known. */
  Set<String> missingOf(String policy) {
    Set<String> missing = new TreeSet<>();
    if (told) {
      missing.addAll(SHIPPED.getOrDefault(policy, Set.of()));
      missing.removeAll(loaded);
    }
    return missing;
  }

  /** The hooks of a tracing policy that is not shipped, and whose probes did not load. */
  static Set<String> notLoaded(TracingPolicy policy) {
    return SHIPPED.containsKey(policy.name())
        ? Set.of()
        : policy.hooks().entrySet().stream()
            .filter(hook -> !hook.getValue())
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
  }
}
