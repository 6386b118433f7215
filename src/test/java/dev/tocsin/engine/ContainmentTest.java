package dev.tocsin.engine;

import static dev.tocsin.engine.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.engine.compile.Broken;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.event.AlertView;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.EventFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever one policy throws is that policy's end, for a while, and nobody else's. */
class ContainmentTest {
  private static final Supplier<Error> OVERFLOW = StackOverflowError::new;

  private Instant now = EventFixture.TIME;
  private final List<Finding> findings = new ArrayList<>();
  private final Engine engine = new Engine(() -> now, Redaction.defaults(), findings::add);

  private static PolicyBuilder whole(String name, Broken place) {
    return switch (place) {
      case PLACE, MATCH, MESSAGE, ALERT_GROUP -> policy(name);
      case EXCEPTION -> policy(name).except("process.name == 'nobody'");
      case WINDOW_FIELD -> policy(name).valueCount("process.name", 1, Duration.ofMinutes(1));
      case WINDOW_GROUP -> policy(name).eventCount(1, Duration.ofMinutes(1), "process.name");
      case STEP -> {
        Map<String, String> steps = new LinkedHashMap<>();
        steps.put("first", "true");
        steps.put("second", "true");
        yield policy(name).temporal(false, Duration.ofMinutes(1), List.of(), steps);
      }
    };
  }

  private List<String> firing() {
    return findings.stream().map(finding -> finding.policy().id().name()).toList();
  }

