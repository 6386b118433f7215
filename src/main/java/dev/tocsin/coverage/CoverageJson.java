package dev.tocsin.coverage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.attack.AttackCatalog;
import java.util.Locale;

/** A coverage for programs. */
public final class CoverageJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CoverageJson() {}

  public static String of(Coverage coverage) {
    ObjectNode root =
        JSON.createObjectNode()
            .put("attackVersion", AttackCatalog.VERSION)
            .put("matrix", "Containers")
            .put("policies", coverage.source());
    ObjectNode counts = root.putObject("techniques");
    coverage.counts().forEach((sight, count) -> counts.put(name(sight), count));
    ArrayNode tactics = root.putArray("tactics");
    for (Coverage.Column column : coverage.columns()) {
      ObjectNode tactic =
          tactics.addObject().put("id", column.tactic().id()).put("name", column.tactic().name());
      ArrayNode cells = tactic.putArray("techniques");
      column.cells().forEach(cell -> put(cell, cells.addObject()));
    }
    return root.toPrettyString();
  }

  private static void put(Coverage.Cell cell, ObjectNode node) {
    node.put("id", cell.technique().id())
        .put("name", cell.technique().name())
        .put("coverage", name(cell.sight()));
    ArrayNode policies = node.putArray("policies");
    for (PolicySight each : cell.policies()) {
      ObjectNode policy =
          policies.addObject().put("name", each.name()).put("coverage", name(each.sight()));
      if (each.nodes() > 0) {
        policy.put("nodes", each.nodes()).put("seeing", each.seeing());
      }
      if (!each.note().isEmpty()) {
        policy.put("note", each.note());
      }
    }
  }

  private static String name(Sight sight) {
    return sight.name().toLowerCase(Locale.ROOT);
  }
}
