package dev.tocsin.engine;

import static dev.tocsin.engine.PolicyBuilder.matching;
import static dev.tocsin.engine.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.event.Event;
import dev.tocsin.event.MalformedEventException;
import dev.tocsin.language.EventFixture;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Policies that fail, and events that are broken. */
class EngineFaultTest {
  private final TestEngine engine = new TestEngine();

  @Test
  void a_policy_that_fails_is_counted_and_suspended_and_the_others_go_on() {
    engine.install(
        policy("good"),
        policy("bad").match("ip(process.arguments).family() == 4 || process.name == 'other'"));

    for (int i = 0; i < ErrorBudget.LIMIT + 5; i++) {
      engine.run("/bin/ls", i);
    }
    engine.run("/bin/other", 0);

    assertThat(engine.findings()).hasSize(ErrorBudget.LIMIT + 6);
    assertThat(engine.names()).containsOnly("good");
    PolicyStats bad = engine.allStats().get(1);
    assertThat(bad.suspended()).isTrue();
    assertThat(bad.errors()).isEqualTo(ErrorBudget.LIMIT);
    assertThat(bad.lastError()).contains("spec.match", "is not an IP address");
    assertThat(engine.allStats().getFirst().suspended()).isFalse();
  }

  @Test
  void a_policy_that_fails_now_and_then_is_not_suspended() {
    engine.install(matching("ip(process.arguments).family() == 4"));

    for (int i = 0; i < 3 * ErrorBudget.BLOCK; i++) {
      engine.evaluate(
          i % 11 == 0 ? EventFixture.exec("/bin/ls", "") : EventFixture.exec("/bin/ls", "10.0.0.1"),
          EventFixture.IN_POD);
    }

    assertThat(engine.stats().suspended()).isFalse();
    assertThat(engine.stats().errors()).isPositive();
  }

  @Test
  void data_that_events_lack_is_no_reason_to_suspend() {
    engine.install(matching("pod.labels['tier'] == 'x'"));

    for (int i = 0; i < 2 * ErrorBudget.LIMIT; i++) {
      engine.run("/bin/ls", i);
    }

    assertThat(engine.stats().errors()).isEqualTo(2 * ErrorBudget.LIMIT);
    assertThat(engine.stats().suspended()).isFalse();
  }

  @Test
  void a_policy_that_costs_too_much_is_suspended_sooner() {
    String nested = "lists.l.all(a, lists.l.all(b, lists.l.all(c, a + b + c != '')))";
    String[] values = new String[30];
    Arrays.fill(values, "v");
    engine.install(matching(nested).list("l", values));

    for (int i = 0; i < ErrorBudget.LIMIT / 50; i++) {
      engine.run("/bin/ls", i);
    }

    assertThat(engine.stats().suspended()).isTrue();
  }

  @Test
  void a_new_generation_of_a_suspended_policy_starts_afresh() {
    engine.install(policy("p").match("ip(process.arguments).family() == 4"));
    for (int i = 0; i < ErrorBudget.LIMIT; i++) {
      engine.run("/bin/ls", i);
    }
    assertThat(engine.stats().suspended()).isTrue();

    engine.install(policy("p").match("true").generation(2));
    engine.run("/bin/ls", 0);

    assertThat(engine.stats().suspended()).isFalse();
    assertThat(engine.findings()).hasSize(1);
  }

  @Test
  void an_event_that_is_broken_where_only_the_index_looks_reaches_the_other_policies() {
    engine.install(
        policy("by-node").match("event.node == 'node-1'"),
        policy("by-parent").match("parent.name == 'x'"));
    byte[] bytes =
        EventFixture.exec(
                EventFixture.TIME,
                EventFixture.process("/bin/ls", ""),
                exec -> exec.setParent(EventFixture.process("/bin/PARENT", "")))
            .bytes()
            .clone();
    int binary = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("/bin/PARENT");
    bytes[binary - 1] = 127; // its length

    assertThatThrownBy(() -> engine.evaluate(Event.of(bytes), EventFixture.IN_POD))
        .isInstanceOf(MalformedEventException.class);
    assertThat(engine.stats().matches()).isEqualTo(1); // the finding would tell of the parent
  }

  @Test
  void a_broken_event_is_thrown_back_and_harms_no_policy() {
    engine.install(matching("process.name == 'bash'"));
    byte[] bytes = EventFixture.exec("/bin/bash", "x").bytes().clone();
    bytes[1] = 127;

    assertThatThrownBy(() -> engine.evaluate(Event.of(bytes), EventFixture.IN_POD))
        .isInstanceOf(MalformedEventException.class);
    assertThat(engine.stats().errors()).isZero();
  }
}
