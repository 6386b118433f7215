package dev.tocsin.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.BothWays;
import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.Unindexed;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.index.IndexCondition;
import dev.tocsin.engine.index.PolicyIndex;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.inventory.Attributor;
import dev.tocsin.source.Recordings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All recordings against all policies: neither the index nor the compiler is noticed. */
class EvaluationEquivalenceTest {
  @ParameterizedTest
  @ValueSource(strings = {"config/policies", "config/samples"})
  void findingsAndCountersAreThoseOfEvaluatingEveryPolicy(String folder) {
    List<CompiledPolicy> policies = ShippedInput.policies(Path.of(folder));
    List<Finding> findings = new ArrayList<>();
    List<Finding> expected = new ArrayList<>();
    Engine indexed = engine(findings);
    Engine unindexed = engine(expected);
    indexed.install(policies);
    unindexed.install(policies.stream().map(each -> Unindexed.of(each.policy())).toList());

    onEachRecordedEvent(
        (event, where) -> {
          indexed.evaluate(event, where);
          unindexed.evaluate(event, where);
        });

    assertThat(texts(findings)).isNotEmpty().isEqualTo(texts(expected));
    assertThat(withoutCost(indexed)).isEqualTo(withoutCost(unindexed));
    assertThat(indexed.stats()).anyMatch(stats -> stats.matches() > 0);
    assertThat(indexed.stats()).extracting(PolicyStats::suspended).containsOnly(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"config/policies", "config/samples"})
  void eventsAreOfferedToThePoliciesWhoseConditionTheyMeetInTheirOrder(String folder) {
    List<CompiledPolicy> policies = ShippedInput.policies(Path.of(folder));
    PolicyIndex<CompiledPolicy> index = index(policies, true);
    PolicyIndex<CompiledPolicy> byKindAndScope = index(policies, false);
    long[] offers = new long[2];

    onEachRecordedEvent(
        (event, where) -> {
          List<CompiledPolicy> offered = offered(index, event, where);
          List<CompiledPolicy> before = offered(byKindAndScope, event, where);
          assertThat(offered)
              .isEqualTo(before.stream().filter(policy -> isMet(policy, event)).toList());
          offers[0] += offered.size();
          offers[1] += before.size();
        });

    assertThat(offers[0]).isLessThan(offers[1]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"config/policies", "config/samples"})
  void compiledExpressionsComeToWhatInterpretedOnesComeTo(String folder) {
    List<BothWays> expressions =
        ShippedInput.policies(Path.of(folder)).stream()
            .map(policy -> BothWays.of(policy.policy()))
            .toList();

    Set<String> seen = new HashSet<>();

    onEachRecordedEvent(
        (event, where) -> {
          for (BothWays each : expressions) {
            for (BothWays.Outcome outcome : each.outcomes(event, where)) {
              assertThat(outcome).matches(BothWays.Outcome::agree);
              seen.add(outcome.compiled());
            }
          }
        });

    assertThat(seen).contains("true", "false");
  }

  private static boolean isMet(CompiledPolicy policy, Event event) {
    return policy.conditions().getOrDefault(event.kind(), IndexCondition.NEVER).isMetBy(event);
  }

  private static PolicyIndex<CompiledPolicy> index(
      List<CompiledPolicy> policies, boolean conditions) {
    return new PolicyIndex<>(
        policies.stream()
            .map(
                policy ->
                    new PolicyIndex.Entry<>(
                        policy,
                        policy.policy().scope(),
                        policy.kinds(),
                        conditions ? policy.conditions() : Map.<EventKind, IndexCondition>of()))
            .toList());
  }

  private static List<CompiledPolicy> offered(
      PolicyIndex<CompiledPolicy> index, Event event, Attribution where) {
    List<CompiledPolicy> offered = new ArrayList<>();
    index.offer(
        event,
        where,
        (policy, firstHere) -> {
          offered.add(policy);
          return false;
        });
    return offered;
  }

  private static void onEachRecordedEvent(BiConsumer<Event, Attribution> visitor) {
    Attributor attributor = new Attributor(ShippedInput.pods());
    for (String recording : Recordings.names()) {
      for (byte[] message : Recordings.messages(recording)) {
        Event event = Event.of(message);
        visitor.accept(event, attributor.settle(event));
      }
    }
  }

  /** What the clock said is not the index's doing. */
  private static List<PolicyStats> withoutCost(Engine engine) {
    return engine.stats().stream().map(PolicyStats::withoutCost).toList();
  }

  private static Engine engine(List<Finding> findings) {
    return new Engine(() -> Instant.EPOCH, Redaction.defaults(), findings::add);
  }

  private static List<String> texts(List<Finding> findings) {
    return new Recorded(findings, Map.of(), List.of()).texts();
  }
}
