package dev.tocsin.app;

import dev.tocsin.api.v1alpha1.Requirements.TetragonOption;
import dev.tocsin.control.NodeReport;
import dev.tocsin.transport.NodeStatus.AgentStatus;
import dev.tocsin.transport.NodeStatus.TracingPolicy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What policy status says of an agent, from what its sensor reports. */
final class AgentStates {
  private AgentStates() {}

  static NodeReport.Agent of(AgentStatus agent) {
    return agent.connected()
        ? new NodeReport.Connected(agent.version(), tracingPolicies(agent), known(agent.options()))
        : new NodeReport.Unreachable(agent.problem());
  }

  private static Optional<List<NodeReport.TracingPolicy>> tracingPolicies(AgentStatus agent) {
    return agent.tracingPoliciesKnown()
        ? Optional.of(
            agent.tracingPolicies().stream()
                .map(
                    policy ->
                        new NodeReport.TracingPolicy(
                            policy.name(), load(policy.state()), policy.error(), hooks(policy)))
                .toList())
        : Optional.empty();
  }

  /** A function that has two hooks is traced where one of them is loaded. */
  private static Map<String, Boolean> hooks(TracingPolicy policy) {
    Map<String, Boolean> hooks = new TreeMap<>();
    policy.hooks().forEach(hook -> hooks.merge(hook.function(), hook.loaded(), Boolean::logicalOr));
    return hooks;
  }

  private static NodeReport.TracingPolicy.State load(String state) {
    return switch (state) {
      case "TP_STATE_ENABLED", "TP_STATE_PARTIALLY_ENABLED" ->
          NodeReport.TracingPolicy.State.ENABLED;
      case "TP_STATE_SKIPPED" -> NodeReport.TracingPolicy.State.SKIPPED;
      case "TP_STATE_DISABLED" -> NodeReport.TracingPolicy.State.DISABLED;
      case "TP_STATE_LOADING" -> NodeReport.TracingPolicy.State.LOADING;
      case "TP_STATE_LOAD_ERROR", "TP_STATE_ERROR" -> NodeReport.TracingPolicy.State.FAILED;
      default -> NodeReport.TracingPolicy.State.UNKNOWN;
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
