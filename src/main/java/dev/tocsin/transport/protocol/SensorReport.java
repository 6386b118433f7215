package dev.tocsin.transport.protocol;

import dev.tocsin.engine.PolicyStats;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How a node is, as its sensor says.
 *
 * @param time on the sensor's clock
 * @param run identity of the sensor's process: counters start over with another
 * @param policies those that run there, with their counters since the process started
 * @param lost since the process started, by hop; one whose losses were never known is missing
 * @param events evaluated since the process started, by kind as in a policy's {@code events}
 */
public record SensorReport(
    String node,
    Instant time,
    String run,
    List<PolicyStats> policies,
    AgentStatus agent,
    Map<String, Long> lost,
    Map<String, Long> events) {

  /**
   * The node's Tetragon.
   *
   * @param problem why it is not connected, {@code ""} when it is
   * @param tracingPoliciesKnown false before the first answer, and for an agent that does not
   *     report
   * @param options by Tetragon's names ({@code enable-process-cred}); those that are known
   * @param lossProblem why it is not known now what the agent loses, {@code ""} when it is
   */
  public record AgentStatus(
      boolean connected,
      String problem,
      String version,
      boolean tracingPoliciesKnown,
      List<ReportedTracingPolicy> tracingPolicies,
      Map<String, Boolean> options,
      String lossProblem) {}

  /**
   * A tracing policy as the agent has it.
   *
   * @param state Tetragon's name: {@code TP_STATE_ENABLED}
   * @param error {@code ""} when there is none
   * @param hooks empty for an agent that does not report
   */
  public record ReportedTracingPolicy(
      String name, String state, String error, List<ReportedHook> hooks) {}

  /** A traced function, and whether its probe is in the kernel. */
  public record ReportedHook(String function, boolean loaded) {}
}
