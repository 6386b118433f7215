package dev.tocsin.policytest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A folder with policies and tests, as a user has one. */
final class TestFolder {
  private final Path path;

  TestFolder(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  TestFolder file(String name, String text) {
    try {
      Files.writeString(path.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /**
   * A policy over programs that start.
   *
   * @param spec further lines of the spec, not indented
   */
  TestFolder policy(String name, String match, String spec) {
    return file(
        name + ".yaml",
        """
        apiVersion: tocsin.dev/v1alpha1
        kind: DetectionPolicy
        metadata: {name: %s}
        spec:
          title: Title of %s
          events: [ProcessExec]
          match: "%s"
        """
                .formatted(name, name, match)
            + spec.indent(2));
  }

  TestReport run() throws InvalidTestException {
    return new PolicyTests("tocsin-system", () -> 0, result -> {}).run(List.of(path));
  }

  /** Failures of all tests and files, one a line; empty when everything passed. */
  String failures() throws InvalidTestException {
    return run().files().stream()
        .map(
            file ->
                switch (file) {
                  case TestReport.Unusable unusable -> unusable.problem();
                  case TestReport.Ran ran ->
                      ran.tests().stream()
                          .flatMap(
                              test ->
                                  test.failures().stream().map(each -> test.name() + ": " + each))
                          .collect(Collectors.joining("\n"));
                })
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
