package dev.tocsin.fleet;

import dev.tocsin.api.v1alpha1.Requirements.TetragonOption;
import dev.tocsin.control.NodeObservation;
import dev.tocsin.transport.protocol.SensorReport.AgentStatus;
import dev.tocsin.transport.protocol.SensorReport.ReportedTracingPolicy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What policy status says of an agent, from what its sensor reports. */
public final class AgentStates {
  private AgentStates() {}

  public static NodeObservation.AgentState of(AgentStatus agent) {
    return agent.connected()
        ? new NodeObservation.Connected(
            agent.version(), tracingPolicies(agent), known(agent.options()))
        : new NodeObservation.Unreachable(agent.problem());
  }

  private static Optional<List<NodeObservation.ObservedTracingPolicy>> tracingPolicies(
      AgentStatus agent) {
    return agent.tracingPoliciesKnown()
        ? Optional.of(
            agent.tracingPolicies().stream()
                .map(
                    policy ->
                        new NodeObservation.ObservedTracingPolicy(
                            policy.name(), load(policy.state()), policy.error(), hooks(policy)))
                .toList())
        : Optional.empty();
  }

  /** A function that has two hooks is traced where one of them is loaded. */
  private static Map<String, Boolean> hooks(ReportedTracingPolicy policy) {
    Map<String, Boolean> hooks = new TreeMap<>();
    policy.hooks().forEach(hook -> hooks.merge(hook.function(), hook.loaded(), Boolean::logicalOr));
    return hooks;
  }

  private static NodeObservation.ObservedTracingPolicy.State load(String state) {
    return switch (state) {
      case "TP_STATE_ENABLED", "TP_STATE_PARTIALLY_ENABLED" ->
          NodeObservation.ObservedTracingPolicy.State.ENABLED;
      case "TP_STATE_SKIPPED" -> NodeObservation.ObservedTracingPolicy.State.SKIPPED;
      case "TP_STATE_DISABLED" -> NodeObservation.ObservedTracingPolicy.State.DISABLED;
      case "TP_STATE_LOADING" -> NodeObservation.ObservedTracingPolicy.State.LOADING;
      case "TP_STATE_LOAD_ERROR", "TP_STATE_ERROR" ->
          NodeObservation.ObservedTracingPolicy.State.FAILED;
      default -> NodeObservation.ObservedTracingPolicy.State.UNKNOWN;
    };
  }

  /** A newer sensor may report an option that this version does not know. */
  private static Map<TetragonOption, Boolean> known(Map<String, Boolean> options) {
    Map<TetragonOption, Boolean> known = new EnumMap<>(TetragonOption.class);
    for (TetragonOption option : TetragonOption.values()) {
      Boolean on = options.get(option.flag());
      if (on != null && option != TetragonOption.UNKNOWN) {
        known.put(option, on);
      }
    }
    return known;
  }
}
