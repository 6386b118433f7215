package dev.tocsin.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a text, and where. */
class EnvironmentTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          process.binry == 'x'                  | 1:8: undefined field 'binry'
          proces.binary == 'x'                  | 1:1: undeclared reference to 'proces'
          process.pid == 'x'                    | 1:13: '==' cannot be applied to (int, string)
          process.binary                        | 1:1: must be a bool, but is string
          process.binary ==                     | 1:18: the expression ends too early
          lists.nope == []                      | 1:6: undefined field 'nope'
          process.name in lists.nope            | 1:22: undefined field 'nope'
          variables.nope                        | 1:10: undefined field 'nope'
          process.binary.matches('(')           | 1:24: bad regex
          matches(process.binary, '(')          | 1:25: bad regex
          process.binary.find('[') == ''        | 1:21: bad regex
          cidr('10.0.0.0/33').containsIP('1')   | 1:6: '10.0.0.0/33' is not a CIDR
          ip('::ffff:1.2.3.4').family() == 4    | 1:4: '::ffff:1.2.3.4' is an IPv4-mapped IPv6 address
          event.time > timestamp('yesterday')   | 1:24: 'yesterday' is not a time
          event.time - event.time > duration('5 minutes') | 1:36: '5 minutes' is not a duration
          tocsin.Process{name: 'x'} == process  | 1:15: objects of the event cannot be made
          process.name === 'x'                  | 1:16: unexpected '='
          process.pid in ['a']                  | 1:13: 'in' cannot be applied to (int, list(string))
          process.name.reverse() == 'x'         | 1:21: undeclared reference to 'reverse'
          process.name.matches('(((a{99}){99}){99})') | 1:22: bad regex
          count > 1                             | 1:1: undeclared reference to 'count'
          """)
  void aMistakeIsReportedWithItsPlaceAndItsCause(String text, String diagnostic) {
    Environment.Checked checked = Environment.standard().check("spec.match", text, ResultType.BOOL);

    assertThat(checked.expression()).isEmpty();
    assertThat(checked.diagnostics())
        .anySatisfy(d -> assertThat(d.toString()).startsWith("spec.match:" + diagnostic));
  }

  @Test
  void everyMistakeIsReportedNotOnlyTheFirst() {
    Environment.Checked checked =
        Environment.standard()
            .check("spec.match", "process.a == 1 ||\n process.b == 2 || x", ResultType.BOOL);

    assertThat(checked.diagnostics())
        .extracting(Diagnostic::toString)
        .containsExactly(
            "spec.match:1:8: undefined field 'a': 'tocsin fields' shows those of process",
            "spec.match:2:9: undefined field 'b': 'tocsin fields' shows those of process",
            "spec.match:2:20: undeclared reference to 'x': there are event, process, parent, pod,"
                + " container, node, connection, file, alert, ancestors, args, lists, variables");
  }

  @Test
  void textsThatNestTooDeeplyAreRefused() {
    String deep = "(".repeat(1_000) + "true" + ")".repeat(1_000);
    String pattern = "'x'.matches('" + "(".repeat(1_300) + "a" + ")*".repeat(1_300) + "')";

    assertThat(Environment.standard().check("spec.match", deep, ResultType.BOOL).diagnostics())
        .extracting(Diagnostic::message)
        .containsExactly("Expression recursion limit exceeded. limit: 100");
    assertThat(Environment.standard().check("spec.match", pattern, ResultType.BOOL).diagnostics())
        .extracting(Diagnostic::message)
        .singleElement()
        .asString()
        .contains("more than 100 groups in each other");
  }

  @Test
  void aTextThatIsTooLongIsNotEvenParsed() {
    String text = "true" + " ".repeat(Environment.MAX_LENGTH);

    assertThat(Environment.standard().check("spec.match", text, ResultType.BOOL).diagnostics())
        .extracting(Diagnostic::message)
        .containsExactly("expression is longer than 16384 characters");
  }

  @Test
  void aVariableHasTheTypeOfItsExpression() {
    Environment environment = Environment.standard().withLists(List.of("tools"));
    CheckedExpression tool =
        environment
            .check("v", "process.name in lists.tools", ResultType.ANY)
            .expression()
            .orElseThrow();

    Environment with = environment.withVariable("tool", tool);

    assertThat(with.check("m", "variables.tool", ResultType.BOOL).diagnostics()).isEmpty();
    assertThat(with.check("m", "variables.tool.size() > 1", ResultType.BOOL).diagnostics())
        .singleElement()
        .asString()
        .contains("'size' cannot be applied to bool.()");
  }
}
