package dev.tocsin.app;

import dev.tocsin.api.v1alpha1.Requirements.TetragonOption;
import dev.tocsin.control.NodeReport;
import dev.tocsin.engine.PolicyId;
import dev.tocsin.source.TetragonState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an agent says of itself, in the words of policy status. */
final class NodeReports {
  private static final Map<TetragonOption, String> FLAGS =
      Map.of(
          TetragonOption.PROCESS_CREDENTIALS, "enable-process-cred",
          TetragonOption.NAMESPACES, "enable-process-ns",
          TetragonOption.ANCESTORS, "enable-ancestors");

  private NodeReports() {}

  static NodeReport of(String node, Set<PolicyId> loaded, TetragonState state) {
    if (!state.connected()) {
      String reason = state.lastError().isEmpty() ? "not connected yet" : state.lastError();
      return new NodeReport(
          node,
          loaded,
          new NodeReport.Unreachable("Tetragon at " + state.address() + ": " + reason));
    }
    return new NodeReport(
        node,
        loaded,
        new NodeReport.Connected(Optional.of(tracingPolicies(state)), options(state)));
  }

  private static List<NodeReport.TracingPolicy> tracingPolicies(TetragonState state) {
    return state.tracingPolicies().stream()
        .map(
            policy ->
                new NodeReport.TracingPolicy(policy.name(), load(policy.state()), policy.error()))
        .toList();
  }

  private static NodeReport.TracingPolicy.State load(String state) {
    return switch (state) {
      case "TP_STATE_ENABLED", "TP_STATE_PARTIALLY_ENABLED" ->
          NodeReport.TracingPolicy.State.ENABLED;
      case "TP_STATE_DISABLED" -> NodeReport.TracingPolicy.State.DISABLED;
      case "TP_STATE_LOADING" -> NodeReport.TracingPolicy.State.LOADING;
      case "TP_STATE_LOAD_ERROR", "TP_STATE_ERROR" -> NodeReport.TracingPolicy.State.FAILED;
      default -> NodeReport.TracingPolicy.State.UNKNOWN;
    };
  }

  /** Nothing for an agent that does not tell its options (before 1.7). */
  private static Map<TetragonOption, Boolean> options(TetragonState state) {
    Map<TetragonOption, Boolean> options = new EnumMap<>(TetragonOption.class);
    if (state.optionsKnown()) {
      FLAGS.forEach(
          (option, flag) -> options.put(option, isOn(state.options().getOrDefault(flag, ""))));
    }
    return options;
  }

  private static boolean isOn(String value) {
    return !value.isEmpty() && !value.equals("false");
  }
}
