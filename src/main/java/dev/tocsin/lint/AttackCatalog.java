package dev.tocsin.lint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** MITRE ATT&amp;CK for Enterprise: ids, names and tactics, from {@code attack.tsv}. */
final class AttackCatalog {
  static final String VERSION = "18.1";

  private final Map<String, Technique> techniques = new LinkedHashMap<>();
  private final Set<String> tactics = new TreeSet<>();

  /**
   * @param tactics in CamelCase
   * @param state {@code deprecated}, {@code revoked} or {@code revoked T1562}; {@code ""} for one
   *     in force
   */
  record Technique(String id, String name, List<String> tactics, String state) {

    /** The technique that took its place; {@code ""} when none did. */
    String successor() {
      int blank = state.indexOf(' ');
      return blank < 0 ? "" : state.substring(blank + 1);
    }
  }

  private AttackCatalog() {}

  static AttackCatalog read() {
    AttackCatalog catalog = new AttackCatalog();
    try (InputStream stream = AttackCatalog.class.getResourceAsStream("attack.tsv")) {
      if (stream == null) {
        throw new IllegalStateException("attack.tsv is not packed with the program");
      }
      new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> catalog.add(line.split("\t", -1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return catalog;
  }

  private void add(String[] row) {
    if (row[0].startsWith("TA")) {
      tactics.add(row[2]);
    } else {
      List<String> own = row[2].isEmpty() ? List.of() : List.of(row[2].split(",", -1));
      techniques.put(row[0], new Technique(row[0], row[1], own, row.length > 3 ? row[3] : ""));
    }
  }

  @Nullable Technique technique(String id) {
    return techniques.get(id);
  }

  /** Those that are neither revoked nor deprecated. */
  List<Technique> inForce() {
    return techniques.values().stream().filter(each -> each.state().isEmpty()).toList();
  }

  /** In CamelCase. */
  Set<String> tactics() {
    return tactics;
  }
}
