package dev.tocsin.engine;

import static dev.tocsin.engine.PolicyBuilder.matching;
import static dev.tocsin.engine.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.MalformedEventException;
import dev.tocsin.language.EventFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineTest {
  private final List<Finding> findings = new ArrayList<>();
  private Instant now = EventFixture.TIME;
  private final Engine engine =
      new Engine((InstantSource) () -> now, Redaction.defaults(), findings::add);

  @Test
  void a_match_is_a_finding_that_tells_what_happened() {
    install(matching("process.name == 'bash'").message("{{process.command_line}} in {{pod.name}}"));

    engine.evaluate(EventFixture.rich(), EventFixture.IN_POD);

    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.message()).isEqualTo("bash -c 'id' in web-1");
              assertThat(finding.group())
                  .containsExactly(
                      Map.entry("pod.namespace", "shop"),
                      Map.entry("pod.workload.kind", "Deployment"),
                      Map.entry("pod.workload.name", "web"),
                      Map.entry("container.name", "app"));
              assertThat(finding.facts().kind()).isEqualTo(EventKind.PROCESS_EXEC);
              assertThat(finding.facts().timeNanos()).isEqualTo(nanos(EventFixture.TIME));
              assertThat(finding.facts().where()).isEqualTo(EventFixture.IN_POD);
              assertThat(finding.facts().process().binary()).isEqualTo("/usr/bin/bash");
              assertThat(finding.facts().ancestors())
                  .extracting(Facts.ProcessFacts::name)
                  .containsExactly("sshd", "systemd", "init");
            });
  }

  @Test
  void the_title_is_the_message_of_a_policy_without_one() {
    install(policy("quiet"));

    engine.evaluate(EventFixture.exec("/bin/ls", ""), EventFixture.IN_POD);

    assertThat(findings).extracting(Finding::message).containsExactly("Title of quiet");
  }

  @Test
  void a_hole_whose_value_is_absent_stays_empty() {
    install(matching("true").message("tier {{pod.labels.tier}}, {{1 / process.auid}}."));

    engine.evaluate(EventFixture.exec("/bin/ls", ""), EventFixture.IN_POD);

    assertThat(findings).extracting(Finding::message).containsExactly("tier , ?.");
  }

  @Test
  void what_runs_outside_any_pod_is_grouped_by_its_node() {
    install(matching("true").host(Scope.Host.INCLUDE));

    engine.evaluate(EventFixture.exec("/bin/ls", ""), EventFixture.ON_HOST);

    assertThat(findings).extracting(Finding::group).containsExactly(Map.of("node.name", "node-1"));
  }

  @Test
  void a_group_has_the_expressions_of_the_policy_in_their_order_and_absent_is_empty() {
    install(matching("true").alertBy("pod.uid", "process.name", "pod.labels.tier"));

    engine.evaluate(EventFixture.exec("/bin/ls", ""), EventFixture.IN_POD);

    assertThat(findings.getFirst().group())
        .containsExactly(
            Map.entry("pod.uid", "uid-web-1"),
            Map.entry("process.name", "ls"),
            Map.entry("pod.labels.tier", ""));
  }

  @Test
  void the_same_event_gives_the_same_id_and_another_event_or_generation_another() {
    install(policy("p"));
    run("/bin/ls", 0);
    run("/bin/ls", 0);
    run("/bin/ls", 1);
    run("/bin/cat", 0);
    install(policy("p").generation(2));
    run("/bin/ls", 0);

    List<String> ids = findings.stream().map(Finding::id).toList();
    assertThat(ids.get(0)).isEqualTo(ids.get(1)).matches("[0-9a-f]{32}");
    assertThat(ids.subList(1, 5)).doesNotHaveDuplicates();
  }

  @Test
  void an_event_is_offered_to_policies_of_its_kinds_derived_ones_included_once() {
    install(
        policy("exec"),
        policy("kprobe").events(EventKind.PROCESS_KPROBE),
        policy("connect").events(EventKind.PROCESS_CONNECT),
        policy("file").events(EventKind.FILE_ACCESS),
        policy("both").events(EventKind.PROCESS_KPROBE, EventKind.PROCESS_CONNECT));

    engine.evaluate(
        EventFixture.kprobe("tcp_connect", EventFixture.sock("10.0.0.1", 80)), EventFixture.IN_POD);
    assertThat(names()).containsExactly("kprobe", "connect", "both");

    findings.clear();
    engine.evaluate(
        EventFixture.kprobe("security_file_permission", EventFixture.file("/etc/shadow")),
        EventFixture.IN_POD);
    assertThat(names()).containsExactly("kprobe", "file", "both");

    findings.clear();
    engine.evaluate(EventFixture.exec("/bin/ls", ""), EventFixture.IN_POD);
    assertThat(names()).containsExactly("exec");
  }

  @Test
  void the_kinds_to_subscribe_to_are_those_of_the_policies_and_of_their_steps() {
    install(
        policy("connect").events(EventKind.PROCESS_CONNECT),
        policy("off").events(EventKind.PROCESS_LOADER).mode(Policy.Mode.DISABLED),
        policy("steps")
            .events(EventKind.PROCESS_EXEC)
            .temporal(false, Duration.ofSeconds(1), List.of(), Map.of("a", "true", "b", "true")));

    assertThat(engine.eventKinds())
        .containsExactlyInAnyOrder(EventKind.PROCESS_CONNECT, EventKind.PROCESS_EXEC);
  }

  @Test
  void processes_that_the_agent_announces_again_at_its_start_are_no_executions() {
    install(policy("any"));

    engine.evaluate(
        EventFixture.exec(
            EventFixture.TIME, EventFixture.process("/bin/sh", "").setFlags("procFS auid")),
        EventFixture.IN_POD);

    assertThat(findings).isEmpty();
  }

  @Test
  void an_exception_silences_counts_and_ends_at_its_time() {
    install(matching("true").except("process.name == 'ls'", EventFixture.TIME.plusSeconds(60)));

    run("/bin/ls", 0);
    assertThat(findings).isEmpty();
    assertThat(stats().exclusionMatches()).isEqualTo(Map.of("spec.exceptions[0]", 1L));
    assertThat(stats().matches()).isZero();

    now = EventFixture.TIME.plusSeconds(60);
    run("/bin/ls", 1);
    assertThat(findings).hasSize(1);
    assertThat(stats().exclusionMatches()).isEqualTo(Map.of("spec.exceptions[0]", 1L));
  }

  @Test
  void an_exception_of_a_namespace_silences_events_of_that_namespace_only() {
    install(matching("true").exceptFrom("DetectionException/shop/quiet", "true", "shop"));

    engine.evaluate(EventFixture.exec("/bin/ls", ""), EventFixture.IN_POD);
    assertThat(findings).isEmpty();

    engine.evaluate(
        EventFixture.exec("/bin/ls", ""),
        EventFixture.in(EventFixture.pod("bank", "db-1", Map.of())));
    assertThat(findings).hasSize(1);
  }

  @Test
  void an_exception_that_has_no_value_for_an_event_does_not_hold() {
    install(matching("true").except("pod.labels['tier'] == 'debug'"));

    run("/bin/ls", 0);

    assertThat(findings).hasSize(1);
    assertThat(stats().errors()).isEqualTo(1);
  }

  @Test
  void a_shadow_policy_counts_and_reports_nothing() {
    install(matching("true").mode(Policy.Mode.SHADOW));

    run("/bin/ls", 0);

    assertThat(findings).isEmpty();
    assertThat(stats().matches()).isEqualTo(1);
    assertThat(stats().findings()).isEqualTo(1);
  }

  @Test
  void a_disabled_policy_is_not_there() {
    install(matching("true").mode(Policy.Mode.DISABLED));

    run("/bin/ls", 0);

    assertThat(findings).isEmpty();
    assertThat(engine.stats()).isEmpty();
  }

  @Test
  void secrets_leave_neither_in_facts_nor_message_nor_group() {
    install(matching("true").message("{{process.arguments}}").alertBy("process.arguments"));

    engine.evaluate(
        EventFixture.exec(
            EventFixture.TIME,
            EventFixture.process("/usr/bin/mysql", "--password=hunter2 db"),
            exec -> exec.setParent(EventFixture.process("/bin/sh", "TOKEN=hunter2 run"))),
        EventFixture.IN_POD);

    assertThat(findings.getFirst().toString()).doesNotContain("hunter2").contains("*****");
    assertThat(findings.getFirst().facts().process().arguments()).isEqualTo("--password=***** db");
  }

  @Test
  void a_policy_that_fails_is_counted_and_suspended_and_the_others_go_on() {
    install(
        policy("good"),
        policy("bad").match("ip(process.arguments).family() == 4 || process.name == 'other'"));

    for (int i = 0; i < ErrorBudget.LIMIT + 5; i++) {
      run("/bin/ls", i);
    }
    run("/bin/other", 0);

    assertThat(findings).hasSize(ErrorBudget.LIMIT + 6);
    assertThat(names()).containsOnly("good");
    PolicyStats bad = engine.stats().get(1);
    assertThat(bad.suspended()).isTrue();
    assertThat(bad.errors()).isEqualTo(ErrorBudget.LIMIT);
    assertThat(bad.lastError()).contains("spec.match", "is not an IP address");
    assertThat(engine.stats().getFirst().suspended()).isFalse();
  }

  @Test
  void a_policy_that_fails_now_and_then_is_not_suspended() {
    install(matching("ip(process.arguments).family() == 4"));

    for (int i = 0; i < 3 * ErrorBudget.BLOCK; i++) {
      engine.evaluate(
          i % 11 == 0 ? EventFixture.exec("/bin/ls", "") : EventFixture.exec("/bin/ls", "10.0.0.1"),
          EventFixture.IN_POD);
    }

    assertThat(stats().suspended()).isFalse();
    assertThat(stats().errors()).isPositive();
  }

  @Test
  void data_that_events_lack_is_no_reason_to_suspend() {
    install(matching("pod.labels['tier'] == 'x'"));

    for (int i = 0; i < 2 * ErrorBudget.LIMIT; i++) {
      run("/bin/ls", i);
    }

    assertThat(stats().errors()).isEqualTo(2 * ErrorBudget.LIMIT);
    assertThat(stats().suspended()).isFalse();
  }

  @Test
  void a_policy_that_costs_too_much_is_suspended_sooner() {
    String nested = "lists.l.all(a, lists.l.all(b, lists.l.all(c, a + b + c != '')))";
    String[] values = new String[30];
    Arrays.fill(values, "v");
    install(matching(nested).list("l", values));

    for (int i = 0; i < ErrorBudget.LIMIT / 10; i++) {
      run("/bin/ls", i);
    }

    assertThat(stats().suspended()).isTrue();
  }

  @Test
  void a_new_generation_of_a_suspended_policy_starts_afresh() {
    install(policy("p").match("ip(process.arguments).family() == 4"));
    for (int i = 0; i < ErrorBudget.LIMIT; i++) {
      run("/bin/ls", i);
    }
    assertThat(stats().suspended()).isTrue();

    install(policy("p").match("true").generation(2));
    run("/bin/ls", 0);

    assertThat(stats().suspended()).isFalse();
    assertThat(findings).hasSize(1);
  }

  @Test
  void a_broken_event_is_thrown_back_and_harms_no_policy() {
    install(matching("process.name == 'bash'"));
    byte[] bytes = EventFixture.exec("/bin/bash", "x").bytes().clone();
    bytes[1] = 127;

    assertThatThrownBy(() -> engine.evaluate(Event.of(bytes), EventFixture.IN_POD))
        .isInstanceOf(MalformedEventException.class);
    assertThat(stats().errors()).isZero();
  }

  @Test
  void a_window_keeps_its_state_when_the_policies_are_replaced_but_not_in_a_new_generation() {
    install(policy("p").eventCount(2, Duration.ofMinutes(1)));
    run("/bin/ls", 0);
    install(policy("p").eventCount(2, Duration.ofMinutes(1)).except("false"), policy("other"));
    run("/bin/ls", 1);
    assertThat(names()).containsOnlyOnce("p");

    findings.clear();
    run("/bin/ls", 2);
    install(policy("p").eventCount(2, Duration.ofMinutes(1)).generation(2));
    run("/bin/ls", 3);
    assertThat(names()).doesNotContain("p");
  }

  @Test
  void an_event_count_fires_for_the_group_that_has_enough_and_tells_how_many() {
    install(
        matching("process.name == 'ls'")
            .eventCount(3, Duration.ofSeconds(10), "pod.uid")
            .message("{{count}} in {{pod.name}}"));
    Attribution other = EventFixture.in(EventFixture.pod("shop", "web-2", Map.of()));

    run("/bin/ls", 0);
    engine.evaluate(exec("/bin/ls", 1), other);
    run("/bin/cat", 2);
    run("/bin/ls", 3);
    assertThat(findings).isEmpty();
    run("/bin/ls", 4);

    assertThat(findings).extracting(Finding::message).containsExactly("3 in web-1");
    assertThat(stats().matches()).isEqualTo(4);
  }

  @Test
  void a_value_count_counts_different_values_and_absent_is_a_value() {
    install(
        matching("true")
            .valueCount("pod.labels.tier", 2, Duration.ofSeconds(10))
            .message("{{count}}"));

    run("/bin/ls", 0);
    run("/bin/ls", 1);
    assertThat(findings).isEmpty();
    engine.evaluate(
        exec("/bin/ls", 2), EventFixture.in(EventFixture.pod("a", "b", Map.of("tier", "front"))));

    assertThat(findings).extracting(Finding::message).containsExactly("2");
  }

  @Test
  void a_temporal_window_wants_every_step_in_any_order() {
    install(
        policy("p").temporal(false, Duration.ofSeconds(10), List.of("pod.uid"), curlThenShell()));

    run("/bin/sh", 0);
    run("/bin/sh", 1);
    assertThat(findings).isEmpty();
    run("/bin/curl", 2);

    assertThat(findings).hasSize(1);
  }

  @Test
  void an_ordered_window_wants_its_steps_in_the_order_of_event_time_whatever_the_arrival() {
    install(
        policy("p").temporal(true, Duration.ofSeconds(10), List.of("pod.uid"), curlThenShell()));

    run("/bin/sh", 0);
    run("/bin/curl", 2);
    assertThat(findings).isEmpty();
    run("/bin/sh", 5);
    assertThat(findings).hasSize(1);

    findings.clear();
    run("/bin/sh", 30);
    run("/bin/curl", 28);
    assertThat(findings).hasSize(1);
  }

  @Test
  void exceptions_and_the_policys_match_hold_for_steps_too() {
    install(
        policy("p")
            .temporal(false, Duration.ofSeconds(10), List.of(), curlThenShell())
            .match("process.uid == 0")
            .except("process.arguments == 'allowed'"));

    run("/bin/curl", 0);
    engine.evaluate(EventFixture.exec("/bin/sh", "allowed"), EventFixture.IN_POD);
    assertThat(findings).isEmpty();
    run("/bin/sh", 1);

    assertThat(findings).hasSize(1);
  }

  @Test
  void a_match_that_comes_too_late_is_counted_and_not_part_of_a_window() {
    install(matching("true").eventCount(2, Duration.ofMinutes(5)));

    run("/bin/ls", 100);
    run("/bin/ls", 64);

    assertThat(findings).isEmpty();
    assertThat(stats().lateMatches()).isEqualTo(1);
  }

  private static Map<String, String> curlThenShell() {
    Map<String, String> steps = new LinkedHashMap<>();
    steps.put("download", "process.name == 'curl'");
    steps.put("shell", "process.name == 'sh'");
    return steps;
  }

  private void install(PolicyBuilder... policies) {
    engine.install(Arrays.stream(policies).map(PolicyBuilder::compiled).toList());
  }

  private void run(String binary, int second) {
    engine.evaluate(exec(binary, second), EventFixture.IN_POD);
  }

  private static Event exec(String binary, int second) {
    return EventFixture.exec(
        EventFixture.TIME.plusSeconds(second), EventFixture.process(binary, ""));
  }

  private List<String> names() {
    return findings.stream().map(finding -> finding.policy().id().name()).toList();
  }

  private PolicyStats stats() {
    return engine.stats().getFirst();
  }

  private static long nanos(Instant time) {
    return EventFixture.nanos(time);
  }
}
