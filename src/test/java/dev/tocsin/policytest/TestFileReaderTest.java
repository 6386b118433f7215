package dev.tocsin.policytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a test file, and where. */
class TestFileReaderTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tests: []                                            | : tests: there is none",
        "tests: {}                                            | .tests: must be a list, but is {}",
        "test: []                                             | .tests: there is none",
        "tests: [{events: [], expect: []}]                    | tests[0].name: is required",
        "tests: [{name: a, events: []}]                       | tests[0].expect: is required",
        "tests: [{name: a, event: [], expect: []}]            | tests[0]: unknown key event",
        "tests: [{name: a, expect: []}, {name: a, expect: []}]| two of the name a",
        "tests: [{name: a, events: [{by: x}], expect: []}]    | tests[0].events[0]: must have one"
            + " of",
        "tests: [{name: a, events: [{exec: x, exit: y}], expect: []}] | but has [exec, exit]",
        "tests: [{name: a, events: [{open: /x}], expect: []}] | tests[0].events[0].by: is required",
        "tests: [{name: a, events: [{exec: x, pid: 1}], expect: []}] | tests[0].events[0]: unknown"
            + " key pid",
        "tests: [{name: a, events: [{exec: x, at: soon}], expect: []}] | tests[0].events[0].at:"
            + " must be a duration",
        "tests: [{name: a, events: [{wait: long}], expect: []}] | tests[0].events[0].wait: 'long'"
            + " is no duration",
        "tests: [{name: a, events: [{connect: here, by: x}], expect: []}] | .connect: must be"
            + " ADDRESS:PORT, but is here",
        "tests: [{name: a, events: [{call: f, by: x, args: [{disk: 1}]}], expect: []}] | there is"
            + " no argument of kind disk",
        "tests: [{name: a, events: [{event: {}}], expect: []}] | .event: must have one key",
        "tests: [{name: a, events: [{exec: x, host: true, pod: a/b}], expect: []}] | in a pod or on"
            + " the host",
        "tests: [{name: a, expect: [{count: 1}]}]             | tests[0].expect[0]: unknown key"
            + " count",
        "tests: [{name: a, expect: [{with: {x: {like: y}}}]}] | tests[0].expect[0].with.x: must be"
            + " a value",
        "tests: [{name: a, expect: [{with: {x: {matches: '('}}}]}] | with.x.matches: bad regex",
      })
  void saysThePlace(String text, String problem) throws Exception {
    Path file = Files.writeString(directory.resolve("x.test.yaml"), text);

    assertThatThrownBy(() -> TestFileReader.read(file))
        .isInstanceOf(InvalidTestException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(problem.replaceFirst("^: ", ""));
  }

  @Test
  void saysWhereTheYamlIsWrong() throws Exception {
    Path file = Files.writeString(directory.resolve("x.test.yaml"), "tests:\n  - {name: a\n");

    assertThatThrownBy(() -> TestFileReader.read(file))
        .isInstanceOf(InvalidTestException.class)
        .hasMessageStartingWith(file + ":2:13: ");
  }

  @Test
  void isAboutThePolicyOfTheSameNameUnlessItSaysOtherwise() throws Exception {
    Path one =
        Files.writeString(directory.resolve("one.test.yaml"), "tests: [{name: a, expect: []}]");
    Path two =
        Files.writeString(
            directory.resolve("two.test.yaml"),
            "policies: [a.yaml, ../b]\ntests: [{name: a, expect: []}]");

    assertThat(TestFileReader.read(one).manifests()).containsExactly(directory.resolve("one.yaml"));
    assertThat(TestFileReader.read(two).manifests())
        .containsExactly(directory.resolve("a.yaml"), directory.resolveSibling("b"));
  }

  @Test
  void mayEndInYmlAsWell() throws Exception {
    Path test =
        Files.writeString(directory.resolve("one.test.yml"), "tests: [{name: a, expect: []}]");
    assertThat(TestFileReader.isTestFile(test)).isTrue();
    assertThat(TestFileReader.read(test).manifests())
        .containsExactly(directory.resolve("one.yaml"));

    Path policy = Files.writeString(directory.resolve("one.yml"), "kind: Other");
    assertThat(TestFileReader.read(test).manifests()).containsExactly(policy);
  }
}
