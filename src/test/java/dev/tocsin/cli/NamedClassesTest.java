package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Classes, tests and files that documents for developers rest on exist. */
class NamedClassesTest {
  private static final Pattern CLASS =
      Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z]+)+)(?:#[a-zA-Z]+)?`");
  private static final Pattern FILE =
      Pattern.compile("`((?:[a-z0-9]+/)+(?:[A-Za-z]+\\.(?:java|proto|md|yaml))?)`");

  /** Names of that form that are no classes. */
  private static final Set<String> ELSEWHERE =
      Set.of("TooMany", "DataAvailable", "GetEvents", "GetVersion", "ListTracingPolicies");

  static Stream<String> names() {
    return Stream.of(
            "docs/threat-model.md", "docs/architecture.md", "docs/decisions.md", "CONTRIBUTING.md")
        .flatMap(document -> found(CLASS, document).stream())
        .filter(name -> !ELSEWHERE.contains(name))
        .distinct();
  }

  private static List<String> found(Pattern pattern, String document) {
    return pattern
        .matcher(Markdown.text(Path.of(document)))
        .results()
        .map(m -> m.group(1))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatADocumentNamesExists(String name) throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      assertThat(
              sources
                  .map(path -> path.getFileName().toString())
                  .filter(file -> file.endsWith(".java"))
                  .collect(Collectors.toSet()))
          .contains(name + ".java");
    }
  }

  @Test
  void filesThatContributorsEditExist() {
    assertThat(found(FILE, "CONTRIBUTING.md"))
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(List.of(Path.of(file), Path.of("src/main/java/dev/tocsin", file)))
                    .anySatisfy(path -> assertThat(path).exists()));
  }
}
