package dev.tocsin.transport.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.Findings;
import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Cost;
import dev.tocsin.engine.Facts;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.Match;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.TracedMatch;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Node;
import dev.tocsin.transport.proto.NodeReport;
import dev.tocsin.transport.protocol.FindingCodec;
import dev.tocsin.transport.protocol.SensorReport;
import dev.tocsin.transport.protocol.SensorReportCodec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node says arrives as it was said, in every field. */
class CodecTest {
  private static final String NODE = "node-1";
  private static final Policy POLICY =
      new Findings(InstantSource.fixed(Instant.EPOCH)).finding("a").policy();
  private static final int ROUNDS = 200;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void findingsSurvive(long seed) throws Exception {
    RandomRecords random = new RandomRecords(seed).with(Policy.class, POLICY);
    for (int i = 0; i < ROUNDS; i++) {
      Reported reported =
          new Reported(onNode(random.next(Finding.class)), i + 1, nonZero(random), nonZero(random));
      var message =
          dev.tocsin.transport.proto.Finding.parseFrom(FindingCodec.encode(reported).toByteArray());

      assertThat(FindingCodec.policyId(message.getPolicy())).isEqualTo(POLICY.id());
      Reported read = FindingCodec.reported(message, NODE, POLICY);
      assertThat(read).isEqualTo(reported);
      assertThat(List.copyOf(read.finding().group().keySet()))
          .as("groups keep their order")
          .isEqualTo(List.copyOf(reported.finding().group().keySet()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void matchesSurvive(long seed) throws Exception {
    RandomRecords random = new RandomRecords(seed).with(Policy.class, POLICY);
    for (int i = 0; i < ROUNDS; i++) {
      Match any = random.next(Match.class);
      Match match = new Match(onNode(any.finding()), any.windowGroup(), any.values());
      var message =
          dev.tocsin.transport.proto.Match.parseFrom(FindingCodec.encode(match).toByteArray());

      assertThat(FindingCodec.match(message, NODE, POLICY)).isEqualTo(match);
    }
  }

  @Test
  void noPolicyMakesTheReportOfItsNodeTooLarge() {
    SensorReport any = new RandomRecords(1).next(SensorReport.class);
    List<PolicyStats> policies = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Map<String, Long> exceptions = new HashMap<>();
      for (int exception = 0; exception < i % 64; exception++) {
        exceptions.put("DetectionException " + "x".repeat(200) + exception, 1L);
      }
      policies.add(
          new PolicyStats(
              new PolicyId("shop", "policy-" + i, "uid-" + i, 1),
              i,
              0,
              0,
              1,
              true,
              "spec.match: " + "x".repeat(100_000),
              exceptions,
              Map.of("DetectionException " + "y".repeat(200), "suspended: " + "x".repeat(1_000)),
              0,
              0,
              Cost.NONE,
              new TracedMatch(i, "lsm/file_open"),
              List.of()));
    }

    NodeReport report =
        SensorReportCodec.encode(
            new SensorReport(
                NODE, any.time(), any.run(), policies, any.agent(), Map.of(), Map.of()));

    assertThat(new ReportReader(InstantSource.system()).read(report, NODE))
        .isInstanceOfSatisfying(
            ReportReader.Read.Status.class,
            read ->
                assertThat(read.status().policies())
                    .extracting(PolicyStats::matches)
                    .hasSize(1_000)
                    .endsWith(999L));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void reportsOfNodesSurvive(long seed) throws Exception {
    RandomRecords random = new RandomRecords(seed);
    for (int i = 0; i < ROUNDS; i++) {
      SensorReport any = random.next(SensorReport.class);
      SensorReport status =
          new SensorReport(
              NODE,
              any.time(),
              any.run(),
              any.policies(),
              any.agent(),
              Map.copyOf(any.lost()),
              any.events());
      var message =
          dev.tocsin.transport.proto.NodeReport.parseFrom(
              SensorReportCodec.encode(status).toByteArray());

      assertThat(SensorReportCodec.status(message, NODE)).isEqualTo(status);
    }
  }

  /** What it says of its node is not asked for: the node is the one that reports. */
  private static Finding onNode(Finding finding) {
    Facts facts = finding.facts();
    Attribution where = facts.where();
    return new Finding(
        finding.id(),
        finding.policy(),
        finding.group(),
        finding.message(),
        facts.toBuilder()
            .node(NODE)
            .where(
                new Attribution(
                    where.source(),
                    where.pod().toBuilder().node(NODE).build(),
                    where.container(),
                    new Node(NODE, where.node().labels())))
            .build());
  }

  /** Zero says: as in the facts. */
  private static long nonZero(RandomRecords random) {
    return random.next(Instant.class).getEpochSecond() * 2 + 1;
  }
}
