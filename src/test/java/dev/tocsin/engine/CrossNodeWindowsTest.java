package dev.tocsin.engine;

import static dev.tocsin.engine.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.engine.policy.Scope;
import dev.tocsin.language.EventFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One window over several nodes: what counts together, for how long, and who is notified when. */
class CrossNodeWindowsTest {
  private static final Duration WITHIN = Duration.ofMinutes(2);

  private final List<Finding> findings = new ArrayList<>();
  private final List<Runnable> stored = new ArrayList<>();
  private final Set<String> done = new HashSet<>();
  private Instant now = EventFixture.TIME;
  private final CrossNodeWindows windows =
      new CrossNodeWindows(
          () -> now,
          (finding, whenStored) -> {
            findings.add(finding);
            stored.add(whenStored);
          });

  private List<CompiledPolicy> policies = List.of();
  private String label = "";

  /** What is done is reported by what the test calls the match. */
  private void run(String label, String node, Instant time, String binary) {
    this.label = label;
    nodes().see(Nodes.exec(node, time, binary), Nodes.in(node, "web-" + node));
  }

  private void run(String label, String node, int second, String binary) {
    run(label, node, EventFixture.TIME.plusSeconds(second), binary);
  }

  private Nodes nodes() {
    return new Nodes(
        policies,
        match -> {
          String called = label;
          windows.accept(match, () -> done.add(called));
        });
  }

  private void install(PolicyBuilder policy) {
    policies = List.of(policy.compiled());
    windows.install(policies);
  }

  private static PolicyBuilder three() {
    return policy("three").eventCount(3, WITHIN, "pod.workload.name").message("{{count}} of them");
  }

  @Test
  void matchesOfSeveralNodesMakeOneFindingByTheEventThatCompletedTheWindow() {
    install(three());

    run("1", "a", 0, "/bin/ls");
    run("2", "b", 10, "/bin/ls");
    assertThat(findings).isEmpty();
    run("3", "c", 5, "/bin/ls");

    assertThat(findings).extracting(Finding::message).containsExactly("3 of them");
    assertThat(findings).extracting(finding -> finding.facts().node()).containsExactly("c");
    assertThat(windows.stats()).extracting(PolicyStats::findings).containsExactly(1L);
  }

  @Test
  void whatAFindingConsumedIsDoneWhenItIsStoredAndWhatComesLateToItToo() {
    install(three());
    run("1", "a", 0, "/bin/ls");
    run("2", "b", 10, "/bin/ls");
    run("3", "c", 20, "/bin/ls");
    run("late", "a", 15, "/bin/ls");
    run("next", "a", 30, "/bin/ls");

    assertThat(findings).hasSize(1);
    assertThat(done).isEmpty();
    stored.getFirst().run();
    assertThat(done).containsExactlyInAnyOrder("1", "2", "3", "late");
    run("later", "b", 15, "/bin/ls");
    assertThat(done).contains("later").doesNotContain("next");
    assertThat(windows.matches()).isEqualTo(1);
  }

  @Test
  void aMatchThatNothingCameOfIsDoneWhenItsTimeIsOver() {
    install(three());
    run("1", "a", 0, "/bin/ls");

    now = EventFixture.TIME.plus(WITHIN).plusSeconds(35);
    windows.expire();
    assertThat(done).isEmpty();
    now = now.plusMillis(1);
    windows.expire();

    assertThat(done).containsExactly("1");
    run("2", "b", 1, "/bin/ls");
    run("3", "b", 2, "/bin/ls");
    assertThat(findings).isEmpty();
  }

  @Test
  void aMatchThatIsSentAgainCountsOnceAndIsWaitedForByWhoSentItLast() {
    install(three());
    run("1", "a", 0, "/bin/ls");
    run("1 again", "a", 0, "/bin/ls");
    run("2", "b", 10, "/bin/ls");
    assertThat(findings).isEmpty();
    run("3", "c", 20, "/bin/ls");
    stored.getFirst().run();

    assertThat(done).containsExactlyInAnyOrder("1 again", "2", "3");
  }

  @Test
  void matchesAreDoneWhenTheirPolicyIsGoneAndGoOnWhenItHasNotChanged() {
    install(three());
    run("1", "a", 0, "/bin/ls");
    install(three().except("false"));
    assertThat(done).isEmpty();

    windows.install(List.of(three().generation(2).compiled()));
    assertThat(done).containsExactly("1");
    run("2", "a", 1, "/bin/ls");
    assertThat(done).contains("2");
    assertThat(windows.matches()).isZero();
  }

  @Test
  void aPolicyInShadowIsCountedAndNobodyWaitsForItToBeStored() {
    install(three().mode(Policy.Mode.SHADOW));
    run("1", "a", 0, "/bin/ls");
    run("2", "b", 1, "/bin/ls");
    run("3", "c", 2, "/bin/ls");

    assertThat(findings).isEmpty();
    assertThat(done).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(windows.stats()).extracting(PolicyStats::findings).containsExactly(1L);
    assertThat(windows.stats().getFirst().samples())
        .singleElement()
        .satisfies(sample -> assertThat(sample.node()).isEqualTo("c"));
  }

