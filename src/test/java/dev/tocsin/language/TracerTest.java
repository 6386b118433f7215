package dev.tocsin.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.Event;
import dev.tocsin.language.Term.Outcome;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an expression came to its value, part by part. */
class TracerTest {
  private static final Map<String, List<String>> LISTS =
      Map.of("tools", List.of("bash", "nsenter"), "many", List.of("a", "b", "c", "d", "e"));

  private final Interpreter interpreter = new Interpreter(LISTS);
  private Environment environment = Environment.standard().withLists(LISTS.keySet());

  @Test
  void aComparisonShowsWhatItRead() {
    assertThat(trace("process.name in lists.tools"))
        .isEqualTo(
            "true  process.name in lists.tools  [process.name = 'bash', lists.tools = 2 values]\n");
  }

  @Test
  void whatIsNotComeToIsNotEvaluated() {
    assertThat(
            trace(
                "(process.name == 'x' || process.uid == 0) && (pod.name == '' && file.path == '')"))
        .isEqualTo(
            """
            false  (process.name == 'x' || process.uid == 0) && (pod.name == '' && file.path == '')
              true  process.name == 'x' || process.uid == 0
                false  process.name == 'x'  [process.name = 'bash']
                true  process.uid == 0  [process.uid = 0]
              false  pod.name == ''  [pod.name = 'web-1']
              -  file.path == ''
            """);
  }

  @Test
  void anErrorCountsOnlyWhereNothingElseDecides() {
    assertThat(trace("pod.labels['x'] == 'y' || process.name == 'bash'"))
        .isEqualTo(
            """
            true  pod.labels['x'] == 'y' || process.name == 'bash'
              error: 'x' is not there  pod.labels['x'] == 'y'  [pod.labels['x'] = error: 'x' is not there]
              true  process.name == 'bash'  [process.name = 'bash']
            """);
    assertThat(trace("pod.labels['x'] == 'y' || process.name == 'sh'"))
        .startsWith("error: 'x' is not there");
  }

  @Test
  void aChoiceEvaluatesOneSide() {
    assertThat(
            trace(
                "!(event.kind == 'ProcessExec') ? file.path : process.binary.endsWith('sh') ? 'a' : 'b'"))
        .isEqualTo(
            """
            'a'  !(event.kind == 'ProcessExec') ? file.path : process.binary.endsWith('sh') ? 'a' : 'b'
              false  !(event.kind == 'ProcessExec')
                true  event.kind == 'ProcessExec'  [event.kind = 'ProcessExec']
              -  file.path
              'a'  process.binary.endsWith('sh') ? 'a' : 'b'
                true  process.binary.endsWith('sh')  [process.binary = '/usr/bin/bash']
                'a'  'a'
                -  'b'
            """);
  }

  @Test
  void theElementThatDecidesIsShownOrElseTheFirst() {
    assertThat(trace("lists.tools.exists(t, t != 'bash' && process.binary.endsWith('/' + t))"))
        .isEqualTo(
            """
            false  lists.tools.exists(t, t != 'bash' && process.binary.endsWith('/' + t))  [lists.tools = 2 values]
              t = 'bash': false  t != 'bash' && process.binary.endsWith('/' + t)
                false  t != 'bash'
                -  process.binary.endsWith('/' + t)
              t = 'nsenter': false  t != 'bash' && process.binary.endsWith('/' + t)
                true  t != 'bash'
                false  process.binary.endsWith('/' + t)  [process.binary = '/usr/bin/bash']
            """);
    assertThat(trace("lists.many.all(m, m < 'd')"))
        .isEqualTo(
            """
            false  lists.many.all(m, m < 'd')  [lists.many = 5 values]
              m = 'd': false  m < 'd'
            """);
    assertThat(trace("ancestors.exists(a, a.name == 'init')"))
        .isEqualTo(
            """
            true  ancestors.exists(a, a.name == 'init')  [ancestors = [present, present]]
              a = present: true  a.name == 'init'  [a.name = 'init']
            """);
  }

