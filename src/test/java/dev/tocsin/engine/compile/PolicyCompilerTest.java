package dev.tocsin.engine.compile;

import static dev.tocsin.engine.PolicyBuilder.matching;
import static dev.tocsin.engine.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.PolicyBuilder;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.language.Diagnostic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyCompilerTest {

  @Test
  void everyTextOfAPolicyIsCheckedAndNamedByItsField() {
    PolicyCompiler.Compilation compilation =
        compile(
            matching("a")
                .variable("one", "b")
                .except("c")
                .except("d")
                .valueCount("e", 2, Duration.ofMinutes(1), "f", "g")
                .alertBy("h")
                .message("1 {{i}}"));

    assertThat(compilation.compiled()).isEmpty();
    assertThat(compilation.diagnostics())
        .extracting(each -> each.toString().replaceFirst(": there are .*", ""))
        .containsExactly(
            "spec.variables[0].expression:1:1: undeclared reference to 'b'",
            "spec.match:1:1: undeclared reference to 'a'",
            "spec.exceptions[0].match:1:1: undeclared reference to 'c'",
            "spec.exceptions[1].match:1:1: undeclared reference to 'd'",
            "spec.window.field:1:1: undeclared reference to 'e'",
            "spec.window.groupBy[0]:1:1: undeclared reference to 'f'",
            "spec.window.groupBy[1]:1:1: undeclared reference to 'g'",
            "spec.alert.groupBy[0]:1:1: undeclared reference to 'h'",
            "spec.alert.message:1:5: undeclared reference to 'i'");
  }

  @Test
  void stepsAreCheckedAndNamedByTheirNumber() {
    assertThat(
            errors(
                policy("p")
                    .temporal(
                        true, Duration.ofSeconds(5), List.of(), Map.of("only", "process.pid"))))
        .containsExactly(
            "spec.window.steps:1:1: at least two steps are required",
            "spec.window.steps[0].match:1:1: must be a bool, but is int");
  }

  @Test
  void stepsHaveNamesOfTheirOwn() {
    Policy.Window.Step step = new Policy.Window.Step("twice", Set.of(), "true");

    assertThat(
            errors(
                policy("p")
                    .match("")
                    .window(
                        new Policy.Window(
                            Policy.Window.Type.TEMPORAL,
                            null,
                            List.of(),
                            Duration.ofSeconds(5),
                            0,
                            List.of(step, step)))))
        .containsExactly("spec.window.steps[1].name:1:1: 'twice' is there twice");
  }

  @Test
  void aMatchMayBeLeftOutOnlyWhereStepsMatch() {
    assertThat(errors(matching(" "))).containsExactly("spec.match:1:1: an expression is required");
    assertThat(
            errors(
                policy("p")
                    .temporal(
                        false,
                        Duration.ofSeconds(5),
                        List.of(),
                        Map.of("a", "process.name == 'a'", "b", "process.name == 'b'"))))
        .isEmpty();
  }

  @Test
  void aWindowHasBounds() {
    assertThat(errors(matching("true").eventCount(0, Duration.ofMinutes(1))))
        .containsExactly("spec.window.condition:1:1: must be from 1 to 10000");
    assertThat(errors(matching("true").eventCount(10_001, Duration.ofDays(2))))
        .containsExactly(
            "spec.window.within:1:1: must be more than 0 and at most 24h",
            "spec.window.condition:1:1: must be from 1 to 10000");
    assertThat(errors(matching("true").valueCount("", 2, Duration.ofMinutes(1))))
        .containsExactly("spec.window.field:1:1: an expression is required");
  }

  @Test
  void aSumAddsUpWholeNumbers() {
    Duration day = Duration.ofHours(24);
    assertThat(errors(matching("true").sum("process.uid", 1_000_000, day))).isEmpty();
    assertThat(errors(matching("true").sum("uint(process.uid)", 5, day))).isEmpty();
    assertThat(errors(matching("true").sum("process.name", 5, day)))
        .containsExactly("spec.window.field:1:1: must be an int or uint, but is string");
    assertThat(errors(matching("true").sum("0.5", 5, day)))
        .containsExactly("spec.window.field:1:1: must be an int or uint, but is double");
    assertThat(errors(matching("true").sum("process.uid", 1_000_000_000_001L, day)))
        .containsExactly("spec.window.condition:1:1: must be from 1 to 1000000000000");
  }

  @Test
  void namesAreIdentifiersAndThereOnce() {
    assertThat(errors(matching("true").list("a b").list("ok").list("ok").variable("1", "true")))
        .containsExactly(
            "spec.lists[0].name:1:1: 'a b' is not a name: letters, digits and _, not first a digit",
            "spec.lists[2].name:1:1: 'ok' is there twice",
            "spec.variables[0].name:1:1: '1' is not a name: letters, digits and _, not first a"
                + " digit");
  }

  @Test
  void variablesSeeTheOnesBeforeThemOnly() {
    assertThat(
            errors(
                matching("variables.second")
                    .variable("first", "process.name == 'x'")
                    .variable("second", "variables.first && variables.third")
                    .variable("third", "true")))
        .containsExactly(
            "spec.variables[1].expression:1:29: undefined field 'third': spec.variables has no"
                + " 'third', but first");
  }

  @Test
  void aVariableThatDoesNotCompileIsOneMistakeNotMany() {
    assertThat(
            errors(matching("variables.a == 'x' && variables.a > 1").variable("a", "process.nope")))
        .containsExactly(
            "spec.variables[0].expression:1:8: undefined field 'nope': 'tocsin fields' shows those"
                + " of process");
  }

  @Test
  void thePlaceOfAMistakeInAMessageIsItsPlaceInTheMessage() {
    assertThat(errors(matching("true").message("in {{pod.name}}\n by {{ proc.name }} and {{x")))
        .containsExactly(
            "spec.alert.message:2:8: undeclared reference to 'proc': write process.name,"
                + " process.command_line, parent.name and so on",
            "spec.alert.message:2:25: {{ without }}");
  }

  @Test
  void holesTakeScalarsOnly() {
    assertThat(
            errors(matching("true").message("{{event.tags}} {{event.tags.join(',')}} {{count}}")))
        .singleElement()
        .asString()
        .startsWith("spec.alert.message:1:3: must be a string, number, bool, time or duration");
  }

  @Test
  void aMistakeInAnExceptionObjectIsAWarningAndLeavesThePolicyWorking() {
    PolicyCompiler.Compilation compilation =
        compile(matching("true").exceptFrom("DetectionException/shop/build", "nope", null));

    assertThat(compilation.compiled()).isPresent();
    assertThat(compilation.diagnostics())
        .containsExactly(
            new Diagnostic(
                Diagnostic.Severity.WARNING,
                "DetectionException/shop/build.match",
                1,
                1,
                "undeclared reference to 'nope': did you mean node?"));
  }

  private static PolicyCompiler.Compilation compile(PolicyBuilder policy) {
    return new PolicyCompiler().compile(policy.build());
  }

  private static List<String> errors(PolicyBuilder policy) {
    return compile(policy).diagnostics().stream().map(Diagnostic::toString).toList();
  }
}
