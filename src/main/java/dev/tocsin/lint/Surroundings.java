package dev.tocsin.lint;

import dev.tocsin.api.v1alpha1.HookRequirement;
import dev.tocsin.control.ConfigMaps;
import dev.tocsin.tracing.TracingPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What there is besides the object that is looked at.
 *
 * @param tracing by name; read only for a policy that asks, since the shipped ones are many
 * @param policies the names of all policies, {@code namespace/name}
 * @param exceptions the texts of all exceptions that are objects of their own
 */
record Surroundings(
    ConfigMaps configMaps,
    Supplier<Map<String, TracingPolicy>> tracing,
    Set<String> policies,
    List<String> exceptions) {

  static Map<String, TracingPolicy> byName(List<TracingPolicy> shipped, List<TracingPolicy> given) {
    Map<String, TracingPolicy> byName = new TreeMap<>();
    shipped.forEach(each -> byName.put(each.name(), each));
    given.forEach(each -> byName.put(each.name(), each));
    return byName;
  }

  Map<String, TracingPolicy> tracingPolicies() {
    return tracing.get();
  }

  /** The tracing policies that have one of the hooks of a requirement. */
  List<TracingPolicy> having(HookRequirement hook) {
    return tracingPolicies().values().stream().filter(each -> each.hasAny(hook.anyOf())).toList();
  }

  /** The tracing policies that trace a function. */
  List<String> tracing(String function) {
    return tracingPolicies().values().stream()
        .filter(each -> each.hooks().containsKey(function))
        .map(TracingPolicy::name)
        .toList();
  }
}
