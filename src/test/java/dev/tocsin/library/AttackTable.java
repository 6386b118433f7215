package dev.tocsin.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ATT&amp;CK table of {@code config/policies/README.md}. */
final class AttackTable {
  static final String OUTSIDE = "Outside the matrix";

  private static final Pattern TACTIC = Pattern.compile("\\| \\*\\*(.+?)\\*\\*.*");
  private static final Pattern TECHNIQUE = Pattern.compile("(T[0-9.]+) ([^(]+?)(?: \\((.+)\\))?");
  private static final Pattern PART = Pattern.compile("(\\.[0-9]{3}) ([^,]+)");
  private static final Pattern TRACING = Pattern.compile("tocsin-[a-z-]+");

  private AttackTable() {}

  /**
   * A line of it.
   *
   * @param tactic the heading above it
   * @param parts id of a part to what the line says of it: the part's name or a word of it
   */
  record Row(
      String tactic,
      String technique,
      String name,
      Map<String, String> parts,
      Set<String> policies,
      Set<String> tracing,
      boolean needsExec,
      String notSeen) {

    /** Whether it is about a technique, by the technique itself or by a part of it. */
    boolean isAbout(String id) {
      return id.equals(technique)
          || id.startsWith(technique + ".")
          || technique.startsWith(id + ".");
    }

    /** Whether who names a technique is in place here. */
    boolean takes(String id) {
      return id.equals(technique) || id.startsWith(technique + ".");
    }
  }

  static List<Row> read() {
    List<Row> rows = new ArrayList<>();
    String tactic = "";
    for (String line : lines()) {
      Matcher heading = TACTIC.matcher(line);
      if (heading.matches()) {
        tactic = heading.group(1);
      } else if (line.startsWith("| T1")) {
        rows.add(row(tactic, line));
      }
    }
    return rows;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(Path.of("config/policies/README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String tactic, String line) {
    List<String> cells =
        Stream.of(line.split("\\|", -1)).map(String::strip).skip(1).limit(4).toList();
    Matcher technique = TECHNIQUE.matcher(cells.get(0));
    if (!technique.matches()) {
      throw new IllegalStateException("not id and name: " + cells.get(0));
    }
    Map<String, String> parts = new LinkedHashMap<>();
    if (technique.group(3) != null) {
      PART.matcher(technique.group(3))
          .results()
          .forEach(part -> parts.put(technique.group(1) + part.group(1), part.group(2)));
    }
    return new Row(
        tactic,
        technique.group(1),
        technique.group(2),
        parts,
        Stream.of(cells.get(1).split(",", -1))
            .map(String::strip)
            .filter(name -> !name.equals("-"))
            .collect(Collectors.toCollection(TreeSet::new)),
        TRACING
            .matcher(cells.get(2))
            .results()
            .map(each -> each.group())
            .collect(Collectors.toCollection(TreeSet::new)),
        cells.get(2).matches("exec\\b.*"),
        cells.get(3));
  }
}
