package dev.tocsin.engine;

import static dev.tocsin.engine.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.policy.Scope;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.language.EventFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of several nodes in any order: one process that sees all, and a sensor on each node. */
class CrossNodeEquivalenceTest {
  private static final List<String> BINARIES = List.of("/bin/ls", "/bin/cat", "/bin/id", "/bin/sh");

  private record Arrival(Event event, Attribution where, Instant arrives) {}

  /** What a finding says, apart from its id. */
  private record Said(String policy, Map<String, String> group, Facts facts) {
    static Said of(Finding finding) {
      return new Said(finding.policy().id().name(), finding.group(), finding.facts());
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void sensorsAndOperatorFindWhatOneProcessFinds(long seed) {
    Random random = new Random(seed);
    List<CompiledPolicy> policies = policies(random);
    Instant[] now = {EventFixture.TIME};
    List<Finding> here = new ArrayList<>();
    Engine engine = new Engine(() -> now[0], Redaction.defaults(), here::add);
    engine.install(policies);
    List<Finding> there = new ArrayList<>();
    CrossNodeWindows windows =
        new CrossNodeWindows(() -> now[0], (finding, stored) -> there.add(finding));
    windows.install(policies);
    Nodes nodes = new Nodes(policies, match -> windows.accept(match, () -> {}));

    for (Arrival each : arrivals(random)) {
      now[0] = each.arrives();
      engine.evaluate(each.event(), each.where());
      nodes.see(each.event(), each.where());
    }
    there.addAll(nodes.findings());

    assertThat(there)
        .extracting(Said::of)
        .containsExactlyInAnyOrderElementsOf(here.stream().map(Said::of).toList());
    assertThat(here).extracting(Finding::id).doesNotHaveDuplicates();
    assertThat(there).extracting(Finding::id).doesNotHaveDuplicates();
  }

  /**
   * A process ends at any moment: some findings are stored, some senders have not observed it. The
   * next one gets what is not known to be done, in another order.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void afterAFailoverNoMatchIsInTwoStoredFindingsAndNoFindingIsLost(long seed) {
    Random random = new Random(seed);
    List<CompiledPolicy> policies = List.of(spanning(random).compiled());
    List<Match> matches = new ArrayList<>();
    Nodes nodes = new Nodes(policies, matches::add);
    arrivals(random).forEach(each -> nodes.see(each.event(), each.where()));

    Process first = new Process(policies, Set.of());
    matches.forEach(match -> first.take(match, random.nextInt(3) > 0));
    Set<Match> again = new LinkedHashSet<>(matches); // so that a seed means the same each time
    again.removeIf(match -> first.done.contains(match) && random.nextBoolean());
    List<Match> shuffled = new ArrayList<>(again);
    shuffled.sort(Comparator.comparing(match -> match.finding().id()));
    Collections.shuffle(shuffled, random);

    Process second = new Process(policies, first.storedIds);
    shuffled.forEach(match -> second.take(match, true));

    assertThat(second.inFindings).noneMatch(first.inFindings::contains);
    assertThat(second.storedIds).noneMatch(first.storedIds::contains);
    if (!first.lost.isEmpty()) {
      assertThat(second.storedIds).as("instead of %s", first.lost).isNotEmpty();
    }
  }

  /** An operator, and who was told what by it. */
  private static final class Process {
    final Set<String> storedIds = new HashSet<>();
    final List<String> lost = new ArrayList<>();
    final Set<Match> done = new HashSet<>();

    /** Those that are done because a finding that holds them was stored. */
    final Set<Match> inFindings = new HashSet<>();

    private boolean storing;
    private boolean stores;
    private final CrossNodeWindows windows =
        new CrossNodeWindows(() -> EventFixture.TIME, this::found);

    Process(List<CompiledPolicy> policies, Set<String> storedBefore) {
      windows.remember(storedBefore);
      windows.install(policies);
    }

    void take(Match match, boolean stores) {
      this.stores = stores;
      windows.accept(
          match,
          () -> {
            done.add(match);
            if (storing) {
              inFindings.add(match);
            }
          });
    }

    private void found(Finding finding, Runnable stored) {
      if (!stores) {
        lost.add(finding.id());
        return;
      }
      storedIds.add(finding.id());
      storing = true;
      stored.run();
      storing = false;
    }
  }

  private static List<CompiledPolicy> policies(Random random) {
    return List.of(
        spanning(random).compiled(),
        policy("pinned")
            .host(Scope.Host.INCLUDE)
            .eventCount(2 + random.nextInt(3), Duration.ofSeconds(20), "pod.uid")
            .compiled(),
        policy("every").match("process.name == 'sh'").compiled());
  }

  private static PolicyBuilder spanning(Random random) {
    Duration within = Duration.ofSeconds(5 + random.nextInt(60));
    return switch (random.nextInt(5)) {
      case 0 -> policy("count").eventCount(2 + random.nextInt(5), within, "process.name");
      case 1 ->
          policy("values").valueCount("process.name", 2 + random.nextInt(3), within, "pod.name");
      case 2 -> policy("steps").temporal(false, within, List.of(), steps());
      case 3 ->
          policy("sum").sum("process.name.size() - 2", 2 + random.nextInt(8), within, "pod.name");
      default -> policy("ordered").temporal(true, within, List.of("pod.namespace"), steps());
    };
  }

  private static Map<String, String> steps() {
    Map<String, String> steps = new LinkedHashMap<>();
    steps.put("look", "process.name in ['ls', 'cat']");
    steps.put("who", "process.name == 'id'");
    steps.put("shell", "process.name == 'sh' || process.name == 'cat'");
    return steps;
  }

  private static List<Arrival> arrivals(Random random) {
    List<Arrival> arrivals = new ArrayList<>();
    Instant time = EventFixture.TIME;
    for (int i = 0; i < 120; i++) {
      time = time.plusMillis(1 + random.nextInt(8_000));
      String node = "node-" + random.nextInt(3);
      arrivals.add(
          new Arrival(
              Nodes.exec(node, time, BINARIES.get(random.nextInt(BINARIES.size()))),
              random.nextInt(5) == 0
                  ? EventFixture.ON_HOST
                  : Nodes.in(node, "web-" + random.nextInt(2)),
              time.plusMillis(random.nextInt(35_000))));
    }
    arrivals.sort(Comparator.comparing(Arrival::arrives));
    return arrivals;
  }
}
