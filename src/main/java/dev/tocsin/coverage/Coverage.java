package dev.tocsin.coverage;

import dev.tocsin.attack.AttackCatalog;
import dev.tocsin.attack.Tactic;
import dev.tocsin.attack.Technique;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The Containers matrix with what policies see of it. A technique is covered when all of its
 * policies see, and partly seen when some do; a policy that names a part of a technique counts for
 * the technique too.
 *
 * @param source what policies these are, for people
 */
public record Coverage(String source, List<Column> columns) {
  /** Policies that a note names. */
  private static final int NAMED = 3;

  /** A tactic and its techniques, a technique before its parts. */
  public record Column(Tactic tactic, List<Cell> cells) {}

  /**
   * A technique. One that serves several tactics is in each of their columns.
   *
   * @param policies that name it or a part of it, those that see most first
   */
  public record Cell(Technique technique, Sight sight, List<PolicySight> policies) {

    /** Which policies do not see, and why; empty when there is nothing to say. */
    public String note() {
      List<PolicySight> unseeing =
          policies.stream().filter(each -> each.sight() != Sight.COVERED).toList();
      if (policies.size() == 1) {
        return policies.getFirst().note();
      }
      return unseeing.stream()
              .filter(each -> !each.note().isEmpty())
              .limit(NAMED)
              .map(each -> each.name() + ": " + each.note())
              .collect(Collectors.joining("; "))
          + (unseeing.size() > NAMED ? "; ..." : "");
    }
  }

  public static Coverage of(AttackCatalog catalog, String source, List<PolicySight> policies) {
    Map<String, Cell> cells =
        catalog.inForce().stream()
            .filter(Technique::inContainers)
            .collect(Collectors.toMap(Technique::id, each -> cell(each, policies)));
    List<Column> columns = new ArrayList<>();
    for (Tactic tactic : catalog.tactics()) {
      List<Cell> own =
          cells.values().stream()
              .filter(each -> each.technique().tactics().contains(tactic.key()))
              .sorted(Comparator.comparing(each -> each.technique().id()))
              .toList();
      if (!own.isEmpty()) {
        columns.add(new Column(tactic, own));
      }
    }
    return new Coverage(source, columns);
  }

  private static Cell cell(Technique technique, List<PolicySight> policies) {
    List<PolicySight> seeing =
        policies.stream()
            .filter(
                each ->
                    each.techniques().stream()
                        .anyMatch(
                            id -> id.equals(technique.id()) || id.startsWith(technique.id() + ".")))
            .sorted(Comparator.comparing(PolicySight::sight).thenComparing(PolicySight::name))
            .toList();
    return new Cell(technique, sight(seeing), seeing);
  }

  /**
   * @param policies those that see most first
   */
  private static Sight sight(List<PolicySight> policies) {
    if (policies.isEmpty()) {
      return Sight.NONE;
    }
    boolean some = policies.getFirst().sight() == Sight.COVERED;
    boolean all = policies.getLast().sight() == Sight.COVERED;
    return some && !all ? Sight.PARTLY : policies.getFirst().sight();
  }

  /** How many techniques there are of each kind; each technique once. */
  Map<Sight, Long> counts() {
    Map<Sight, Long> counts = new EnumMap<>(Sight.class);
    columns.stream()
        .flatMap(column -> column.cells().stream())
        .collect(Collectors.toMap(each -> each.technique().id(), Cell::sight, (one, same) -> one))
        .values()
        .forEach(sight -> counts.merge(sight, 1L, Long::sum));
    return counts;
  }

  /** {@code 30 covered, 2 partly, 16 not covered of 48 techniques}. */
  public String summary() {
    Map<Sight, Long> counts = counts();
    return counts.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey().text())
            .collect(Collectors.joining(", "))
        + " of "
        + counts.values().stream().mapToLong(Long::longValue).sum()
        + " techniques";
  }
}