  @Test
  void aVariableIsExplainedWhereItIsFirstUsed() {
    define("shell", "process.name in lists.tools");
    define("target", "variables.shell ? process.arguments.find(r'[a-z]+') : ''");

    assertThat(
            trace("variables.target.startsWith('i') && variables.shell && variables.target != ''"))
        .isEqualTo(
            """
            false  variables.target.startsWith('i') && variables.shell && variables.target != ''
              false  variables.target.startsWith('i')  [variables.target = 'c']
                variables.target: 'c'  variables.shell ? process.arguments.find(r'[a-z]+') : ''
                  true  variables.shell
                    variables.shell: true  process.name in lists.tools  [process.name = 'bash', lists.tools = 2 values]
                  'c'  process.arguments.find(r'[a-z]+')  [process.arguments = '-c \\'id\\'']
                  -  ''
              -  variables.shell
              -  variables.target != ''
            """);
  }

  @Test
  void secretsAreTakenOutOfWhatWasRead() {
    assertThat(trace("process.binary.endsWith('bash') && 'open sesame' == process.name"))
        .contains("'open sesame' == process.name") // the policy's own words
        .doesNotContain("*");
    assertThat(trace("['open sesame', process.name].map(w, w + '!')"))
        .startsWith("['open *****!', 'bash!']");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "process.uid == -1",
        "has(process.cap.effective)",
        "args.size() > 2 && args[2] == 'x'",
        "arg('fd') == null",
        "ip.isCanonical('10.0.0.1')",
        "process.arguments.matches(r'^\\s*(-c|\"[^a]+\")')",
        "process.arguments in ['a)', \"b(\", '''c''d''']",
        "{'a': process.uid}['a'] == 0",
        "size(process.flags.split(' ')) == 2",
        "(process.pid + 1) * 2 > 3",
        "cidr('10.0.0.0/8').containsIP('10.1.2.3')",
        "ancestors.filter(a, a.name != 'x').map(a, a.name).join(',') == 'systemd,init'",
        "ancestors.exists_one(a, a.name == 'init')",
        "type(process.name) == string",
      })
  void thePartsOfAnOperatorHaveTheTextAndTheValueThatTheyHaveAlone(String part) {
    Term whole = term("(" + part + ") || true", EventFixture.rich());

    Term first = whole.parts().getFirst();
    assertThat(first.text()).isEqualTo(part);
    assertThat(first.outcome()).isEqualTo(term(part, EventFixture.rich()).outcome());
    assertThat(first.outcome()).isInstanceOf(Outcome.Value.class);
  }

  private void define(String name, String text) {
    CheckedExpression expression = check(text);
    interpreter.define(name, expression);
    environment = environment.withVariable(name, expression);
  }

  private CheckedExpression check(String text) {
    Environment.Checked checked = environment.check("spec.match", text, ResultType.ANY);
    assertThat(checked.diagnostics()).isEmpty();
    return checked.expression().orElseThrow();
  }

  private String trace(String text) {
    return lines(term(text, EventFixture.rich()), "");
  }

  private Term term(String text, Event event) {
    EventContext context = new EventContext();
    context.enter(event, EventFixture.IN_POD);
    return new Tracer(interpreter)
        .trace(check(text), context, secret -> secret.replace("sesame", "*****"));
  }

  private static String lines(Term term, String indent) {
    String readings =
        term.readings().stream()
            .map(reading -> reading.field() + " = " + text(reading.outcome()))
            .collect(Collectors.joining(", ", "  [", "]"));
    return indent
        + (term.label().isEmpty() ? "" : term.label() + ": ")
        + text(term.outcome())
        + "  "
        + term.text()
        + (term.readings().isEmpty() ? "" : readings)
        + "\n"
        + term.parts().stream()
            .map(part -> lines(part, indent + "  "))
            .collect(Collectors.joining());
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Value(String text) -> text;
      case Outcome.Failed(String message) -> "error: " + message;
      case Outcome.NotEvaluated() -> "-";
    };
  }
}
