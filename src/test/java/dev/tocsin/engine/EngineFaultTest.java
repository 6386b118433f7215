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
  void aPolicyThatFailsIsCountedAndTheOthersGoOn() {
    engine.install(
        policy("good"),
        policy("bad").match("ip(process.arguments).family() == 4 || process.name == 'other'"));

    for (int i = 0; i < 5; i++) {
      engine.run("/bin/ls", i);
    }

    assertThat(engine.names()).hasSize(5).containsOnly("good");
    PolicyStats bad = engine.allStats().get(1);
    assertThat(bad.errors()).isEqualTo(5);
    assertThat(bad.lastError()).contains("spec.match", "is not an IP address");
    assertThat(engine.allStats().getFirst().errors()).isZero();
  }

  @Test
  void nobodyWhoIsWatchedSuspendsAPolicyByOddOrLongArguments() {
    String costly = "lists.l.all(a, lists.l.all(b, lists.l.all(c, a == b && b == c)))";
    String[] values = new String[50];
    Arrays.fill(values, "v");
    engine.install(
        matching("process.name == 'nc' && (process.arguments == '-e' || " + costly + ")")
            .list("l", values),
        policy("address").match("process.name == 'nc' && ip(process.arguments) == ip('10.0.0.1')"));

    for (int i = 0; i < 2 * ErrorBudget.LIMIT; i++) {
      engine.run("/bin/nc", i);
    }
    engine.evaluate(EventFixture.exec("/bin/nc", "-e"), EventFixture.IN_POD);
    engine.evaluate(EventFixture.exec("/bin/nc", "10.0.0.1"), EventFixture.IN_POD);

    assertThat(engine.names()).containsExactly("test", "address");
    assertThat(engine.allStats()).noneMatch(PolicyStats::suspended);
    assertThat(engine.stats().errors()).isGreaterThanOrEqualTo(2 * ErrorBudget.LIMIT);
  }

  @Test
  void anEventThatIsBrokenWhereOnlyTheIndexLooksReachesTheOtherPolicies() {
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
  void aBrokenEventIsThrownBackAndHarmsNoPolicy() {
    engine.install(matching("process.name == 'bash'"));
    byte[] bytes = EventFixture.exec("/bin/bash", "x").bytes().clone();
    bytes[1] = 127;

    assertThatThrownBy(() -> engine.evaluate(Event.of(bytes), EventFixture.IN_POD))
        .isInstanceOf(MalformedEventException.class);
    assertThat(engine.stats().errors()).isZero();
  }
}
