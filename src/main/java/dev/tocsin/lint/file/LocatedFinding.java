package dev.tocsin.lint.file;

import dev.tocsin.lint.LintFinding;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A finding and where it is.
 *
 * @param line from 1
 * @param column from 1, in code points
 */
public record LocatedFinding(LintFinding finding, Path file, int line, int column) {
  static final Comparator<LocatedFinding> ORDER =
      Comparator.comparing((LocatedFinding each) -> each.file().toString())
          .thenComparingInt(LocatedFinding::line)
          .thenComparingInt(LocatedFinding::column)
          .thenComparing(each -> each.finding().rule());

  /** {@code config/policies/a.yaml}, with slashes on every system. */
  String path() {
    return file.toString().replace('\\', '/');
  }
}
