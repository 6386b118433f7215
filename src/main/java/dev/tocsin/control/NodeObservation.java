package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.Requirements.TetragonOption;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.policy.PolicyId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One node as a source of events.
 *
 * @param labels empty while they are not known
 * @param loaded the generations that its events are offered to
 * @param counters of the policies that have counted anything there
 */
public record NodeObservation(
    String node,
    Optional<Map<String, String>> labels,
    Set<PolicyId> loaded,
    AgentState agent,
    Map<PolicyId, PolicyStats> counters) {

  /** Of a node whose counters are not known apart from those of others. */
  public NodeObservation(
      String node, Optional<Map<String, String>> labels, Set<PolicyId> loaded, AgentState agent) {
    this(node, labels, loaded, agent, Map.of());
  }

  /** What is known about the node's Tetragon, or about what stands in for it. */
  public sealed interface AgentState {}

  /** No events come from there now. */
  public record Unreachable(String reason) implements AgentState {}

  /** Nothing has been heard from there, and not for so long that it means anything. */
  public record Pending() implements AgentState {}

  /**
   * @param version of Tetragon, as it reports it; {@code ""} while not known
   * @param tracingPolicies empty while unknown
   * @param options those that are known to be on or off
   */
  public record Connected(
      String version,
      Optional<List<ObservedTracingPolicy>> tracingPolicies,
      Map<TetragonOption, Boolean> options)
      implements AgentState {

    /** Of a Tetragon whose version is not known. */
    public Connected(
        Optional<List<ObservedTracingPolicy>> tracingPolicies,
        Map<TetragonOption, Boolean> options) {
      this("", tracingPolicies, options);
    }
  }

  /**
   * There is no Tetragon, but something that reports programs that start.
   *
   * @param source its name, for people
   */
  public record ExecutionsOnly(String source) implements AgentState {}

  /**
   * A Tetragon policy on the node.
   *
   * @param error why it did not load, empty otherwise
   * @param hooks function to whether its probe is in the kernel; empty for an agent that does not
   *     report (before 1.8), and for hooks other than kprobes
   */
  public record ObservedTracingPolicy(
      String name, State state, String error, Map<String, Boolean> hooks) {
    public enum State {
      ENABLED,
      /** A node selector leaves this node out. */
      SKIPPED,
      DISABLED,
      LOADING,
      FAILED,
      UNKNOWN
    }
  }
}
