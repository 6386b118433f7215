package dev.tocsin.engine.index;

import dev.tocsin.engine.Scope;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Pod;
import java.util.List;

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
final class ScopeFilter {
  private final Scope scope;
  private final List<NamePattern> include;
  private final List<NamePattern> exclude;

  ScopeFilter(Scope scope) {
    this.scope = scope;
    this.include = scope.includeContainers().stream().map(NamePattern::new).toList();
    this.exclude = scope.excludeContainers().stream().map(NamePattern::new).toList();
  }

  boolean sees(Attribution where) {
    if (!scope.nodeSelector().matches(where.node().labels())) {
      return false;
    }
    return switch (where.source()) {
      case HOST -> scope.isCluster() && scope.host() != Scope.Host.EXCLUDE;
      case LIVE, AGENT -> where.pod().present() ? seesPod(where) : seesUnknown(where);
      case UNKNOWN -> seesUnknown(where);
    };
  }

  private boolean seesPod(Attribution where) {
    Pod pod = where.pod();
    return scope.host() != Scope.Host.ONLY
        && (scope.isCluster() || scope.namespace().equals(pod.namespace()))
        && scope.namespaceSelector().matches(pod.namespaceLabels())
        && scope.podSelector().matches(pod.labels())
        && seesContainer(where.container().name());
  }

  private boolean seesUnknown(Attribution where) {
    return scope.isCluster()
        && scope.host() != Scope.Host.ONLY
        && scope.namespaceSelector().isEverything()
        && scope.podSelector().isEverything()
        && seesContainer(where.container().name());
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
