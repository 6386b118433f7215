package dev.tocsin.fleet;

import dev.tocsin.engine.Cost;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.TracedMatch;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.transport.protocol.SensorReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What sensors report. */
final class Reports {
  static final SensorReport.AgentStatus TETRAGON =
      new SensorReport.AgentStatus(true, "", "1.7.0", true, List.of(), Map.of(), "");

  private Reports() {}

  static SensorReport of(String node, String run, PolicyStats... policies) {
    return of(node, run, TETRAGON, policies);
  }

  static SensorReport of(
      String node, String run, SensorReport.AgentStatus agent, PolicyStats... policies) {
    return new SensorReport(node, Instant.EPOCH, run, List.of(policies), agent, Map.of(), Map.of());
  }

  /** As it comes off the wire: no two reports share a text. */
  static PolicyId id(String name) {
    return new PolicyId(
        new String("tocsin-system".toCharArray()),
        new String(name.toCharArray()),
        new String(("uid-of-" + name).toCharArray()),
        1);
  }

  static PolicyStats matched(PolicyId id, long matches) {
    return new PolicyStats(
        id,
        matches,
        0,
        matches,
        0,
        false,
        "",
        Map.of(),
        Map.of(),
        0,
        0,
        Cost.NONE,
        TracedMatch.NONE,
        List.of());
  }

  static PolicyStats timed(PolicyId id, long samples, long nanos) {
    return new PolicyStats(
        id,
        0,
        0,
        0,
        0,
        false,
        "",
        Map.of(),
        Map.of(),
        0,
        0,
        new Cost(samples, nanos),
        TracedMatch.NONE,
        List.of());
  }

  static PolicyStats suspended(PolicyId id, String error) {
    return new PolicyStats(
        id,
        0,
        0,
        0,
        9,
        true,
        error,
        Map.of(),
        Map.of(),
        0,
        0,
        Cost.NONE,
        TracedMatch.NONE,
        List.of());
  }

  static PolicyStats[] loaded(PolicyId... ids) {
    return Stream.of(ids).map(PolicyStats::none).toArray(PolicyStats[]::new);
  }
}
