package dev.tocsin.transport.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.engine.ShadowSample;
import dev.tocsin.transport.proto.Agent;
import dev.tocsin.transport.proto.NodeReport;
import dev.tocsin.transport.proto.PolicyReport;
import dev.tocsin.transport.proto.TracingPolicy;
import dev.tocsin.transport.protocol.SensorReport;
import dev.tocsin.transport.protocol.SensorReportCodec;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Reads node reports, within bounds: what is reported stays in memory and gets into status. A
 * report that is refused is replaced by the next one, fifteen seconds later at most.
 */
final class ReportReader {
  /** More than a sensor runs, whatever tenants do: see the bounds of its policies. */
  private static final int MOST_POLICIES = 5_000;

  private static final int MOST_TRACING_POLICIES = 1_000;
  private static final int MOST_IN_A_MAP = 1_000;
  private static final int LONGEST_TEXT = 2_000;

  /** How many reports a node may send at once after a quiet time, and one more each second. */
  private static final int BURST = 10;

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int MOST_NODES = 20_000;

  private final InstantSource clock;

  /** By node, not by stream: opening another one gives nobody more. */
  private final Cache<String, Pace> paces = Caffeine.newBuilder().maximumSize(MOST_NODES).build();

  ReportReader(InstantSource clock) {
    this.clock = clock;
  }

  sealed interface Read {
    record Status(SensorReport status) implements Read {}

    record Refused(ReportOutcome outcome, String reason) implements Read {}
  }

  Read read(NodeReport report, String node) {
    if (!paces.get(node, any -> new Pace()).allows(clock.millis())) {
      return new Read.Refused(ReportOutcome.TOO_OFTEN, "more than one in a second");
    }
    if (report.getSerializedSize() > SensorReportCodec.MOST_BYTES) {
      return tooLarge(
          report.getSerializedSize() + " bytes, more than " + SensorReportCodec.MOST_BYTES);
    }
    if (report.getPoliciesCount() > MOST_POLICIES) {
      return tooLarge(report.getPoliciesCount() + " policies, more than " + MOST_POLICIES);
    }
    Agent agent = report.getAgent();
    if (agent.getTracingPoliciesCount() > MOST_TRACING_POLICIES) {
      return tooLarge(
          agent.getTracingPoliciesCount()
              + " tracing policies, more than "
              + MOST_TRACING_POLICIES);
    }
    if (Math.max(report.getLostCount(), report.getEventsCount()) > MOST_IN_A_MAP
        || agent.getOptionsCount() > MOST_IN_A_MAP) {
      return tooLarge("more than " + MOST_IN_A_MAP + " counters or options");
    }
    return new Read.Status(SensorReportCodec.status(shortened(report), node));
  }

  private static Read tooLarge(String reason) {
    return new Read.Refused(ReportOutcome.TOO_LARGE, reason);
  }

  /** Texts of errors are worth their beginning. */
  private static NodeReport shortened(NodeReport report) {
    NodeReport.Builder builder = report.toBuilder();
    for (PolicyReport.Builder policy : builder.getPoliciesBuilderList()) {
      policy.setLastError(beginning(policy.getLastError()));
      policy.setLastTracedHook(beginning(policy.getLastTracedHook()));
      while (policy.getSamplesCount() > ShadowSample.MOST) {
        policy.removeSamples(policy.getSamplesCount() - 1);
      }
    }
    Agent.Builder agent = builder.getAgentBuilder();
    agent.setProblem(beginning(agent.getProblem()));
    agent.setLossProblem(beginning(agent.getLossProblem()));
    for (TracingPolicy.Builder policy : agent.getTracingPoliciesBuilderList()) {
      policy.setError(beginning(policy.getError()));
    }
    return builder.build();
  }

  private static String beginning(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
  }

  private static final class Pace {
    /** When the bucket will be full again, on the clock's scale. */
    private long fullAt = Long.MIN_VALUE;

    synchronized boolean allows(long now) {
      long after = Math.max(fullAt, now) + INTERVAL.toMillis();
      if (after - now > BURST * INTERVAL.toMillis()) {
        return false;
      }
      fullAt = after;
      return true;
    }
  }
}
