package dev.tocsin.fleet;

import dev.tocsin.control.NodeObservation;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.policy.PolicyId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What the sensor of a node said last.
 *
 * @param run {@code ""} before its first report
 * @param counters of the policies that count anything
 * @param agentVersion of the node's Tetragon, {@code ""} while not known
 * @param lossKnown whether it is known what Tetragon loses there
 * @param open whether its stream is open
 * @param quietSince when it was observed last
 */
record NodeRecord(
    String run,
    Set<PolicyId> loaded,
    Map<PolicyId, PolicyStats> counters,
    NodeObservation.AgentState agent,
    String agentVersion,
    boolean lossKnown,
    boolean open,
    Instant quietSince) {

  /** Of a node that should have a sensor from now on. */
  static NodeRecord pending(Instant now) {
    return new NodeRecord(
        "", Set.of(), Map.of(), new NodeObservation.Pending(), "", false, false, now);
  }

  boolean hasReported() {
    return !(agent instanceof NodeObservation.Pending);
  }

  NodeRecord closed(Instant now) {
    return new NodeRecord(run, loaded, counters, agent, agentVersion, lossKnown, false, now);
  }

  /**
   * Whether nothing has been heard since a time.
   *
   * @param grace for a node without a stream
   * @param longer for one with a stream, which says nothing
   */
  boolean isSilentSince(Instant grace, Instant longer) {
    return quietSince.isBefore(open ? longer : grace);
  }
}
