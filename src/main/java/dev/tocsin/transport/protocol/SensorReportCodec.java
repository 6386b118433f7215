package dev.tocsin.transport.protocol;

import dev.tocsin.engine.Cost;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.ShadowSample;
import dev.tocsin.engine.Text;
import dev.tocsin.engine.TracedMatch;
import dev.tocsin.transport.proto.Agent;
import dev.tocsin.transport.proto.NodeReport;
import dev.tocsin.transport.proto.PolicyReport;
import dev.tocsin.transport.proto.PolicySample;
import dev.tocsin.transport.proto.TracingHook;
import dev.tocsin.transport.proto.TracingPolicy;
import java.time.Instant;

/** Node reports as messages. */
public final class SensorReportCodec {
  /** Of one report: a larger one is refused. */
  public static final int MOST_BYTES = 2 << 20;

  private static final long NANOS = 1_000_000_000L;

  /** Of an error, in code points: it may quote what is watched. */
  private static final int LONGEST_ERROR = 500;

  private SensorReportCodec() {}

  /**
   * One report is of all policies, so none of them may make it too large: when it would be, errors
   * in words, and what is said of exceptions, are left out.
   */
  public static NodeReport encode(SensorReport status) {
    NodeReport whole = encode(status, true);
    return whole.getSerializedSize() <= MOST_BYTES ? whole : encode(status, false);
  }

  private static NodeReport encode(SensorReport status, boolean details) {
    NodeReport.Builder message =
        NodeReport.newBuilder()
            .setTimeNanos(status.time().getEpochSecond() * NANOS + status.time().getNano())
            .setRun(status.run())
            .setAgent(encode(status.agent()))
            .putAllLost(status.lost())
            .putAllEvents(status.events());
    status.policies().forEach(policy -> message.addPolicies(encode(policy, details)));
    return message.build();
  }

  /**
   * @param node the node that reports
   */
  public static SensorReport status(NodeReport message, String node) {
    return new SensorReport(
        node,
        Instant.ofEpochSecond(0, message.getTimeNanos()),
        message.getRun(),
        message.getPoliciesList().stream().map(SensorReportCodec::stats).toList(),
        agent(message.getAgent()),
        message.getLostMap(),
        message.getEventsMap());
  }

  private static PolicyReport encode(PolicyStats stats, boolean details) {
    PolicyReport.Builder message =
        PolicyReport.newBuilder()
            .setPolicy(FindingCodec.encode(stats.id()))
            .setMatches(stats.matches())
            .setFindings(stats.findings())
            .setLastMatchNanos(stats.lastMatchNanos())
            .setErrors(stats.errors())
            .setSuspended(stats.suspended())
            .setLateMatches(stats.lateMatches())
            .setEvictedWindows(stats.evictedWindows())
            .setCostSamples(stats.cost().samples())
            .setCostNanos(stats.cost().nanos())
            .setLastTracedMatchNanos(stats.traced().nanos())
            .setLastTracedHook(stats.traced().hook());
    if (details) {
      message
          .setLastError(Text.cut(stats.lastError(), LONGEST_ERROR))
          .putAllExclusionMatches(stats.exceptionMatches())
          .putAllSuspendedExceptions(stats.suspendedExceptions())
          .addAllSamples(stats.samples().stream().map(SensorReportCodec::sample).toList());
    }
    return message.build();
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
        new Cost(message.getCostSamples(), message.getCostNanos()),
        new TracedMatch(message.getLastTracedMatchNanos(), message.getLastTracedHook()),
        message.getSamplesList().stream().map(SensorReportCodec::sample).toList());
  }

  private static PolicySample sample(ShadowSample sample) {
    return PolicySample.newBuilder()
        .setTimeNanos(sample.timeNanos())
        .setNode(sample.node())
        .setPod(sample.pod())
        .setMessage(sample.message())
        .build();
  }

  private static ShadowSample sample(PolicySample message) {
    return new ShadowSample(
        message.getTimeNanos(), message.getNode(), message.getPod(), message.getMessage());
  }

  private static Agent encode(SensorReport.AgentStatus agent) {
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
                        .setError(policy.error())
                        .addAllHooks(
                            policy.hooks().stream().map(SensorReportCodec::hook).toList())));
    return message.build();
  }

  private static TracingHook hook(SensorReport.ReportedHook hook) {
    return TracingHook.newBuilder().setFunction(hook.function()).setLoaded(hook.loaded()).build();
  }

  private static SensorReport.AgentStatus agent(Agent message) {
    return new SensorReport.AgentStatus(
        message.getConnected(),
        message.getProblem(),
        message.getVersion(),
        message.getTracingPoliciesKnown(),
        message.getTracingPoliciesList().stream()
            .map(
                policy ->
                    new SensorReport.ReportedTracingPolicy(
                        policy.getName(),
                        policy.getState(),
                        policy.getError(),
                        policy.getHooksList().stream()
                            .map(
                                hook ->
                                    new SensorReport.ReportedHook(
                                        hook.getFunction(), hook.getLoaded()))
                            .toList()))
            .toList(),
        message.getOptionsMap(),
        message.getLossProblem());
  }
}
