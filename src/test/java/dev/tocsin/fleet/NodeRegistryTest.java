package dev.tocsin.fleet;

import static dev.tocsin.fleet.Reports.id;
import static dev.tocsin.fleet.Reports.loaded;
import static dev.tocsin.fleet.Reports.matched;
import static dev.tocsin.fleet.Reports.suspended;
import static dev.tocsin.fleet.Reports.timed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.MovedClock;
import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.AlertSettings;
import dev.tocsin.control.NodeObservation;
import dev.tocsin.engine.Cost;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.ShadowSample;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.transport.protocol.SensorReport.AgentStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NodeRegistryTest {
  private static final PolicyId SHELL = id("shell");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final MovedClock clock = new MovedClock();
  private final Map<String, Map<String, String>> cluster =
      new TreeMap<>(Map.of("a", Map.of("zone", "1"), "b", Map.of()));
  private final NodeRegistry registry =
      new NodeRegistry(
          () -> cluster,
          new Aggregator(AlertSettings.defaults("tocsin-system"), clock),
          () -> List.of(),
          clock);

  private NodeObservation.AgentState agent(String node) {
    return report(node).agent();
  }

  private NodeObservation report(String node) {
    return registry.nodes().stream()
        .filter(each -> each.node().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private long matches() {
    return registry.policies().stream().mapToLong(PolicyStats::matches).sum();
  }

  private Cost cost() {
    return registry.policies().getFirst().cost();
  }

  @Test
  void costsOfNodesAddUpAndNoneIsCountedTwice() {
    registry.status(Reports.of("a", "run", timed(SHELL, 10, 1_000)));
    registry.status(Reports.of("b", "run", timed(SHELL, 1, 500)));
    assertThat(cost()).isEqualTo(new Cost(11, 1_500));

    registry.status(Reports.of("a", "run", timed(SHELL, 12, 1_200)));
    registry.status(Reports.of("b", "another run", timed(SHELL, 2, 300)));
    assertThat(cost()).isEqualTo(new Cost(15, 2_000));
  }

  @Test
  void aNodeThatReportsIsToldOfAsItReports() {
    registry.status(Reports.of("a", "run", loaded(SHELL)));
    assertThat(report("a"))
        .isEqualTo(
            new NodeObservation(
                "a",
                Optional.of(Map.of("zone", "1")),
                Set.of(SHELL),
                new NodeObservation.Connected("1.7.0", Optional.of(List.of()), Map.of())));
  }

  @Test
  void aNodeIsToldOfWithItsOwnCounters() {
    registry.status(Reports.of("a", "run", matched(SHELL, 3)));
    registry.status(Reports.of("b", "run", loaded(SHELL)));
    assertThat(report("a").counters().values())
        .extracting(PolicyStats::matches)
        .containsExactly(3L);
    assertThat(report("b").counters()).isEmpty();
  }

  @Test
  void anAgentThatIsAwayIsTheNodesProblemAndThePoliciesStayLoaded() {
    registry.status(
        Reports.of(
            "a",
            "run",
            new AgentStatus(false, "Tetragon is away", "", false, List.of(), Map.of(), ""),
            loaded(SHELL)));
    assertThat(agent("a")).isEqualTo(new NodeObservation.Unreachable("Tetragon is away"));
    assertThat(report("a").loaded()).containsExactly(SHELL);
  }

  @Test
  void nothingIsSaidOfANodeThatHasNotHadTheTimeToReport() {
    assertThat(agent("a")).isEqualTo(new NodeObservation.Pending());
    clock.advance(NodeRegistry.GRACE);
    assertThat(agent("a")).isEqualTo(new NodeObservation.Pending());
    clock.advance(SECOND);
    assertThat(agent("a"))
        .isEqualTo(new NodeObservation.Unreachable("no sensor reports from there"));
  }

  @Test
  void aNodeThatJoinsHasTheSameTime() {
    registry.nodes();
    clock.advance(Duration.ofHours(1));
    cluster.put("c", Map.of());
    assertThat(agent("c")).isEqualTo(new NodeObservation.Pending());
    assertThat(agent("a")).isInstanceOf(NodeObservation.Unreachable.class);
  }

  @Test
  void aStreamThatBreaksChangesNothingForAWhile() {
    registry.status(Reports.of("a", "run", loaded(SHELL)));
    clock.advance(Duration.ofSeconds(30));
    registry.disconnected("a");
    NodeObservation before = report("a");
    clock.advance(NodeRegistry.GRACE);
    assertThat(report("a")).isEqualTo(before);
    clock.advance(SECOND);
    assertThat(agent("a")).isInstanceOf(NodeObservation.Unreachable.class);
    assertThat(report("a").loaded()).isEmpty();

    registry.status(Reports.of("a", "another", loaded(SHELL)));
    assertThat(report("a")).isEqualTo(before);
  }

  @Test
  void aStreamThatIsOpenAndSaysNothingCountsForThreeMinutes() {
    registry.status(Reports.of("a", "run", loaded(SHELL)));
    clock.advance(Duration.ofMinutes(3));
    assertThat(agent("a")).isInstanceOf(NodeObservation.Connected.class);
    clock.advance(SECOND);
    assertThat(agent("a")).isInstanceOf(NodeObservation.Unreachable.class);
  }

  @Test
  void aNodeThatIsGoneIsNotToldOf() {
    registry.status(Reports.of("a", "run", loaded(SHELL)));
    cluster.remove("a");
    assertThat(registry.nodes()).extracting(NodeObservation::node).containsExactly("b");
  }

  @Test
  void itIsSettledOnceAllHaveReportedOrHadTheTimeTo() {
    clock.advance(Duration.ofHours(1));
    registry.begin();
    registry.status(Reports.of("a", "run", loaded(SHELL)));
    assertThat(registry.isSettled()).isFalse();
    registry.status(Reports.of("b", "run", loaded(SHELL)));
    assertThat(registry.isSettled()).isTrue();

    cluster.put("c", Map.of());
    assertThat(registry.isSettled()).isFalse();
    clock.advance(NodeRegistry.GRACE.plus(SECOND));
    assertThat(registry.isSettled()).isTrue();
  }

  @Test
  void countersOfAllNodesAddUpAndASensorThatStartsAgainTakesNothingAway() {
    registry.status(Reports.of("a", "run", loaded(SHELL)));
    registry.status(Reports.of("b", "run", loaded(SHELL)));
    registry.status(Reports.of("a", "run", matched(SHELL, 5)));
    registry.status(Reports.of("b", "run", matched(SHELL, 2)));
    registry.status(Reports.of("a", "run", matched(SHELL, 6)));
    assertThat(matches()).isEqualTo(8);

    registry.status(Reports.of("a", "next", loaded(SHELL)));
    assertThat(matches()).isEqualTo(8);
    registry.status(Reports.of("a", "next", matched(SHELL, 1)));
    assertThat(matches()).isEqualTo(9);
  }

  @Test
  void whatASensorHadCountedWhenItIsHeardOfFirstIsKeptApart() {
    registry.status(Reports.of("a", "run", matched(SHELL, 500)));
    registry.status(Reports.of("b", "run", matched(SHELL, 20)));
    assertThat(matches()).isZero();
    assertThat(registry.matchesBefore(SHELL)).isEqualTo(520);

    registry.status(Reports.of("a", "run", matched(SHELL, 501)));
    assertThat(matches()).isEqualTo(1);
    assertThat(registry.matchesBefore(SHELL)).isEqualTo(520);
  }

  @Test
  void aPolicyIsSuspendedWhileItIsOnAnyNode() {
    registry.status(Reports.of("a", "run", suspended(SHELL, "match: no such key")));
    registry.status(Reports.of("b", "run", loaded(SHELL)));
    assertThat(registry.policies())
        .singleElement()
        .satisfies(
            stats -> {
              assertThat(stats.suspended()).isTrue();
              assertThat(stats.lastError()).isEqualTo("on node a: match: no such key");
            });
    registry.status(Reports.of("a", "next", loaded(SHELL)));
    assertThat(registry.policies()).noneMatch(PolicyStats::suspended);
  }

  @Test
  void aPolicyThatRunsNowhereIsForgotten() {
    registry.status(Reports.of("a", "run", matched(SHELL, 1)));
    registry.status(Reports.of("a", "run", loaded(id("other"))));
    assertThat(registry.policies()).extracting(PolicyStats::id).containsExactly(id("other"));
  }

  @Test
  void nodesAreCountedByWhatIsKnownOfThem() {
    cluster.put("c", Map.of());
    registry.nodes();
    clock.advance(NodeRegistry.GRACE.plus(SECOND));
    cluster.put("d", Map.of());
    registry.status(Reports.of("a", "run"));
    registry.status(
        Reports.of(
            "b",
            "run",
            new AgentStatus(true, "", "1.6.0", true, List.of(), Map.of(), "not reachable")));
    NodeTally tally = registry.tally();
    assertThat(tally.states()).isEqualTo(Map.of("reporting", 2, "silent", 1, "awaited", 1));
    assertThat(tally.agentVersions()).isEqualTo(Map.of("1.7.0", 1, "1.6.0", 1));
    assertThat(tally.lossUnknown()).isEqualTo(1);
  }

  @Test
  void nodesThatRunTheSameShareWhatTheySay() {
    registry.status(Reports.of("a", "run", loaded(id("shell"), id("curl"))));
    registry.status(Reports.of("b", "run", loaded(id("shell"), id("curl"))));
    assertThat(report("a").loaded()).isSameAs(report("b").loaded());
    assertThat(agent("a")).isSameAs(agent("b"));
  }

  @Test
  void samplesOfAllNodesAreKeptOncePerPolicy() {
    registry.status(Reports.of("a", "run", sampled(1, "node-that-lies", "x".repeat(1_000))));
    for (int i = 0; i < 9; i++) {
      registry.status(Reports.of("b", "run", sampled(100 + i, "b", "message " + i)));
    }

    assertThat(registry.policies().getFirst().samples())
        .extracting(ShadowSample::message)
        .startsWith("message 8", "message 7", "message 6", "message 5")
        .hasSize(5);
    assertThat(registry.policies().getFirst().samples())
        .as("a node that says much does not push out another one")
        .extracting(ShadowSample::node)
        .containsExactly("b", "b", "b", "b", "a");
    assertThat(report("b").counters().values())
        .singleElement()
        .satisfies(each -> assertThat(each.samples()).isEmpty());
  }

  private static PolicyStats sampled(long time, String node, String message) {
    return matched(SHELL, time)
        .withSamples(List.of(new ShadowSample(time, node, "shop/db-0", message)));
  }

  /** One of a time to come would stay in its place for ever. */
  @Test
  void noSampleIsOfATimeToCome() {
    registry.status(Reports.of("a", "run", sampled(Long.MAX_VALUE, "a", "later")));

    assertThat(registry.policies().getFirst().samples())
        .singleElement()
        .satisfies(
            each ->
                assertThat(Duration.ofNanos(each.timeNanos()))
                    .isLessThanOrEqualTo(
                        Duration.ofSeconds(clock.instant().getEpochSecond()).plus(SECOND)));
  }

  @Test
  void aSampleIsOfTheNodeThatSaidItAndWithinBounds() {
    registry.status(Reports.of("a", "run", sampled(1, "node-that-lies", "x".repeat(1_000))));

    assertThat(registry.policies().getFirst().samples())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.node()).isEqualTo("a");
              assertThat(each.message()).hasSize(ShadowSample.LONGEST_MESSAGE);
            });
  }
}
