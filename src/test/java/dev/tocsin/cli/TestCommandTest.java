package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCommandTest {
  private static final String FIRES =
      "tests: [{name: netcat listens, events: [{exec: nc -l}], expect: [{findings: 1}]}]";
  private static final String WRONG =
      "tests: [{name: netcat listens, events: [{exec: nc -l}], expect: []}]";

  @TempDir private Path directory;

  @BeforeEach
  void writePolicy() throws Exception {
    Files.writeString(
        directory.resolve("netcat.yaml"),
        """
        apiVersion: tocsin.dev/v1alpha1
        kind: DetectionPolicy
        metadata: {name: netcat}
        spec: {title: Netcat, events: [ProcessExec], match: "process.name == 'nc'"}
        """);
  }

  private Invocation run(String... options) {
    List<String> arguments = new ArrayList<>(List.of("test"));
    arguments.addAll(List.of(options));
    arguments.add(directory.toString());
    return Invocation.of(arguments.toArray(String[]::new));
  }

  private void test(String text) throws Exception {
    Files.writeString(directory.resolve("netcat.test.yaml"), text);
  }

  @Test
  void passes() throws Exception {
    test(FIRES);

    Invocation test = run();

    assertThat(test.exitCode()).isZero();
    assertThat(test.out())
        .contains("ok    " + directory.resolve("netcat.test.yaml") + " (1)")
        .contains("1 test in 1 file: 1 passed, 0 failed")
        .contains("no test in which it stays silent: tocsin-system/netcat");
  }

  @Test
  void failsWithWhatIsWrong() throws Exception {
    test(WRONG);

    Invocation test = run();

    assertThat(test.exitCode()).isEqualTo(1);
    assertThat(test.out())
        .contains("FAIL")
        .contains("netcat listens")
        .contains("an alert that is not expected: netcat, 1 time: Netcat");
  }

  @Test
  void failsForWantOfCoverageWhenAskedTo() throws Exception {
    test(FIRES);

    assertThat(run("--full-coverage").exitCode()).isEqualTo(1);
  }

  @Test
  void isBadInputWhenAFileCannotBeRun() throws Exception {
    test("tests: [{name: x}]");

    Invocation test = run();

    assertThat(test.exitCode()).isEqualTo(2);
    assertThat(test.out()).contains("BAD   ").contains("tests[0].expect: is required");
  }

  @Test
  void isBadInputWithoutATest() {
    Invocation test = run();

    assertThat(test.exitCode()).isEqualTo(2);
    assertThat(test.err()).contains("there is no .test.yaml file in");
  }

  @Test
  void writesJUnitXml() throws Exception {
    test(WRONG);
    Path xml = directory.resolve("report.xml");

    run("--junit", xml.toString());

    assertThat(xml).content().contains("<testsuite", "failures=\"1\"", "name=\"netcat listens\"");
  }
}
