package dev.tocsin.lint;

import dev.tocsin.lint.file.LintFiles;
import dev.tocsin.lint.file.LocatedFinding;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What the linter says of a text, one finding a line. */
final class Linted {
  static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

  private Linted() {}

  /** {@code 9:3 never-true can never be true: ...}. */
  static List<String> file(String text) {
    return located(text).stream()
        .map(each -> each.line() + ":" + each.column() + " " + words(each))
        .toList();
  }

  /** Rule and message. */
  static String words(LocatedFinding located) {
    return located.finding().rule().id() + " " + located.finding().message();
  }

  static List<LocatedFinding> located(String text) {
    LintFiles files = new LintFiles("tocsin-system");
    files.add(Path.of("p.yaml"), text);
    return files.lint(new Linter("tocsin-system", InstantSource.fixed(NOW)));
  }

  /**
   * A policy of three lines, its spec on the third.
   *
   * @param spec fields besides title and description, in flow style
   */
  static String policy(String name, String spec) {
    return """
        {apiVersion: tocsin.dev/v1alpha1, kind: DetectionPolicy,
        metadata: {name: %s},
        spec: {title: T, description: D, %s}}
        """
        .formatted(name, spec);
  }
}
