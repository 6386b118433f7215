package dev.tocsin.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rule that nothing reports, or that no test breaks, is forgotten work. */
class RulesTest {
  @Test
  void aPolicyWithoutADescriptionIsUndocumented() {
    String text = Linted.policy("p", "events: [ProcessExec], match: \"process.pid == 1\"");

    assertThat(Linted.file(text.replace(" description: D,", "")))
        .containsExactly("3:1 undocumented description is missing: what does an alert mean?");
    assertThat(Linted.file(text.replace("description: D", "description: ' '")))
        .containsExactly("3:1 undocumented description is missing: what does an alert mean?");
  }

  @Test
  void aFileThatIsNoYamlIsSyntax() {
    assertThat(Linted.file("{apiVersion: tocsin.dev/v1alpha1, kind: [")).hasSize(1);
    assertThat(Linted.file("{a: 1, a: 2}"))
        .singleElement()
        .satisfies(finding -> assertThat(finding).contains(" syntax ", "a"));
  }

  /** The words of a finding begin with its rule. */
  @ParameterizedTest
  @EnumSource
  void someTestHereBreaksTheRule(Rule rule) throws IOException {
    assertThat(sources("src/test/java/dev/tocsin/lint"))
        .as(rule.id())
        .anyMatch(text -> text.contains(" " + rule.id() + " "));
  }

  @ParameterizedTest
  @EnumSource
  void someCheckReportsTheRule(Rule rule) throws IOException {
    assertThat(sources("src/main/java/dev/tocsin/lint"))
        .as(rule.name())
        .anyMatch(text -> text.contains("Rule." + rule.name()));
  }

  private static List<String> sources(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(Files::isRegularFile).map(RulesTest::read).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
