package dev.tocsin.engine;

import static dev.tocsin.engine.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.compile.SlowPolicies;
import dev.tocsin.event.Attribution;
import dev.tocsin.language.EventFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One evaluating thread, on a clock that moves only as policies take time. */
class ThreadShareTest {
  private long nanos;
  private Instant now = EventFixture.TIME;
  private final Engine engine = Engine.timedBy(() -> nanos, () -> now, finding -> {});

  private CompiledPolicy slow(PolicyBuilder policy, Duration each) {
    return SlowPolicies.match(policy.compiled(), () -> nanos += each.toNanos());
  }

  private CompiledPolicy slowPlace(PolicyBuilder policy, Duration each) {
    return SlowPolicies.place(policy.compiled(), () -> nanos += each.toNanos());
  }

  private CompiledPolicy slowException(PolicyBuilder policy, Duration each) {
    return SlowPolicies.exception(policy.compiled(), () -> nanos += each.toNanos());
  }

  /** Events for so long, of which each takes a millisecond besides what policies take. */
  private void events(Duration time, boolean eventsWait) {
    long end = nanos + time.toNanos();
    while (nanos < end) {
      engine.evaluate(TestEngine.exec("/bin/ls", 0), EventFixture.IN_POD);
      nanos += Duration.ofMillis(1).toNanos();
      engine.runPeriodicTasks(nanos, eventsWait);
    }
  }

  /** The same, each in a container that nobody has seen before. */
  private void eventsOfNewContainers(Duration time) {
    long end = nanos + time.toNanos();
    while (nanos < end) {
      engine.evaluate(
          TestEngine.exec("/bin/ls", 0),
          new Attribution(
              EventFixture.IN_POD.source(),
              EventFixture.IN_POD.pod(),
              EventFixture.IN_POD.container().toBuilder().build(),
              EventFixture.IN_POD.node()));
      nanos += Duration.ofMillis(1).toNanos();
      engine.runPeriodicTasks(nanos, true);
    }
  }

  private List<String> suspended() {
    return engine.stats().stream()
        .filter(PolicyStats::suspended)
        .map(each -> each.id().key())
        .toList();
  }

  private static final Duration LONG_ENOUGH = ThreadShare.WINDOW.plusSeconds(2);

  @Test
  void whatAPolicyDemandsOfPlacesIsItsTimeToo() {
    engine.install(
        List.of(
            slowPlace(policy("slow").inNamespace("shop"), Duration.ofMillis(4)),
            policy("cluster").compiled()));

    eventsOfNewContainers(LONG_ENOUGH);

    assertThat(suspended()).containsExactly("shop/slow");
  }

  @Test
  void whoeverTakesTheTimeIsSuspendedWithTheFigure() {
    engine.install(
        List.of(
            slow(policy("slow").inNamespace("shop"), Duration.ofMillis(4)),
            slow(policy("quick").inNamespace("shop"), Duration.ofNanos(100)),
            policy("cluster").compiled()));

    events(LONG_ENOUGH, true);

    assertThat(suspended()).containsExactly("shop/slow");
    assertThat(engine.stats().getFirst().lastError())
        .matches(
            "took 7\\d% of the evaluating thread for 1\\d s while events waited \\(the policies of"
                + " its namespace took 7\\d% together, the limit is 20%\\); suspended, runs again"
                + " at 2026-\\S+Z or when its spec changes");
  }

  @Test
  void nobodyIsSuspendedWhileNoEventWaits() {
    engine.install(List.of(slow(policy("slow").inNamespace("shop"), Duration.ofMillis(4))));

    events(LONG_ENOUGH, false);
    events(ThreadShare.WINDOW.minusSeconds(1), true);
    events(Duration.ofMillis(10), false);
    events(ThreadShare.WINDOW.minusSeconds(1), true);

    assertThat(suspended()).isEmpty();
  }

  @Test
  void aNamespaceHasOneShareHoweverManyPoliciesItHas() {
    List<CompiledPolicy> policies =
        new ArrayList<>(
            IntStream.range(0, 20)
                .mapToObj(
                    i ->
                        slow(
                            policy("p" + i).inNamespace("shop"),
                            Duration.ofNanos(1_000L * (100 + i))))
                .toList());
    policies.add(slow(policy("other").inNamespace("bank"), Duration.ofNanos(100_000)));
    engine.install(policies);

    events(LONG_ENOUGH, true);

    assertThat(suspended()).contains("shop/p19").doesNotContain("shop/p0", "bank/other");
  }

  @Test
  void namespacesComeBeforeTheCluster() {
    engine.install(
        List.of(
            slow(policy("cluster"), Duration.ofMillis(6)),
            slow(policy("slow").inNamespace("shop"), Duration.ofMillis(3))));

    events(LONG_ENOUGH, true);
    assertThat(suspended()).containsExactly("shop/slow");

    events(LONG_ENOUGH, true);
    assertThat(suspended()).containsExactlyInAnyOrder("shop/slow", "tocsin-system/cluster");
    assertThat(engine.stats().getFirst().lastError()).contains("the limit is 50%");
  }

  @Test
  void aClusterPolicyMayTakeAThird() {
    engine.install(List.of(slow(policy("cluster"), Duration.ofNanos(500_000))));

    events(LONG_ENOUGH, true);

    assertThat(suspended()).isEmpty();
  }

  @Test
  void anExceptionThatCostsTooMuchIsSuspendedAndNotItsPolicy() {
    engine.install(List.of(slowException(policy("cluster").except("false"), Duration.ofMillis(4))));

    events(LONG_ENOUGH, true);
    events(LONG_ENOUGH, true);

    assertThat(suspended()).isEmpty();
    assertThat(engine.stats().getFirst().suspendedExceptions().get("spec.exceptions[0]"))
        .matches("took 7\\d% of the evaluating thread .*");
    assertThat(engine.stats().getFirst().cost().nanos()).isZero();
  }

  @Test
  void onePauseOfTheMachineIsNobodysShare() {
    boolean[] paused = {false};
    engine.install(
        List.of(
            SlowPolicies.match(
                policy("unlucky").inNamespace("shop").compiled(),
                () -> {
                  if (nanos > Duration.ofSeconds(5).toNanos() && !paused[0]) {
                    paused[0] = engine.stats().getFirst().cost().samples() > 40;
                    nanos += Duration.ofMillis(paused[0] ? 900 : 0).toNanos();
                  }
                })));

    events(LONG_ENOUGH, true);

    assertThat(paused).containsExactly(true);
    assertThat(suspended()).isEmpty();
  }

  @Test
  void itRunsAgainAfterAWhileAndWhenItsSpecChanges() {
    PolicyBuilder slow = policy("slow").inNamespace("shop");
    engine.install(List.of(slow(slow, Duration.ofMillis(4))));
    events(LONG_ENOUGH, true);
    assertThat(suspended()).hasSize(1);

    now = now.plus(Suspension.LONG);
    events(Duration.ofSeconds(1), true);
    assertThat(suspended()).as("after the pause").isEmpty();
    events(LONG_ENOUGH, true);
    assertThat(suspended()).as("when it is as before").hasSize(1);

    engine.install(List.of(slow.generation(2).compiled()));
    assertThat(suspended()).as("another generation").isEmpty();
  }
}
