package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of packages in docs/architecture.md is the packages that there are. */
class ArchitectureDocumentTest {
  private static final Path MAIN = Path.of("src/main/java/dev/tocsin");

  /** Package, job, and the class to start at. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z.]+)` \\| ([^|]+) \\| `(\\w+)` \\|$", Pattern.MULTILINE);

  private static List<MatchResult> rows() {
    return ROW.matcher(Markdown.text(Path.of("docs/architecture.md"))).results().toList();
  }

  private static List<String> packagesIn(Path folder) throws IOException {
    try (Stream<Path> packages = Files.list(folder)) {
      return packages
          .filter(Files::isDirectory)
          .map(each -> MAIN.relativize(each).toString().replace('/', '.'))
          .sorted()
          .toList();
    }
  }

  @Test
  void theTableHasEachPackageOnce() throws IOException {
    assertThat(rows().stream().map(row -> row.group(1)).filter(each -> !each.contains(".")))
        .containsExactlyElementsOf(packagesIn(MAIN));
  }

  @Test
  void theTableHasEachPackageBelowNotify() throws IOException {
    assertThat(rows().stream().map(row -> row.group(1)).filter(each -> each.contains(".")))
        .containsExactlyElementsOf(packagesIn(MAIN.resolve("notify")));
  }

  @Test
  void theClassToStartAtIsInItsPackage() throws IOException {
    for (MatchResult row : rows()) {
      try (Stream<Path> classes = Files.walk(MAIN.resolve(row.group(1).replace('.', '/')))) {
        assertThat(classes.map(each -> each.getFileName().toString()))
            .as(row.group(1))
            .contains(row.group(3) + ".java");
      }
    }
  }
}
