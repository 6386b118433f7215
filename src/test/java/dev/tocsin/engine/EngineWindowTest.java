package dev.tocsin.engine;

import static dev.tocsin.engine.PolicyBuilder.matching;
import static dev.tocsin.engine.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.Attribution;
import dev.tocsin.language.EventFixture;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From several events to a finding. */
class EngineWindowTest {
  private final TestEngine engine = new TestEngine();

  @Test
  void aWindowKeepsItsStateWhenThePoliciesAreReplacedButNotInANewGeneration() {
    engine.install(policy("p").eventCount(2, Duration.ofMinutes(1)));
    engine.run("/bin/ls", 0);
    engine.install(
        policy("p").eventCount(2, Duration.ofMinutes(1)).except("false"), policy("other"));
    engine.run("/bin/ls", 1);
    assertThat(engine.names()).containsOnlyOnce("p");

    engine.findings().clear();
    engine.run("/bin/ls", 2);
    engine.install(policy("p").eventCount(2, Duration.ofMinutes(1)).generation(2));
    engine.run("/bin/ls", 3);
    assertThat(engine.names()).doesNotContain("p");
  }

  @Test
  void anEventCountFiresForTheGroupThatHasEnoughAndTellsHowMany() {
    engine.install(
        matching("process.name == 'ls'")
            .eventCount(3, Duration.ofSeconds(10), "pod.uid")
            .message("{{count}} in {{pod.name}}"));
    Attribution other = EventFixture.in(EventFixture.pod("shop", "web-2", Map.of()));

    engine.run("/bin/ls", 0);
    engine.evaluate(TestEngine.exec("/bin/ls", 1), other);
    engine.run("/bin/cat", 2);
    engine.run("/bin/ls", 3);
    assertThat(engine.findings()).isEmpty();
    engine.run("/bin/ls", 4);

    assertThat(engine.findings()).extracting(Finding::message).containsExactly("3 in web-1");
    assertThat(engine.stats().matches()).isEqualTo(4);
  }

  @Test
  void aValueCountCountsDifferentValuesAndAbsentIsAValue() {
    engine.install(
        matching("true")
            .valueCount("pod.labels.tier", 2, Duration.ofSeconds(10))
            .message("{{count}}"));

    engine.run("/bin/ls", 0);
    engine.run("/bin/ls", 1);
    assertThat(engine.findings()).isEmpty();
    engine.evaluate(
        TestEngine.exec("/bin/ls", 2),
        EventFixture.in(EventFixture.pod("a", "b", Map.of("tier", "front"))));

    assertThat(engine.findings()).extracting(Finding::message).containsExactly("2");
  }

  @Test
  void aSumAddsUpANumberOfTheEventsAndWhatIsAbsentAddsNothing() {
    engine.install(
        matching("true")
            .sum("int(pod.labels.risk)", 100, Duration.ofHours(24), "pod.workload.name")
            .message("risk {{count}}"));
    Attribution risky = EventFixture.in(EventFixture.pod("shop", "web-2", Map.of("risk", "60")));

    engine.evaluate(TestEngine.exec("/bin/ls", 0), risky);
    engine.run("/bin/ls", 1);
    assertThat(engine.findings()).isEmpty();
    engine.evaluate(TestEngine.exec("/bin/ls", 80_000), risky);

    assertThat(engine.findings()).extracting(Finding::message).containsExactly("risk 120");
  }

  @Test
  void aTemporalWindowWantsEveryStepInAnyOrder() {
    engine.install(
        policy("p").temporal(false, Duration.ofSeconds(10), List.of("pod.uid"), curlThenShell()));

    engine.run("/bin/sh", 0);
    engine.run("/bin/sh", 1);
    assertThat(engine.findings()).isEmpty();
    engine.run("/bin/curl", 2);

    assertThat(engine.findings()).hasSize(1);
  }

  @Test
  void anOrderedWindowWantsItsStepsInTheOrderOfEventTimeWhateverTheArrival() {
    engine.install(
        policy("p").temporal(true, Duration.ofSeconds(10), List.of("pod.uid"), curlThenShell()));

    engine.run("/bin/sh", 0);
    engine.run("/bin/curl", 2);
    assertThat(engine.findings()).isEmpty();
    engine.run("/bin/sh", 5);
    assertThat(engine.findings()).hasSize(1);

    engine.findings().clear();
    engine.run("/bin/sh", 30);
    engine.run("/bin/curl", 28);
    assertThat(engine.findings()).hasSize(1);
  }

  @Test
  void exceptionsAndThePolicysMatchHoldForStepsToo() {
    engine.install(
        policy("p")
            .temporal(false, Duration.ofSeconds(10), List.of(), curlThenShell())
            .match("process.uid == 0")
            .except("process.arguments == 'allowed'"));

    engine.run("/bin/curl", 0);
    engine.evaluate(EventFixture.exec("/bin/sh", "allowed"), EventFixture.IN_POD);
    assertThat(engine.findings()).isEmpty();
    engine.run("/bin/sh", 1);

    assertThat(engine.findings()).hasSize(1);
  }

  @Test
  void aMatchThatComesTooLateIsCountedAndNotPartOfAWindow() {
    engine.install(matching("true").eventCount(2, Duration.ofMinutes(5)));

    engine.run("/bin/ls", 100);
    engine.run("/bin/ls", 64);

    assertThat(engine.findings()).isEmpty();
    assertThat(engine.stats().lateMatches()).isEqualTo(1);
  }

  private static Map<String, String> curlThenShell() {
    Map<String, String> steps = new LinkedHashMap<>();
    steps.put("download", "process.name == 'curl'");
    steps.put("shell", "process.name == 'sh'");
    return steps;
  }
}
