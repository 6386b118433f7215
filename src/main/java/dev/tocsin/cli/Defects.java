package dev.tocsin.cli;

import dev.tocsin.text.Visible;
import java.io.PrintWriter;
import java.util.List;

/** What was wrong with an input that was read to its end all the same. */
final class Defects {
  private static final int SHOWN = 10;

  private Defects() {}

  /**
   * Tells the first few of them.
   *
   * @param command as the user calls it
   * @return the exit code
   */
  static int complain(String command, List<String> defects, PrintWriter err) {
    defects.stream()
        .limit(SHOWN)
        .forEach(defect -> err.println(command + ": " + Visible.line(defect)));
    if (defects.size() > SHOWN) {
      err.printf("%s: and %d more%n", command, defects.size() - SHOWN);
    }
    err.flush();
    return defects.isEmpty() ? 0 : 2;
  }
}
