package dev.tocsin.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MITRE ATT&amp;CK for Enterprise, from {@code attack.tsv}. */
public final class AttackCatalog {
  public static final String VERSION = "18.1";

  private static final int STATE = 3;
  private static final int PLATFORM = 4;

  private final Map<String, Technique> techniques = new LinkedHashMap<>();
  private final Map<String, Tactic> tactics = new LinkedHashMap<>();

  private AttackCatalog() {}

  public static AttackCatalog read() {
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
      tactics.put(row[2], new Tactic(row[0], row[1], row[2]));
    } else {
      List<String> own = row[2].isEmpty() ? List.of() : List.of(row[2].split(",", -1));
      techniques.put(
          row[0],
          new Technique(row[0], row[1], own, column(row, STATE), !column(row, PLATFORM).isEmpty()));
    }
  }

  private static String column(String[] row, int number) {
    return number < row.length ? row[number] : "";
  }

  public @Nullable Technique technique(String id) {
    return techniques.get(id);
  }

  /** Those that are neither revoked nor deprecated, in the order of their ids. */
  public List<Technique> inForce() {
    return techniques.values().stream().filter(each -> each.state().isEmpty()).toList();
  }

  /** In the order of their ids, in which the Containers matrix shows those that it has. */
  public Collection<Tactic> tactics() {
    return tactics.values();
  }

  /**
   * @param key in CamelCase
   */
  public boolean hasTactic(String key) {
    return tactics.containsKey(key);
  }
}
