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
import java.time.Instant;

/** Node reports as messages. */
public final class SensorReportCodec {
  /** Of one report: a larger one is refused. */
  public static final int MOST_BYTES = 2 << 20;

  private static final long NANOS = 1_000_000_000L;

  /** Of an error, in code points: it may quote what is watched. */
  private static final int LONGEST_ERROR = 500;

  private static final RecordCodec<SensorReport.AgentStatus, Agent> AGENT =
      RecordCodec.of(SensorReport.AgentStatus.class, Agent.getDefaultInstance());

  private static final RecordCodec<ShadowSample, PolicySample> SAMPLE =
      RecordCodec.of(ShadowSample.class, PolicySample.getDefaultInstance());

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
            .setAgent(AGENT.encode(status.agent()))
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
        AGENT.decode(message.getAgent()),
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
          .addAllSamples(stats.samples().stream().map(SAMPLE::encode).toList());
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
        message.getSamplesList().stream().map(SAMPLE::decode).toList());
  }
}