  @Test
  void aPodThatThinksOfManyGroupsTakesNoWindowOfAnotherNode() {
    install(policy("p").eventCount(2, WITHIN, "process.name"));
    run("1", "a", 0, "/bin/ls");

    for (int i = 0; i < 11_000; i++) {
      run("flood" + i, "b", EventFixture.TIME.plusMillis(i), "/tmp/x" + i);
    }
    assertThat(windows.stats()).extracting(PolicyStats::evictedWindows).containsExactly(1_001L);

    run("2", "c", 20, "/bin/ls");
    assertThat(findings).hasSize(1);
  }

  @Test
  void inAStormOfOneValueFewMatchesAreHeldAndTheRestIsDone() {
    install(policy("p").valueCount("process.name", 2, WITHIN));
    for (int i = 0; i < 20_000; i++) {
      run("storm" + i, "a", EventFixture.TIME.plusMillis(i), "/bin/ls");
    }
    assertThat(windows.matches()).isLessThan(2_000);
    assertThat(done.size() + windows.matches()).isEqualTo(20_000);

    run("other", "b", 20, "/bin/cat");
    assertThat(findings).hasSize(1);
  }

  @Test
  void aClockThatIsAnHourAheadMakesNoOtherNodesMatchesLate() {
    install(policy("p").valueCount("process.name", 3, WITHIN));
    run("1", "a", 0, "/bin/ls");
    for (int i = 0; i < 100; i++) {
      run("ahead" + i, "ahead", 3600 + i, "/bin/ls");
    }
    run("2", "b", 30, "/bin/cat");
    run("3", "a", 60, "/bin/id");

    assertThat(findings).hasSize(1);
    assertThat(windows.stats()).extracting(PolicyStats::evictedWindows).containsExactly(0L);
  }

  @Test
  void matchesOfANodeWhoseClockIsAnHourBehindCountWithEachOther() {
    install(policy("p").valueCount("process.name", 3, WITHIN));
    run("1", "behind", -3600, "/bin/ls");
    run("x", "a", 0, "/bin/other");
    run("2", "behind", -3590, "/bin/cat");
    run("3", "behind", -3580, "/bin/id");

    assertThat(findings).hasSize(1);
    stored.getFirst().run();
    assertThat(done).containsExactlyInAnyOrder("1", "2", "3");
  }

  @Test
  void whatDoesNotFitThePolicyIsRefusedAndDone() {
    install(policy("p").valueCount("process.name", 2, WITHIN, "pod.workload.name"));
    List<Match> sound = new ArrayList<>();
    new Nodes(policies, sound::add)
        .see(Nodes.exec("a", EventFixture.TIME, "/bin/ls"), Nodes.in("a", "web-a"));
    Finding draft = sound.getFirst().finding();

    windows.accept(new Match(draft, List.of(), List.of("ls")), () -> done.add("no group"));
    windows.accept(new Match(draft, List.of("web"), List.of()), () -> done.add("no value"));

    assertThat(done).containsExactlyInAnyOrder("no group", "no value");
    assertThat(windows.refused()).isEqualTo(2);
    assertThat(windows.matches()).isZero();
  }

  @Test
  void secretsDoNotLeaveTheNodeAndStillTellValuesApart() {
    install(policy("p").valueCount("'--password=' + process.name", 2, WITHIN));
    List<Match> matches = new ArrayList<>();
    Nodes nodes = new Nodes(policies, matches::add);
    nodes.see(Nodes.exec("a", EventFixture.TIME, "/bin/hunter2"), Nodes.in("a", "web-a"));
    nodes.see(Nodes.exec("b", EventFixture.TIME, "/bin/hunter3"), Nodes.in("b", "web-b"));

    assertThat(matches).extracting(match -> match.values().getFirst()).doesNotHaveDuplicates();
    assertThat(matches.toString()).doesNotContain("password=hunter");
  }

  @Test
  void aWindowThatBelongsToANodeIsCountedThereAndNeverWithAnotherNodesMatches() {
    install(policy("p").host(Scope.Host.INCLUDE).eventCount(2, WITHIN, "pod.uid"));
    Nodes nodes =
        new Nodes(
            policies,
            match -> {
              throw new AssertionError("forwarded");
            });
    nodes.see(Nodes.exec("a", EventFixture.TIME, "/bin/ls"), EventFixture.ON_HOST);
    nodes.see(Nodes.exec("b", EventFixture.TIME.plusSeconds(1), "/bin/ls"), EventFixture.ON_HOST);
    assertThat(nodes.findings()).isEmpty();
    nodes.see(Nodes.exec("a", EventFixture.TIME.plusSeconds(2), "/bin/ls"), EventFixture.ON_HOST);

    assertThat(nodes.findings()).hasSize(1);
    assertThat(nodes.matches()).isEqualTo(3);
  }
}
