package dev.tocsin.app;

import dev.tocsin.api.v1alpha1.Requirements.TetragonOption;
import dev.tocsin.control.NodeReport;
import dev.tocsin.source.TetragonState;
import dev.tocsin.transport.NodeStatus.AgentStatus;
import dev.tocsin.transport.NodeStatus.TracingHook;
import dev.tocsin.transport.NodeStatus.TracingPolicy;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an agent says of itself, in the words of a sensor's report and in those of status. */
final class NodeReports {
  private static final Map<String, TetragonOption> OPTIONS =
      Map.of(
          "enable-process-cred", TetragonOption.PROCESS_CREDENTIALS,
          "enable-process-ns", TetragonOption.NAMESPACES,
          "enable-ancestors", TetragonOption.ANCESTORS);

  private NodeReports() {}

  /**
   * What a sensor reports of the agent.
   *
   * @param lossProblem why it is not known what the agent loses, {@code ""} when it is
   */
  static AgentStatus told(TetragonState state, String lossProblem) {
    String reason = state.lastError().isEmpty() ? "not connected yet" : state.lastError();
    return new AgentStatus(
        state.connected(),
        state.connected() ? "" : "Tetragon at " + state.address() + ": " + reason,
        state.version(),
        state.tracingPoliciesKnown(),
        state.tracingPolicies().stream()
            .map(
                policy ->
                    new TracingPolicy(policy.name(), policy.state(), policy.error(), hooks(policy)))
            .toList(),
        options(state),
        lossProblem);
  }

  /** Nothing for an agent that does not tell its options (before 1.7). */
  private static Map<String, Boolean> options(TetragonState state) {
    Map<String, Boolean> options = new HashMap<>();
    if (state.optionsKnown()) {
      OPTIONS
          .keySet()
          .forEach(flag -> options.put(flag, isOn(state.options().getOrDefault(flag, ""))));
    }
    return options;
  }

  private static boolean isOn(String value) {
    return !value.isEmpty() && !value.equals("false");
  }

  /** What status says of the agent. */
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

  private static List<TracingHook> hooks(TetragonState.TracingPolicy policy) {
    return policy.hooks().stream()
        .map(hook -> new TracingHook(hook.function(), hook.loaded()))
        .toList();
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

  private static Map<TetragonOption, Boolean> known(Map<String, Boolean> options) {
    Map<TetragonOption, Boolean> known = new EnumMap<>(TetragonOption.class);
    options.forEach(
        (flag, on) -> {
          TetragonOption option = OPTIONS.get(flag);
          if (option != null) {
            known.put(option, on);
          }
        });
    return known;
  }
}
