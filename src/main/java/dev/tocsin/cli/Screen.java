package dev.tocsin.cli;

import java.io.PrintWriter;
import java.util.List;

/**
 * The lower part of a terminal, written again in place with the plain codes of ECMA-48. Lines that
 * are too long are cut by the terminal, so that each stays one line.
 */
final class Screen {
  private static final String CSI = "\u001b[";
  private static final String NO_WRAP = CSI + "?7l";
  private static final String WRAP = CSI + "?7h";
  private static final String REST_OF_LINE = CSI + "K";
  private static final String BELOW = CSI + "J";

  private final PrintWriter out;
  private int drawn;

  Screen(PrintWriter out) {
    this.out = out;
  }

  /** Replaces what was drawn before. */
  void draw(List<String> lines) {
    StringBuilder text = new StringBuilder(NO_WRAP);
    if (drawn > 0) {
      text.append(CSI).append(drawn).append('A');
    }
    text.append('\r');
    lines.forEach(line -> text.append(line).append(REST_OF_LINE).append('\n'));
    text.append(BELOW).append(WRAP);
    out.print(text);
    out.flush();
    drawn = lines.size();
  }
}
