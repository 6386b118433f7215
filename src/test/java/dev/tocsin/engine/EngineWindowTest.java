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
  void a_window_keeps_its_state_when_the_policies_are_replaced_but_not_in_a_new_generation() {
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
  void an_event_count_fires_for_the_group_that_has_enough_and_tells_how_many() {
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
  void a_value_count_counts_different_values_and_absent_is_a_value() {
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
  void a_sum_adds_up_a_number_of_the_events_and_what_is_absent_adds_nothing() {
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
  void a_temporal_window_wants_every_step_in_any_order() {
    engine.install(
        policy("p").temporal(false, Duration.ofSeconds(10), List.of("pod.uid"), curlThenShell()));

    engine.run("/bin/sh", 0);
    engine.run("/bin/sh", 1);
    assertThat(engine.findings()).isEmpty();
    engine.run("/bin/curl", 2);

    assertThat(engine.findings()).hasSize(1);
  }

  @Test
  void an_ordered_window_wants_its_steps_in_the_order_of_event_time_whatever_the_arrival() {
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
  void exceptions_and_the_policys_match_hold_for_steps_too() {
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
  void a_match_that_comes_too_late_is_counted_and_not_part_of_a_window() {
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
