package dev.tocsin.coverage;

import dev.tocsin.attack.AttackCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A coverage as a picture: a column for each tactic, a box for each technique. What a box means
 * stands in it in words, so that no colour has to be known; its title names the policies.
 */
public final class CoverageSvg {
  private static final int MARGIN = 16;
  private static final int COLUMN = 160;
  private static final int GAP = 8;
  private static final int HEAD = 96;
  private static final int BOX = 64;
  private static final int INDENT = 10;
  private static final int LEGEND = 64;

  /** Characters of a name that fit into a line of a box, in a wide font. */
  private static final int FITTING = 21;

  /** The same for a part of a technique, whose box is narrower. */
  private static final int FITTING_PART = 20;

  /** Background, border, text: each pair of text and background has a contrast above 4.5. */
  private record Colours(String fill, String stroke, String text) {}

  private static final Map<Sight, Colours> COLOURS =
      Map.of(
          Sight.COVERED, new Colours("#c8ead2", "#1a7f37", "#0b3d1b"),
          Sight.PARTLY, new Colours("#fde8b5", "#9a6700", "#4d3300"),
          Sight.UNKNOWN, new Colours("#d5e6fb", "#0550ae", "#0a3069"),
          Sight.SHADOW, new Colours("#e6dcf7", "#6639ba", "#3b1f73"),
          Sight.BLIND, new Colours("#ffd9d3", "#b3261e", "#5c110c"),
          Sight.NONE, new Colours("#f3f4f6", "#8c959f", "#424a53"));

  private final StringBuilder svg = new StringBuilder();

  private CoverageSvg() {}

  public static String of(Coverage coverage) {
    return new CoverageSvg().draw(coverage);
  }

  private String draw(Coverage coverage) {
    int rows = coverage.columns().stream().mapToInt(each -> each.cells().size()).max().orElse(0);
    int width = 2 * MARGIN + coverage.columns().size() * (COLUMN + GAP) - GAP;
    int height = HEAD + rows * (BOX + GAP) + LEGEND;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title desc\""
            + " viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" font-family=\"system-ui, sans-serif\">",
        width, height, width, height);
    add("<title id=\"title\">ATT&amp;CK for containers: what %s see</title>", coverage.source());
    add("<desc id=\"desc\">%s.</desc>", coverage.summary());
    add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height);
    text(
        MARGIN,
        30,
        18,
        "bold",
        "#1f2328",
        "ATT&CK for containers: what " + coverage.source() + " see");
    text(MARGIN, 52, 13, "normal", "#424a53", coverage.summary());
    for (int i = 0; i < coverage.columns().size(); i++) {
      column(MARGIN + i * (COLUMN + GAP), coverage.columns().get(i));
    }
    legend(height - LEGEND + 26, coverage);
    text(
        MARGIN,
        height - 12,
        10,
        "normal",
        "#59636e",
        "MITRE ATT&CK® " + AttackCatalog.VERSION + ", © The MITRE Corporation");
    return svg.append("</svg>\n").toString();
  }

  private void column(int x, Coverage.Column column) {
    text(x, HEAD - 18, 13, "bold", "#1f2328", column.tactic().name());
    text(x, HEAD - 6, 10, "normal", "#59636e", column.tactic().id());
    int y = HEAD;
    for (Coverage.Cell cell : column.cells()) {
      box(x, y, cell);
      y += BOX + GAP;
    }
  }

  private void box(int x, int y, Coverage.Cell cell) {
    Colours colours = colours(cell.sight());
    int indent = cell.technique().isPart() ? INDENT : 0;
    add("<g><title>%s</title>", title(cell));
    add(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" fill=\"%s\" stroke=\"%s\" stroke-dasharray=\"%s\"/>",
        x + indent,
        y,
        COLUMN - indent,
        BOX,
        colours.fill(),
        colours.stroke(),
        cell.sight() == Sight.NONE ? "4 3" : "none");
    int left = x + indent + 7;
    List<String> name = wrapped(cell.technique().name(), indent == 0 ? FITTING : FITTING_PART);
    for (int i = 0; i < name.size(); i++) {
      text(left, y + 15 + 13 * i, 11, "600", colours.text(), name.get(i));
    }
    text(left, y + 57, 10, "normal", colours.text(), cell.technique().id() + " · " + words(cell));
    add("</g>");
  }

  private static String words(Coverage.Cell cell) {
    long able = cell.policies().stream().filter(each -> each.sight() == cell.sight()).count();
    return switch (cell.sight()) {
      case NONE -> cell.sight().text();
      case PARTLY -> {
        PolicySight best = cell.policies().getFirst();
        yield best.seeing() < best.nodes()
            ? "blind on " + (best.nodes() - best.seeing()) + " of " + best.nodes()
            : "one namespace";
      }
      case UNKNOWN -> able + (able == 1 ? " policy" : " policies");
      default -> cell.sight().text() + ", " + able;
    };
  }

  private static String title(Coverage.Cell cell) {
    StringBuilder title =
        new StringBuilder(
            cell.technique().id() + " " + cell.technique().name() + ": " + cell.sight().text());
    for (PolicySight each : cell.policies()) {
      title.append("\n").append(each.name()).append(": ").append(each.sight().text());
      if (!each.note().isEmpty()) {
        title.append(", ").append(each.note());
      }
    }
    return title.toString();
  }

  /** In lines that fit, broken at blanks; no technique needs more than three. */
  private static List<String> wrapped(String name, int fitting) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : name.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > fitting) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private void legend(int y, Coverage coverage) {
    int x = MARGIN;
    List<Sight> present = new ArrayList<>(coverage.counts().keySet());
    for (Sight sight : present) {
      Colours colours = colours(sight);
      add(
          "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"14\" rx=\"3\" fill=\"%s\" stroke=\"%s\"/>",
          x, y - 11, colours.fill(), colours.stroke());
      String meaning = sight.text() + ": " + sight.meaning();
      text(x + 20, y, 11, "normal", "#1f2328", meaning);
      x += 40 + 6 * meaning.length();
    }
  }

  private static Colours colours(Sight sight) {
    Colours colours = COLOURS.get(sight);
    if (colours == null) {
      throw new IllegalStateException("no colours for " + sight);
    }
    return colours;
  }

  private void text(int x, int y, int size, String weight, String colour, String text) {
    add(
        "<text x=\"%d\" y=\"%d\" font-size=\"%d\" font-weight=\"%s\" fill=\"%s\">%s</text>",
        x, y, size, weight, colour, text);
  }

  /**
   * @param values numbers, and texts, which are escaped; markup stands in the form
   */
  private void add(String form, Object... values) {
    Object[] escaped = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      escaped[i] = values[i] instanceof String text ? escape(text) : values[i];
    }
    svg.append(String.format(Locale.ROOT, form, escaped)).append('\n');
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            each -> {
              switch (each) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append('\n');
                // XML has no way to write these
                default ->
                    escaped.appendCodePoint(
                        each < ' ' || each == 0xFFFE || each == 0xFFFF ? '?' : each);
              }
            });
    return escaped.toString();
  }
}
