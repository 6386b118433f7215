package dev.tocsin.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.RealCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sensors and operators as a user runs them, and what holds when a part of them stops. */
@RealCluster(isolated = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FleetTest {
  private final ControlPlane plane;
  private final Fleet fleet;
  private int tests;

  /** The name of this test's policy, and of the program that sets it off. */
  private String mark = "";

  private String spread = "";

  private static final String DEEP_PATTERN =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata: {name: %1$s, namespace: tocsin-system}
      spec:
        title: A pattern of which each step is optional
        scope: {host: Include}
        events: [%2$s]
        match: event.node.matches('(a?){1000}(a?){1000}(a?){1000}(a?){1000}[b]')
        window: {type: EventCount, within: 1h, condition: {gte: 2}}
      """;

  FleetTest(ControlPlane plane) throws IOException {
    this.plane = plane;
    this.fleet = new Fleet(plane);
  }

  /** Those that the test before has ended are started again: a fleet is expensive. */
  @BeforeEach
  void twoOperatorsAndTwoNodes() throws IOException, InterruptedException {
    tests++;
    mark = "mark" + tests;
    spread = "spread" + tests;
    fleet.apply(Fleet.policyOf(mark));
    fleet.ensureOperators("operator-0", "operator-1");
    fleet.ensureNodes("worker-0", "worker-1");
    awaitLoaded(mark);
  }

  @AfterEach
  void forgetWhatIsCounted() {
    fleet.kubectl("delete", "dpol", "--all", "--namespace=tocsin-system");
  }

  @AfterAll
  void end() {
    fleet.close();
  }

  private void awaitLoaded(String policy) {
    fleet.eventually("loaded", () -> fleet.condition(policy, "Loaded").startsWith("True"));
  }

  @Test
  void whatNodesFindIsCountedByNodeAndStatusTellsOfBoth() throws IOException {
    fleet.send("worker-0", mark, 3_000);
    fleet.send("worker-1", mark, 2_000);

    fleet.awaitCount(mark, 5_000);
    assertThat(fleet.alerts(mark)).hasSize(2);
    assertThat(fleet.policy(mark).at("/status/nodes/ready").asText()).isEqualTo("2/2");
    fleet.eventually("ready", () -> fleet.sensor("worker-0").isReady());
    fleet.eventually("matches", () -> fleet.policy(mark).at("/status/matches").asLong() == 5_000);
    fleet.eventually("mean cost", () -> fleet.meanCost(mark).matches("[0-9.]+(ns|us|ms)"));
    String of = "policy=\"tocsin-system/" + mark + "\"";
    TocsinProcess leader = fleet.operator(fleet.leader());
    assertThat(leader.metric("tocsin_policy_timed_total", of)).isGreaterThanOrEqualTo(3);
    assertThat(leader.metric("tocsin_policy_timed_seconds_total", of)).isPositive();
    assertThat(fleet.kubectl("get", "dpol", "--namespace=tocsin-system", "--output=wide"))
        .contains("COST")
        .contains(fleet.meanCost(mark));
  }

  @Test
  void linesOfLogsSayWhichObjectTheyAreAboutAndTellNoSecret() throws IOException {
    fleet.send("worker-0", mark, 1);
    fleet.awaitCount(mark, 1);

    Set<String> objects = new HashSet<>();
    for (String line : fleet.logLines()) {
      JsonNode parsed = new ObjectMapper().readTree(line);
      objects.add(
          parsed.path("orchestrator.resource.type").asText()
              + " "
              + parsed.path("orchestrator.resource.name").asText());
    }
    assertThat(objects)
        .contains(
            "Node worker-0",
            "Node worker-1",
            "Pod " + fleet.leader(),
            "Secret tocsin-operator-tls",
            "ConfigMap tocsin-operator-ca");
    String all = String.join("\n", fleet.logLines());
    assertThat(fleet.secrets())
        .hasSizeGreaterThan(10)
        .noneMatch(secret -> secret.isBlank() || all.contains(secret));
  }

  /** The leader loses its right to write while nobody answers, and ends; kubelet starts it. */
  @Test
  void whatIsFoundWhileTheApiServerIsGoneIsCountedLater() throws IOException {
    String leader = fleet.leader();
    fleet.send("worker-0", mark, 100);
    fleet.awaitCount(mark, 100);

    long lines = lines("worker-0");

    plane.stop();
    fleet.eventually("the leader ends", () -> !fleet.operator(leader).isAlive());
    fleet.restartEnded();
    fleet.send("worker-0", mark, 1_000);
    fleet.send("worker-1", mark, 1_000);
    fleet.awaitEvaluated("worker-0");
    fleet.awaitEvaluated("worker-1");
    fleet.eventually("said", () -> fleet.sensor("worker-0").log().contains("do not arrive: "));
    plane.start();

    fleet.awaitCount(mark, 2_100);
    assertThat(fleet.alerts(mark)).hasSize(2);
    fleet.eventually(
        "said", () -> fleet.sensor("worker-0").log().contains(" arrive again, after "));
    assertThat(lines("worker-0") - lines).as("lines of an outage").isLessThan(20);
    assertThat(fleet.logLines()).noneMatch(line -> line.contains("stack_trace"));
  }

  private long lines(String sensor) {
    return fleet.sensor(sensor).log().lines().count();
  }

  @Test
  void aKilledLeaderCostsNoFindingAndCountsNoneTwice() {
    String leader = fleet.leader();
    fleet.send("worker-0", mark, 1_000);
    fleet.send("worker-1", mark, 1_000);
    fleet.eventually("some are written", () -> fleet.count(mark) > 0);
    fleet.send("worker-0", mark, 1_000);

    fleet.operator(leader).kill();
    fleet.send("worker-1", mark, 1_000);

    fleet.awaitCount(mark, 4_000);
    assertThat(fleet.leader()).isNotEqualTo(leader);
    assertThat(fleet.alerts(mark)).hasSize(2);
  }

  /** Over events it ended every sensor, over alerts the next leader waited for ever. */
  @Test
  void aPatternThatNestsTooDeeplyHarmsItsPolicyAlone() throws IOException {
    for (String kind : List.of("ProcessExec", "SecurityAlert")) {
      fleet.apply(DEEP_PATTERN.formatted("deep-" + kind.toLowerCase(Locale.ROOT), kind));
    }
    fleet.send("worker-0", mark, 10);
    fleet.awaitCount(mark, 10);
    assertThat(fleet.operator(fleet.leader()).stop()).isZero();
    fleet.ensureOperators("operator-0", "operator-1");
    fleet.send("worker-1", mark, 5);

    fleet.awaitCount(mark, 15);
    for (String policy : List.of("deep-processexec", "deep-securityalert")) {
      fleet.eventually(
          policy + " is refused or suspended",
          () ->
              fleet.condition(policy, "Accepted").startsWith("False")
                  || fleet.condition(policy, "Healthy").startsWith("False"));
    }
    assertThat(fleet.sensor("worker-0").isAlive()).isTrue();
    assertThat(fleet.sensor("worker-1").isAlive()).isTrue();
  }

  @Test
  void anOperatorThatIsToldToEndWritesWhatItTookAndLetsTheOtherLead() throws IOException {
    String leader = fleet.leader();
    fleet.send("worker-0", mark, 2_000);
    fleet.awaitEvaluated("worker-0");

    assertThat(fleet.operator(leader).stop()).isZero();

    assertThat(fleet.leader()).isNotEqualTo(leader);
    fleet.send("worker-0", mark, 10);
    fleet.awaitCount(mark, 2_010);

    fleet.startOperator(leader);
    assertThat(fleet.operator(leader).stop()).as("of a replica that does not lead").isZero();
  }

  @Test
  void aKilledSensorGoesOnFromItsSpool() throws IOException, InterruptedException {
    assertThat(fleet.operator("operator-0").stop()).isZero();
    assertThat(fleet.operator("operator-1").stop()).isZero();
    fleet.send("worker-0", mark, 3_000);
    fleet.awaitEvaluated("worker-0");
    // what is still gathered, or on its way into the files, would be lost
    fleet.eventually("spooled", () -> fleet.spooled("worker-0", mark) == 3_000);

    fleet.sensor("worker-0").kill();
    fleet.startOperator("operator-1");
    fleet.startSensor("worker-0");

    fleet.awaitCount(mark, 3_000);
  }

  @Test
  void aSensorThatStartsWithoutTheApiServerEvaluatesWhatItKnewLast()
      throws IOException, InterruptedException {
    fleet.send("worker-0", mark, 1);
    fleet.awaitCount(mark, 1);
    assertThat(fleet.sensor("worker-0").stop()).isZero();

    plane.stop();
    fleet.startSensor("worker-0");
    fleet.send("worker-0", mark, 100);
    fleet.awaitEvaluated("worker-0");
    plane.start();

    fleet.awaitCount(mark, 101);
  }

  @Test
  void aNetworkThatIsSilentlyCutCostsNothing() {
    fleet.send("worker-0", mark, 10);
    fleet.awaitCount(mark, 10);

    fleet.cutNetwork();
    fleet.send("worker-0", mark, 1_000);
    fleet.send("worker-1", mark, 1_000);
    fleet.eventually(
        "noticed", () -> fleet.sensor("worker-0").metric("tocsin_operator_connected", "") == 0);
    fleet.mendNetwork();

    fleet.awaitCount(mark, 2_010);
  }

  @Test
  void aClockThatIsAnHourFastNeitherCostsAlertsNorWindowsOfOthers() throws IOException {
    applySpread();

    fleet.send("worker-0", spread, 1, Duration.ofHours(1));
    fleet.send("worker-0", mark, 5, Duration.ofHours(1));
    fleet.send("worker-1", mark, 5, Duration.ofHours(-1));
    fleet.awaitCount(mark, 10);
    fleet.send("worker-1", spread, 1);
    fleet.send("worker-0", spread, 1);

    fleet.awaitCount(spread, 1);
  }

  @Test
  void aWindowThatSpansNodesFillsUpFromBothAndOutlivesTheLeader() throws IOException {
    applySpread();
    fleet.send("worker-0", spread, 1);
    fleet.eventually(
        "held", () -> fleet.operator(fleet.leader()).metric("tocsin_window_matches", "") == 1);

    fleet.operator(fleet.leader()).kill();
    fleet.send("worker-1", spread, 1);

    fleet.awaitCount(spread, 1);
    assertThat(fleet.alerts(spread)).hasSize(1);
  }

  /** A program that runs on two nodes within ten minutes. */
  private void applySpread() {
    fleet.apply(
        Fleet.policyOf(spread).replace("alert: {groupBy: [node.name]}", "")
            + """
              window: {type: ValueCount, field: node.name, condition: {gte: 2}, within: 10m, groupBy: [process.name]}
              alert: {groupBy: [process.name]}
            """);
    awaitLoaded(spread);
  }
}
