package dev.tocsin.cli;

import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** What a terminal shows, cell by cell, as SVG. */
final class TerminalPicture {
  private static final double CELL_WIDTH = 7.2;
  private static final int CELL_HEIGHT = 16;
  private static final int MARGIN = 8;
  private static final String BACKGROUND = "#1e1e1e";
  private static final String TEXT = "#d4d4d4";

  private TerminalPicture() {}

  /**
   * @param columns of the terminal; it has as many rows as there are lines
   */
  static String of(String title, List<AttributedString> lines, int columns) {
    StringBuilder svg = new StringBuilder();
    int width = (int) Math.ceil(columns * CELL_WIDTH) + 2 * MARGIN;
    int height = lines.size() * CELL_HEIGHT + 2 * MARGIN;
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s"
            font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="12">
        <rect width="%d" height="%d" rx="6" fill="%s"/>
        """
            .formatted(width, height, width, height, title, width, height, BACKGROUND));
    for (int row = 0; row < lines.size(); row++) {
      AttributedString line = lines.get(row);
      for (int from = 0; from < line.length(); ) {
        int to = from + 1;
        while (to < line.length() && line.styleAt(to).equals(line.styleAt(from))) {
          to++;
        }
        run(svg, line.subSequence(from, to), row, from);
        from = to;
      }
    }
    return svg.append("</svg>\n").toString();
  }

  /** Characters of one style; as wide as their cells, whatever font there is. */
  private static void run(StringBuilder svg, AttributedString run, int row, int column) {
    AttributedStyle style = run.styleAt(0);
    boolean inverse = style.equals(style.inverse());
    String x = number(MARGIN + column * CELL_WIDTH);
    String width = number(run.length() * CELL_WIDTH);
    if (inverse) {
      svg.append(
          "<rect x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" fill=\"%s\"/>\n"
              .formatted(x, MARGIN + row * CELL_HEIGHT, width, CELL_HEIGHT, TEXT));
    }
    if (run.toString().isBlank()) {
      return;
    }
    svg.append(
        "<text xml:space=\"preserve\" x=\"%s\" y=\"%d\" textLength=\"%s\" fill=\"%s\"%s>%s</text>\n"
            .formatted(
                x,
                MARGIN + row * CELL_HEIGHT + 12,
                width,
                inverse ? BACKGROUND : colour(style),
                style.equals(style.bold()) ? " font-weight=\"bold\"" : "",
                run.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
  }

  private static String colour(AttributedStyle style) {
    if (style.equals(style.foreground(AttributedStyle.RED))) {
      return "#f48771";
    }
    if (style.equals(style.foreground(AttributedStyle.YELLOW))) {
      return "#e2c08d";
    }
    if (style.equals(style.foreground(AttributedStyle.CYAN))) {
      return "#6fc3df";
    }
    return style.equals(style.faint()) ? "#8a8a8a" : TEXT;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
