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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * MITRE ATT&amp;CK for Enterprise, from {@code attack.tsv}; and beside it, from {@code
 * attack-19.tsv}, what {@link #NEXT_VERSION} has in the place of Defense Evasion, since published
 * rules name that already.
 */
public final class AttackCatalog {
  public static final String VERSION = "18.1";

  /** Its tactics and techniques are known, and are in no matrix. */
  public static final String NEXT_VERSION = "19";

  private static final int STATE = 3;
  private static final int PLATFORM = 4;

  private final Map<String, Technique> techniques = new LinkedHashMap<>();
  private final Map<String, Tactic> tactics = new LinkedHashMap<>();
  private final Map<String, Technique> nextTechniques = new LinkedHashMap<>();
  private final Map<String, Tactic> nextTactics = new LinkedHashMap<>();

  private AttackCatalog() {}

  public static AttackCatalog read() {
    AttackCatalog catalog = new AttackCatalog();
    catalog.read("attack.tsv", catalog::add);
    catalog.read("attack-19.tsv", catalog::addNext);
    return catalog;
  }

  private void read(String file, Consumer<String[]> rows) {
    try (InputStream stream = AttackCatalog.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(file + " is not packed with the program");
      }
      new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> rows.accept(line.split("\t", -1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addNext(String[] row) {
    if (row[0].startsWith("TA")) {
      nextTactics.put(row[2], new Tactic(row[0], row[1], row[2]));
    } else {
      Technique known = techniques.get(row[0]);
      nextTechniques.put(
          row[0],
          new Technique(row[0], known == null ? row[1] : known.name(), List.of(row[2]), "", false));
    }
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

  /** Of either version; of both, as {@link #VERSION} has it. */
  public @Nullable Technique technique(String id) {
    return techniques.getOrDefault(id, nextTechniques.get(id));
  }

  /** Which tactics a technique belongs to, by both versions. */
  public List<String> tacticsOf(Technique technique) {
    Technique next = nextTechniques.get(technique.id());
    return Stream.concat(
            technique.tactics().stream(), next == null ? Stream.empty() : next.tactics().stream())
        .distinct()
        .toList();
  }

  /** By its key or its id; of {@code TA0005}, which both versions have, that of the next. */
  public Optional<Tactic> tactic(String text) {
    return Stream.concat(nextTactics.values().stream(), tactics.values().stream())
        .filter(each -> each.key().equalsIgnoreCase(text) || each.id().equalsIgnoreCase(text))
        .findFirst();
  }

  /** Those that are neither revoked nor deprecated, in the order of their ids. */
  public List<Technique> inForce() {
    return techniques.values().stream().filter(each -> each.state().isEmpty()).toList();
  }

  /**
   * Of {@link #VERSION}, in the order of their ids, in which the Containers matrix shows those that
   * it has.
   */
  public Collection<Tactic> tactics() {
    return tactics.values();
  }

  /**
   * Whether either version has it.
   *
   * @param key in CamelCase
   */
  public boolean hasTactic(String key) {
    return tactics.containsKey(key) || nextTactics.containsKey(key);
  }
}
