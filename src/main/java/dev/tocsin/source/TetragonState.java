package dev.tocsin.source;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known of one agent. Immutable.
 *
 * @param since when it became connected or not connected
 * @param version {@code ""} before the first answer; kept while not connected
 * @param optionsKnown false for an agent before 1.7, which does not report
 * @param options flag to value, as the agent has it ({@code enable-process-cred} to {@code true});
 *     the values of a list joined by commas
 * @param tracingPoliciesKnown false before its first answer
 * @param tracingPolicies as of the last time it was asked
 * @param reconnects how many times a connection came back after it was lost
 * @param lastError why the last connection or attempt ended; {@code ""} when none did
 */
public record TetragonState(
    String address,
    boolean connected,
    Instant since,
    String version,
    boolean optionsKnown,
    Map<String, String> options,
    boolean tracingPoliciesKnown,
    List<AgentTracingPolicy> tracingPolicies,
    long reconnects,
    String lastError) {

  /**
   * A tracing policy as one agent has it.
   *
   * @param namespace {@code ""} for a cluster-wide one
   * @param state Tetragon's name: {@code TP_STATE_ENABLED}, {@code TP_STATE_LOAD_ERROR}; a number
   *     when this version does not know it
   * @param mode Tetragon's name: {@code TP_MODE_ENFORCE}
   * @param error {@code ""} when there is none
   * @param hooks empty for an agent that does not report (before 1.8)
   */
  public record AgentTracingPolicy(
      String namespace, String name, String state, String mode, String error, List<Hook> hooks) {

    /** A traced function, and whether its probe is in the kernel. */
    public record Hook(String function, boolean loaded) {}

    /** Whether it is in the kernel and gives events. */
    public boolean isEnabled() {
      return state.equals("TP_STATE_ENABLED");
    }
  }

  public TetragonState {
    options = Map.copyOf(options);
    tracingPolicies = List.copyOf(tracingPolicies);
  }
}
