package dev.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.compile.Broken;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.language.EventFixture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostSamplingTest {
  private long nanos;
  private int readings;

  /** A clock on which 84 ns pass between two readings. */
  private final Engine engine =
      Engine.timedBy(
          () -> {
            readings++;
            return nanos += 84;
          },
          () -> EventFixture.TIME,
          finding -> {});

  private void install(PolicyBuilder... policies) {
    engine.install(Arrays.stream(policies).map(PolicyBuilder::compiled).toList());
  }

  private void run(int times) {
    for (int i = 0; i < times; i++) {
      engine.evaluate(TestEngine.exec("/bin/sh", i), EventFixture.IN_POD);
    }
  }

  private Cost cost(int policy) {
    return engine.stats().get(policy).cost();
  }

  @Test
  void oneEventInAPeriodIsTimedForEachPolicyThatItIsOfferedTo() {
    install(
        PolicyBuilder.policy("shell").match("process.name == 'sh'"),
        PolicyBuilder.policy("any").match("process.pid > 0"),
        PolicyBuilder.policy("other").match("process.name == 'bash'"));

    run(CostSampling.PERIOD - 1);
    assertThat(readings).as("readings before a period is full").isZero();
    run(1);

    assertThat(cost(0)).isEqualTo(new Cost(1, 84));
    assertThat(cost(1)).isEqualTo(new Cost(1, 84));
    assertThat(cost(2)).as("of a policy that the event is not offered to").isEqualTo(Cost.NONE);
    run(2 * CostSampling.PERIOD);
    assertThat(cost(0)).isEqualTo(new Cost(3, 252));
    assertThat(readings).isEqualTo(12);
  }

  @Test
  void aSuspendedPolicyCostsNothingAndIsNotTimed() {
    CompiledPolicy sound = PolicyBuilder.policy("broken").compiled();
    engine.install(List.of(Broken.MATCH.in(sound, StackOverflowError::new)));

    run(CostSampling.PERIOD * 3);

    assertThat(engine.stats().getFirst().suspended()).isTrue();
    assertThat(cost(0).samples()).isZero();
  }

  @Test
  void sumsGrowWithoutGoingBelowZero() {
    assertThat(new Cost(3, 300).plus(new Cost(1, 50))).isEqualTo(new Cost(4, 350));
    assertThat(new Cost(3, 300).since(new Cost(1, 50))).isEqualTo(new Cost(2, 250));
    assertThat(new Cost(1, 50).since(new Cost(3, 300))).isEqualTo(Cost.NONE);
  }
}