  private PolicyStats stats(String name) {
    return engine.stats().stream()
        .filter(each -> each.id().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void run() {
    engine.evaluate(TestEngine.exec("/bin/ls", 0), EventFixture.IN_POD);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EXCEPTION")
  void anErrorAnywhereInAPolicySuspendsItAndTheOthersGoOn(Broken place) {
    engine.install(
        List.of(place.in(whole("broken", place).compiled(), OVERFLOW), policy("sound").compiled()));

    run();
    run();

    assertThat(firing()).containsExactly("sound", "sound");
    PolicyStats broken = stats("broken");
    assertThat(broken.suspended()).isTrue();
    assertThat(broken.errors()).as("one, since it is not tried again").isEqualTo(1);
    assertThat(broken.lastError())
        .contains("StackOverflowError", "runs again at 2026")
        .startsWith("spec.");
    assertThat(stats("sound").suspended()).isFalse();
  }

  @Test
  void aMistakeOfThisProgramInOnePolicyIsContainedToo() {
    engine.install(
        List.of(
            Broken.MATCH.in(
                policy("broken").compiled(), () -> new IllegalStateException("x".repeat(9_000))),
            policy("sound").compiled()));

    run();

    assertThat(firing()).containsExactly("sound");
    assertThat(stats("broken").lastError())
        .contains("IllegalStateException: xxx", "... at dev.tocsin.engine.")
        .hasSizeLessThan(1_000);
  }

  @Test
  void aPolicyThatIsSuspendedIsTriedAgainAfterAWhile() {
    CompiledPolicy sound = policy("cluster").compiled();
    boolean[] broken = {true};
    engine.install(
        List.of(
            Broken.MATCH.in(
                sound,
                () -> broken[0] ? new StackOverflowError() : new IllegalStateException("next"))));
    run();
    assertThat(stats("cluster").lastError()).contains("StackOverflowError");

    broken[0] = false;
    now = now.plus(Suspension.SHORT).minusSeconds(1);
    engine.runPeriodicTasks(0, false);
    run();
    assertThat(stats("cluster").errors()).isEqualTo(1);

    now = now.plusSeconds(1);
    engine.runPeriodicTasks(Duration.ofSeconds(1).toNanos(), false);
    assertThat(stats("cluster").suspended()).isFalse();
    run();
    assertThat(stats("cluster").lastError()).contains("next");
  }

  @Test
  void aBrokenExceptionIsSuspendedAloneAndItsPolicyFires() {
    engine.install(List.of(Broken.EXCEPTION.in(whole("p", Broken.EXCEPTION).compiled(), OVERFLOW)));

    run();
    run();

    assertThat(firing()).containsExactly("p", "p");
    assertThat(stats("p").suspended()).isFalse();
    assertThat(stats("p").suspendedExceptions().get("spec.exceptions[0]"))
        .contains("StackOverflowError", "runs again at");
  }

  @Test
  void anExceptionThatFailsTooOftenIsSuspendedAndItsPolicyFires() {
    PolicyBuilder policy =
        policy("p")
            .exceptFrom("DetectionException/shop/e", "ip(process.arguments) == ip('::1')", null);
    engine.install(List.of(policy.compiled()));

    for (int i = 0; i < ErrorBudget.LIMIT + 5; i++) {
      run();
    }

    assertThat(findings).hasSize(ErrorBudget.LIMIT + 5);
    assertThat(stats("p").suspended()).isFalse();
    assertThat(stats("p").errors()).as("of the exception").isEqualTo(ErrorBudget.LIMIT);
    assertThat(stats("p").suspendedExceptions().get("DetectionException/shop/e"))
        .contains("is not an IP address");

    engine.install(
        List.of(policy("p").exceptFrom("DetectionException/shop/e", "true", null).compiled()));
    run();
    assertThat(stats("p").suspendedExceptions()).as("of the new text").isEmpty();
    assertThat(stats("p").exceptionMatches()).containsEntry("DetectionException/shop/e", 1L);

    engine.install(List.of(policy("p").compiled()));
    assertThat(stats("p").exceptionMatches()).as("of an exception that is gone").isEmpty();
  }

  @Test
  void whoTakesFindingsAndFailsIsNotThePolicy() {
    Engine failing =
        new Engine(
            () -> now,
            Redaction.defaults(),
            finding -> {
              throw new IllegalStateException("the spool is closed");
            });
    failing.install(List.of(policy("p").compiled()));

    assertThatThrownBy(() -> failing.evaluate(TestEngine.exec("/bin/ls", 0), EventFixture.IN_POD))
        .hasMessage("the spool is closed");
    assertThat(failing.stats().getFirst().suspended()).isFalse();
  }

  @Test
  void whatTheVirtualMachineCannotGoOnFromEndsTheProcess() {
    engine.install(
        List.of(
            Broken.MATCH.in(
                policy("p").compiled(), () -> new OutOfMemoryError("Java heap space"))));

    assertThatThrownBy(this::run).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void aPolicyOverAlertsThatBreaksWhileItsWindowsAreFilledIsSuspended() {
    AlertCorrelation correlation =
        new AlertCorrelation(() -> now, Redaction.defaults(), new FindingsOf(findings));
    PolicyBuilder sound =
        policy("sound").events(EventKind.SECURITY_ALERT).eventCount(2, Duration.ofHours(1));
    CompiledPolicy broken =
        Broken.WINDOW_GROUP.in(
            policy("broken")
                .events(EventKind.SECURITY_ALERT)
                .eventCount(2, Duration.ofHours(1), "pod.name")
                .compiled(),
            OVERFLOW);
    correlation.install(List.of(broken, sound.compiled()));

    correlation.restored(List.of(alert("a")), Set.of());
    PolicyStats stats =
        correlation.stats().stream()
            .filter(each -> each.id().name().equals("broken"))
            .findFirst()
            .orElseThrow();
    assertThat(stats.suspended()).isTrue();
    correlation.opened(alert("b"));
    assertThat(firing()).containsExactly("sound");
  }

  @Test
  void windowsOverNodesThatBreakSuspendTheirPolicyAndLetItsMatchesGo() {
    CrossNodeWindows windows =
        new CrossNodeWindows(() -> now, (finding, stored) -> findings.add(finding));
    CompiledPolicy compiled =
        policy("p").eventCount(2, Duration.ofHours(1), "process.name").compiled();
    windows.install(List.of(compiled));
    List<Match> matches = new ArrayList<>();
    Nodes nodes = new Nodes(List.of(compiled), matches::add);
    nodes.see(Nodes.exec("a", now, "/bin/ls"), Nodes.in("a", "pod"));
    Match sound = matches.getFirst();
    Match broken =
        new Match(
            new Finding(
                sound.finding().id() + "x",
                compiled.policy(),
                Map.of(),
                "",
                sound.finding().facts()),
            new BrokenGroup(),
            List.of());
    List<String> done = new ArrayList<>();

    windows.accept(sound, () -> done.add("held"));
    windows.accept(broken, () -> done.add("broken"));
    assertThat(done).containsExactlyInAnyOrder("held", "broken");
    assertThat(windows.stats().getFirst().suspended()).isTrue();
    assertThat(windows.stats().getFirst().lastError()).contains("StackOverflowError");
    assertThat(windows.matches()).isZero();

    now = now.plus(Suspension.SHORT);
    windows.expire();
    assertThat(windows.stats().getFirst().suspended()).isFalse();
    windows.accept(sound, () -> {});
    assertThat(windows.matches()).isEqualTo(1);
  }

  private static AlertView alert(String name) {
    return new AlertView(
        name,
        "shop",
        "policy-of-" + name,
        "tocsin-system",
        "title",
        "message",
        "High",
        50,
        List.of(),
        List.of(),
        "Open",
        1,
        Map.of(),
        EventFixture.nanos(EventFixture.TIME),
        "",
        false,
        Nodes.in("node-" + name, "pod"));
  }

  /** A group of one value that cannot be read. */
  private static final class BrokenGroup extends java.util.AbstractList<String> {
    @Override
    public String get(int index) {
      throw new StackOverflowError();
    }

    @Override
    public int size() {
      return 1;
    }
  }
}
