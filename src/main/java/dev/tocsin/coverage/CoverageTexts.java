package dev.tocsin.coverage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Coverage for documents and for spreadsheets, and what changed since a layer was made. */
public final class CoverageTexts {
  private CoverageTexts() {}

  /**
   * A table of Markdown.
   *
   * @param version of Tocsin
   */
  public static String markdown(Coverage coverage, Instant when, String version) {
    StringBuilder text = new StringBuilder();
    text.append(coverage.source()).append(", ").append(when);
    text.append(", Tocsin ").append(version).append(": ").append(coverage.summary());
    text.append(".\n\n| tactic | technique | name | coverage | policies | why not more |\n");
    text.append("| --- | --- | --- | --- | --- | --- |\n");
    for (List<String> row : rows(coverage)) {
      text.append(
          row.stream()
              .map(each -> each.replace("|", "\\|").replace("\n", " "))
              .collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    return text.toString();
  }

  /** Comma-separated values as RFC 4180 has them, with a head. */
  public static String csv(Coverage coverage) {
    StringBuilder text =
        new StringBuilder("tactic,technique,name,coverage,policies,why not more\r\n");
    for (List<String> row : rows(coverage)) {
      text.append(row.stream().map(CoverageTexts::quoted).collect(Collectors.joining(",")));
      text.append("\r\n");
    }
    return text.toString();
  }

  /** A cell that begins like a formula would be one in a spreadsheet. */
  private static String quoted(String cell) {
    String harmless = cell.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + cell : cell;
    return '"' + harmless.replace("\"", "\"\"") + '"';
  }

  private static List<List<String>> rows(Coverage coverage) {
    List<List<String>> rows = new ArrayList<>();
    for (Coverage.Column column : coverage.columns()) {
      for (Coverage.Cell cell : column.cells()) {
        rows.add(
            List.of(
                column.tactic().name(),
                cell.technique().id(),
                cell.technique().name(),
                cell.sight().text(),
                cell.policies().stream().map(PolicySight::name).collect(Collectors.joining(", ")),
                cell.note()));
      }
    }
    return rows;
  }

  /** One technique that is not covered as it was. */
  public record Change(String technique, String name, Sight before, Sight now) {}

  /**
   * What changed, in the order of the techniques; each once.
   *
   * @param before as {@link NavigatorLayer#read} gives it
   */
  public static List<Change> changes(Map<String, Sight> before, Coverage now) {
    return now.columns().stream()
        .flatMap(column -> column.cells().stream())
        .map(
            cell ->
                new Change(
                    cell.technique().id(),
                    cell.technique().name(),
                    before.getOrDefault(cell.technique().id(), Sight.NONE),
                    cell.sight()))
        .filter(change -> change.before() != change.now())
        .distinct()
        .sorted(Comparator.comparing(Change::technique))
        .toList();
  }
}
