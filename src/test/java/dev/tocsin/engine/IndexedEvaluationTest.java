package dev.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.PolicyCompiler;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.MalformedEventException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated policies and events: what comes out with the index is what comes out without. */
class IndexedEvaluationTest {
  private static final int POLICIES = 80;
  private static final int EVENTS = 1_000;

  /** What came of a policy set: findings in their order, and which events were thrown back. */
  private static final class Run {
    private final List<String> seen = new ArrayList<>();
    private final Engine engine =
        new Engine(
            () -> Instant.EPOCH,
            Redaction.defaults(),
            finding -> seen.add(finding.id() + " " + finding.policy().id().name()));

    void evaluate(Event event, Attribution where) {
      try {
        engine.evaluate(event, where);
      } catch (MalformedEventException e) {
        seen.add("thrown back");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void findingsMatchesAndErrorsAreTheSame(long seed) {
    Random random = new Random(seed);
    RandomPolicies policies = new RandomPolicies(random);
    RandomEncodedEvents events = new RandomEncodedEvents(random);
    List<CompiledPolicy> indexed = new ArrayList<>();
    List<CompiledPolicy> unindexed = new ArrayList<>();
    for (int i = 0; i < POLICIES; i++) {
      Policy policy = policies.next("p" + i);
      PolicyCompiler.Compilation compilation = new PolicyCompiler().compile(policy);
      assertThat(compilation.compiled()).as(compilation.diagnostics()::toString).isPresent();
      indexed.add(compilation.compiled().orElseThrow());
      unindexed.add(Unindexed.of(policy));
    }
    assertThat(indexed).anyMatch(IndexedEvaluationTest::isIndexed);
    assertThat(indexed).anyMatch(policy -> !isIndexed(policy));
    Run with = new Run();
    Run without = new Run();
    with.engine.install(indexed);
    without.engine.install(unindexed);

    for (int i = 0; i < EVENTS; i++) {
      if (i % 50 == 49) {
        int number = random.nextInt(POLICIES);
        Policy next = policies.next("p" + number + "-" + i);
        indexed.set(number, new PolicyCompiler().compile(next).compiled().orElseThrow());
        unindexed.set(number, Unindexed.of(next));
        with.engine.install(indexed);
        without.engine.install(unindexed);
      }
      Event event = events.next(i);
      Attribution where = events.place();
      with.evaluate(event, where);
      without.evaluate(event, where);
    }

    assertThat(with.seen).isNotEmpty().isEqualTo(without.seen);
    assertThat(withoutCost(with.engine)).isEqualTo(withoutCost(without.engine));
    assertThat(with.engine.stats()).anyMatch(stats -> stats.errors() > 0);
  }

  private static List<PolicyStats> withoutCost(Engine engine) {
    return engine.stats().stream().map(PolicyStats::withoutCost).toList();
  }

  private static boolean isIndexed(CompiledPolicy policy) {
    return policy.conditions().values().stream().anyMatch(condition -> !condition.always());
  }

  /** Else whoever runs curl with odd arguments could switch off what looks for it. */
  @Test
  void failingOnFewEventsThatAreOfferedSuspendsNoPolicy() {
    TestEngine engine = new TestEngine();
    engine.install(PolicyBuilder.matching("process.name == 'curl' && int(process.arguments) > 1"));
    for (int i = 0; i < 20 * ErrorBudget.LIMIT; i++) {
      engine.run(i % 11 == 0 ? "/usr/bin/curl" : "/bin/ls", i);
    }

    assertThat(engine.stats().errors()).isGreaterThan(ErrorBudget.LIMIT);
    assertThat(engine.stats().suspended()).isFalse();
  }

  /**
   * There are two in a process, for events and for alerts: what one knows of a place is its own.
   */
  @Test
  void enginesKnowNothingOfEachOther() {
    TestEngine narrow = new TestEngine();
    narrow.install(PolicyBuilder.policy("p").inNamespace("elsewhere"));
    narrow.run("/bin/ls", 1);
    TestEngine wide = new TestEngine();
    wide.install(PolicyBuilder.policy("p"));
    wide.run("/bin/ls", 1);

    assertThat(narrow.findings()).isEmpty();
    assertThat(wide.findings()).hasSize(1);
  }
}
