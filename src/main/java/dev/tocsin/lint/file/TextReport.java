package dev.tocsin.lint.file;

import dev.tocsin.lint.Rule;
import dev.tocsin.text.Quantity;
import dev.tocsin.text.Visible;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Findings as a compiler says them, one a line. */
public final class TextReport {
  private TextReport() {}

  /**
   * {@code a.yaml:7:3: error: can never be true: ... [never-true]}; how to put it right follows the
   * first finding of each rule.
   */
  public static void write(List<LocatedFinding> findings, long checked, PrintWriter out) {
    Set<Rule> explained = EnumSet.noneOf(Rule.class);
    for (LocatedFinding each : findings) {
      Rule rule = each.finding().rule();
      out.printf(
          "%s:%d:%d: %s: %s [%s]%n",
          Visible.line(each.path()),
          each.line(),
          each.column(),
          rule.severity().name().toLowerCase(Locale.ROOT),
          Visible.line(each.finding().message()),
          rule.id());
      if (explained.add(rule)) {
        out.println("    " + rule.fix());
      }
    }
    long errors = findings.stream().filter(each -> each.finding().isError()).count();
    out.printf(
        "%s%s: %s, %s%n",
        findings.isEmpty() ? "" : System.lineSeparator(),
        Quantity.of(checked, "object"),
        Quantity.of(errors, "error"),
        Quantity.of(findings.size() - errors, "warning"));
    out.flush();
  }
}
