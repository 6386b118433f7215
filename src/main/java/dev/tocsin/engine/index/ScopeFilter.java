package dev.tocsin.engine.index;

import dev.tocsin.engine.policy.Scope;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Pod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a policy sees what happens in one place.
 *
 * <ul>
 *   <li>A policy of one namespace sees the pods of that namespace, and nothing else: no host
 *       process, no container that nobody knows.
 *   <li>A host process is seen by cluster policies that include it; the selectors of pods and
 *       containers do not apply to it.
 *   <li>A container that nobody knows is no host process. It is seen by cluster policies that do
 *       not select pods or namespaces, with an empty pod.
 * </ul>
 */
public final class ScopeFilter {
  private final Scope scope;
  private final List<NamePattern> include;
  private final List<NamePattern> exclude;

  public ScopeFilter(Scope scope) {
    this.scope = scope;
    this.include = scope.includeContainers().stream().map(NamePattern::new).toList();
    this.exclude = scope.excludeContainers().stream().map(NamePattern::new).toList();
  }

  /** Why a policy does not see a place. */
  public enum Refusal {
    NODE_SELECTOR,
    /** A host process, and the policy does not include them, or is one of a namespace. */
    HOST,
    /** In a container, and the policy is about host processes only. */
    NOT_HOST,
    NAMESPACE,
    NAMESPACE_SELECTOR,
    POD_SELECTOR,
    CONTAINER,
    /** Nobody knows the pod, and the policy selects namespaces or pods. */
    UNKNOWN_POD
  }

  boolean sees(Attribution where) {
    return refusal(where) == null;
  }

  /** The first reason, {@code null} when the policy sees the place. */
  public @Nullable Refusal refusal(Attribution where) {
    if (!scope.nodeSelector().matches(where.node().labels())) {
      return Refusal.NODE_SELECTOR;
    }
    return switch (where.source()) {
      case HOST -> scope.isCluster() && scope.host() != Scope.Host.EXCLUDE ? null : Refusal.HOST;
      case LIVE, AGENT -> where.pod().present() ? ofPod(where) : ofUnknown(where);
      case UNKNOWN -> ofUnknown(where);
    };
  }

  private @Nullable Refusal ofPod(Attribution where) {
    Pod pod = where.pod();
    if (scope.host() == Scope.Host.ONLY) {
      return Refusal.NOT_HOST;
    }
    if (!scope.isCluster() && !scope.namespace().equals(pod.namespace())) {
      return Refusal.NAMESPACE;
    }
    if (!scope.namespaceSelector().matches(pod.namespaceLabels())) {
      return Refusal.NAMESPACE_SELECTOR;
    }
    if (!scope.podSelector().matches(pod.labels())) {
      return Refusal.POD_SELECTOR;
    }
    return seesContainer(where.container().name()) ? null : Refusal.CONTAINER;
  }

  private @Nullable Refusal ofUnknown(Attribution where) {
    if (scope.host() == Scope.Host.ONLY) {
      return Refusal.NOT_HOST;
    }
    if (!scope.isCluster()
        || !scope.namespaceSelector().isEverything()
        || !scope.podSelector().isEverything()) {
      return Refusal.UNKNOWN_POD;
    }
    return seesContainer(where.container().name()) ? null : Refusal.CONTAINER;
  }

  private boolean seesContainer(String name) {
    return (include.isEmpty() || any(include, name)) && !any(exclude, name);
  }

  private static boolean any(List<NamePattern> patterns, String name) {
    for (NamePattern pattern : patterns) {
      if (pattern.matches(name)) {
        return true;
      }
    }
    return false;
  }
}
