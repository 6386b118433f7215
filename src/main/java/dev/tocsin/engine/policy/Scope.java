package dev.tocsin.engine.policy;

import java.util.List;

/**
 * Which workloads a policy sees. It holds before any expression runs.
 *
 * @param namespace the only namespace it sees; empty: the whole cluster, and host processes if
 *     {@code host} says so
 * @param includeContainers name patterns with {@code *}; empty: all
 */
public record Scope(
    String namespace,
    LabelSelector namespaceSelector,
    LabelSelector podSelector,
    LabelSelector nodeSelector,
    List<String> includeContainers,
    List<String> excludeContainers,
    Host host) {

  /** Processes outside any pod. */
  public enum Host {
    EXCLUDE,
    INCLUDE,
    ONLY
  }

  public boolean isCluster() {
    return namespace.isEmpty();
  }
}
