package dev.tocsin.fleet;

import java.util.Map;
import java.util.TreeMap;

/** How many nodes are how. */
public final class NodeTally {
  private int silent;
  private int pending;
  private int reporting;
  private int lossUnknown;
  private final Map<String, Integer> agentVersions = new TreeMap<>();

  void silent() {
    silent++;
  }

  void pending() {
    pending++;
  }

  void reporting(NodeRecord node) {
    reporting++;
    lossUnknown += node.lossKnown() ? 0 : 1;
    agentVersions.merge(node.agentVersion(), 1, Integer::sum);
  }

  /** By state: reporting, silent, awaited. */
  public Map<String, Integer> states() {
    return Map.of("reporting", reporting, "silent", silent, "awaited", pending);
  }

  /** Of those that report, where it is not known what Tetragon loses. */
  public int lossUnknown() {
    return lossUnknown;
  }

  /** Of those that report, by the version of their Tetragon. */
  public Map<String, Integer> agentVersions() {
    return agentVersions;
  }
}
