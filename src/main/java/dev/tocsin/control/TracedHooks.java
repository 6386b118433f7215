package dev.tocsin.control;

import dev.tocsin.control.NodeObservation.ObservedTracingPolicy;
import dev.tocsin.control.NodeObservation.ObservedTracingPolicy.State;
import dev.tocsin.engine.TracedMatch;
import dev.tocsin.tracing.Release;
import dev.tocsin.tracing.ShippedTracing;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The hooks that are in place on a node. From Tetragon 1.8 the agent reports those on functions of
 * the kernel; of an older one, and of other hooks, there are only the names of its tracing
 * policies. The name of a shipped tracing policy stands for its functions.
 */
final class TracedHooks {
  private static final Map<String, dev.tocsin.tracing.TracingPolicy> SHIPPED =
      ShippedTracing.read().stream()
          .collect(
              Collectors.toUnmodifiableMap(dev.tocsin.tracing.TracingPolicy::name, each -> each));

  enum Answer {
    YES,
    NO,
    UNKNOWN
  }

  private final List<ObservedTracingPolicy> enabled;
  private final boolean reported;
  private final Set<String> loaded = new TreeSet<>();

  TracedHooks(List<ObservedTracingPolicy> policies) {
    enabled = policies.stream().filter(policy -> policy.state() == State.ENABLED).toList();
    reported = policies.stream().anyMatch(policy -> !policy.hooks().isEmpty());
    enabled.stream()
        .flatMap(policy -> policy.hooks().entrySet().stream())
        .filter(Map.Entry::getValue)
        .forEach(hook -> loaded.add(hook.getKey()));
  }

  /** Whether the agent reports which functions it traces. */
  boolean areReported() {
    return reported;
  }

  boolean areNone() {
    return enabled.isEmpty();
  }

  /** The functions that a tracing policy is for; empty for one that is not shipped. */
  static Set<String> functionsOf(String policy) {
    return SHIPPED.containsKey(policy) ? SHIPPED.get(policy).functions() : Set.of();
  }

  /** The release of Tetragon that a shipped tracing policy needs at least. */
  static Optional<Release> since(String policy) {
    return Optional.ofNullable(SHIPPED.get(policy))
        .flatMap(dev.tocsin.tracing.TracingPolicy::since);
  }

  /** Whether one of some hooks is in place. */
  Answer any(Collection<String> hooks) {
    if (!Collections.disjoint(loaded, hooks)) {
      return Answer.YES;
    }
    if (enabled.isEmpty()) {
      return Answer.NO;
    }
    if (reported) {
      return hooks.stream().anyMatch(TracedHooks::isUnreported) ? Answer.UNKNOWN : Answer.NO;
    }
    if (enabled.stream()
        .anyMatch(policy -> !Collections.disjoint(functionsOf(policy.name()), hooks))) {
      return Answer.YES;
    }
    return haveForeign() ? Answer.UNKNOWN : Answer.NO;
  }

  /** Whether a tracing policy is loaded of which it is not known what it is for. */
  boolean haveForeign() {
    return enabled.stream().anyMatch(policy -> !SHIPPED.containsKey(policy.name()));
  }

  /** No agent reports hooks of LSM and tracepoints. */
  private static boolean isUnreported(String hook) {
    return hook.contains("/");
  }

  /**
   * Whether a match says that the policy sees, although hooks that it requires are not there: it
   * came by another hook, which still is. One by a required hook says nothing of the others.
   */
  boolean areProvenBy(TracedMatch match, Set<String> required) {
    return match.nanos() > 0
        && (!reported
            || match.hook().isEmpty()
            || isUnreported(match.hook())
            || (loaded.contains(match.hook()) && !required.contains(match.hook())));
  }

  /** The functions that a tracing policy is for, and nothing traces; empty where not known. */
  Set<String> missingOf(String policy) {
    Set<String> missing = new TreeSet<>();
    if (reported) {
      missing.addAll(functionsOf(policy));
      missing.removeAll(loaded);
    }
    return missing;
  }

  /** Whether it is known that all is traced that a tracing policy is for. */
  boolean haveAllOf(String policy) {
    return reported && SHIPPED.containsKey(policy) && missingOf(policy).isEmpty();
  }

  /** The hooks of a tracing policy that is not shipped, and whose probes did not load. */
  static Set<String> notLoaded(ObservedTracingPolicy policy) {
    return SHIPPED.containsKey(policy.name())
        ? Set.of()
        : policy.hooks().entrySet().stream()
            .filter(hook -> !hook.getValue())
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
  }
}
