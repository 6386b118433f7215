package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The threat model rests on classes and tests: those that it names exist. */
class ThreatModelTest {
  private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`");

  /** Names of that form that are no classes. */
  private static final Set<String> ELSEWHERE = Set.of("TooMany");

  static Stream<String> names() throws IOException {
    return CLASS
        .matcher(Files.readString(Path.of("docs/threat-model.md")))
        .results()
        .map(name -> name.group(1))
        .filter(name -> !ELSEWHERE.contains(name))
        .distinct();
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatTheThreatModelNamesExists(String name) throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      assertThat(
              sources
                  .map(path -> path.getFileName().toString())
                  .filter(file -> file.endsWith(".java"))
                  .collect(Collectors.toSet()))
          .contains(name + ".java");
    }
  }
}
