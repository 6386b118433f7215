package dev.tocsin.pipeline;

import dev.tocsin.api.v1alpha1.Requirements.TetragonOption;
import dev.tocsin.source.TetragonState;
import dev.tocsin.transport.protocol.SensorReport.AgentStatus;
import dev.tocsin.transport.protocol.SensorReport.ReportedHook;
import dev.tocsin.transport.protocol.SensorReport.ReportedTracingPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a sensor reports of its agent. */
public final class AgentReports {
  private AgentReports() {}

  /**
   * @param lossProblem why it is not known what the agent loses, {@code ""} when it is
   */
  public static AgentStatus of(TetragonState state, String lossProblem) {
    String reason = state.lastError().isEmpty() ? "not connected yet" : state.lastError();
    return new AgentStatus(
        state.connected(),
        state.connected() ? "" : "Tetragon at " + state.address() + ": " + reason,
        state.version(),
        state.tracingPoliciesKnown(),
        state.tracingPolicies().stream()
            .map(
                policy ->
                    new ReportedTracingPolicy(
                        policy.name(), policy.state(), policy.error(), hooks(policy)))
            .toList(),
        options(state),
        lossProblem);
  }

  /**
   * Those that policies can require; none for an agent that does not report its options (before
   * 1.7).
   */
  private static Map<String, Boolean> options(TetragonState state) {
    Map<String, Boolean> options = new HashMap<>();
    if (state.optionsKnown()) {
      for (TetragonOption option : TetragonOption.values()) {
        if (option != TetragonOption.UNKNOWN) {
          options.put(option.flag(), isOn(state.options().getOrDefault(option.flag(), "")));
        }
      }
    }
    return options;
  }

  private static boolean isOn(String value) {
    return !value.isEmpty() && !value.equals("false");
  }

  private static List<ReportedHook> hooks(TetragonState.AgentTracingPolicy policy) {
    return policy.hooks().stream()
        .map(hook -> new ReportedHook(hook.function(), hook.loaded()))
        .toList();
  }
}
