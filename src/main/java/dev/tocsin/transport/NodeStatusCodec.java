package dev.tocsin.transport;

import dev.tocsin.engine.Cost;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.transport.proto.Agent;
import dev.tocsin.transport.proto.NodeReport;
import dev.tocsin.transport.proto.PolicyReport;
import dev.tocsin.transport.proto.TracingPolicy;
import java.time.Instant;

/** Node reports as messages. */
final class NodeStatusCodec {
  private static final long NANOS = 1_000_000_000L;

  private NodeStatusCodec() {}

  /**
   * A report that is not larger than an operator takes, if that can be: then the counts of
   * exceptions are left out, and the texts of errors, which are what others can make long.
   */
  static NodeReport encode(NodeStatus status) {
    NodeReport whole = whole(status);
    if (whole.getSerializedSize() <= ReportReader.MOST_BYTES) {
      return whole;
    }
    NodeReport.Builder fitted = whole.toBuilder();
    for (PolicyReport.Builder policy : fitted.getPoliciesBuilderList()) {
      policy.clearExclusionMatches().clearSuspendedExceptions().clearLastError();
    }
    return fitted.build();
  }

  private static NodeReport whole(NodeStatus status) {
    NodeReport.Builder message =
        NodeReport.newBuilder()
            .setTimeNanos(status.time().getEpochSecond() * NANOS + status.time().getNano())
            .setRun(status.run())
            .setAgent(encode(status.agent()))
            .putAllLost(status.lost())
            .putAllEvents(status.events());
    status.policies().forEach(policy -> message.addPolicies(encode(policy)));
    return message.build();
  }

  /**
   * @param node the node that reports
   */
  static NodeStatus status(NodeReport message, String node) {
    return new NodeStatus(
        node,
        Instant.ofEpochSecond(0, message.getTimeNanos()),
        message.getRun(),
        message.getPoliciesList().stream().map(NodeStatusCodec::stats).toList(),
        agent(message.getAgent()),
        message.getLostMap(),
        message.getEventsMap());
  }

  private static PolicyReport encode(PolicyStats stats) {
    return PolicyReport.newBuilder()
        .setPolicy(FindingCodec.encode(stats.id()))
        .setMatches(stats.matches())
        .setFindings(stats.findings())
        .setLastMatchNanos(stats.lastMatchNanos())
        .setErrors(stats.errors())
        .setSuspended(stats.suspended())
        .setLastError(stats.lastError())
        .putAllExclusionMatches(stats.exclusionMatches())
        .putAllSuspendedExceptions(stats.suspendedExclusions())
        .setLateMatches(stats.lateMatches())
        .setEvictedWindows(stats.evictedWindows())
        .setCostSamples(stats.cost().samples())
        .setCostNanos(stats.cost().nanos())
        .build();
  }

  private static PolicyStats stats(PolicyReport message) {
    return new PolicyStats(
        FindingCodec.policyId(message.getPolicy()),
        message.getMatches(),
        message.getFindings(),
        message.getLastMatchNanos(),
        message.getErrors(),
        message.getSuspended(),
        message.getLastError(),
        message.getExclusionMatchesMap(),
        message.getSuspendedExceptionsMap(),
        message.getLateMatches(),
        message.getEvictedWindows(),
        new Cost(message.getCostSamples(), message.getCostNanos()));
  }

  private static Agent encode(NodeStatus.AgentStatus agent) {
    Agent.Builder message =
        Agent.newBuilder()
            .setConnected(agent.connected())
            .setProblem(agent.problem())
            .setVersion(agent.version())
            .setTracingPoliciesKnown(agent.tracingPoliciesKnown())
            .putAllOptions(agent.options())
            .setLossProblem(agent.lossProblem());
    agent
        .tracingPolicies()
        .forEach(
            policy ->
                message.addTracingPolicies(
                    TracingPolicy.newBuilder()
                        .setName(policy.name())
                        .setState(policy.state())
                        .setError(policy.error())));
    return message.build();
  }

  private static NodeStatus.AgentStatus agent(Agent message) {
    return new NodeStatus.AgentStatus(
        message.getConnected(),
        message.getProblem(),
        message.getVersion(),
        message.getTracingPoliciesKnown(),
        message.getTracingPoliciesList().stream()
            .map(
                policy ->
                    new NodeStatus.TracingPolicy(
                        policy.getName(), policy.getState(), policy.getError()))
            .toList(),
        message.getOptionsMap(),
        message.getLossProblem());
  }
}
