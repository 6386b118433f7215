package dev.tocsin.coverage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.attack.AttackCatalog;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Coverage as a layer of MITRE's ATT&amp;CK Navigator, in layer format 4.5; and what a layer says.
 */
public final class NavigatorLayer {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The metadata of a technique that says its {@link Sight}, whatever its colour. */
  private static final String COVERAGE = "coverage";

  private NavigatorLayer() {}

  /**
   * @param version of Tocsin
   */
  public static String of(Coverage coverage, Instant when, String version) {
    ObjectNode layer =
        JSON.createObjectNode()
            .put("name", "Tocsin, " + when)
            .put("domain", "enterprise-attack")
            .put(
                "description",
                coverage.source()
                    + "; "
                    + coverage.summary()
                    + "; Tocsin "
                    + version
                    + ", "
                    + when);
    layer
        .putObject("versions")
        .put("attack", AttackCatalog.VERSION.replaceAll("\\..*", ""))
        .put("navigator", "5.1.0")
        .put("layer", "4.5");
    layer.putObject("filters").putArray("platforms").add("Containers");
    ArrayNode techniques = layer.putArray("techniques");
    for (Coverage.Column column : coverage.columns()) {
      column.cells().stream()
          .filter(cell -> cell.sight() != Sight.NONE)
          .forEach(cell -> put(cell, column.tactic().name(), techniques.addObject()));
    }
    ArrayNode legend = layer.putArray("legendItems");
    for (Sight sight : Sight.values()) {
      if (sight != Sight.NONE) {
        legend
            .addObject()
            .put("label", sight.text() + ": " + sight.meaning())
            .put("color", colour(sight));
      }
    }
    return layer.toPrettyString();
  }

  private static void put(Coverage.Cell cell, String tactic, ObjectNode technique) {
    technique
        .put("techniqueID", cell.technique().id())
        .put("tactic", tactic.toLowerCase(Locale.ROOT).replace(' ', '-'))
        .put("color", colour(cell.sight()))
        .put("comment", cell.note())
        .put("enabled", true);
    ArrayNode metadata = technique.putArray("metadata");
    metadata.addObject().put("name", COVERAGE).put("value", cell.sight().text());
    cell.policies()
        .forEach(each -> metadata.addObject().put("name", "policy").put("value", each.name()));
  }

  private static String colour(Sight sight) {
    return switch (sight) {
      case COVERED -> "#2e7d32";
      case PARTLY -> "#f9a825";
      case UNKNOWN -> "#90a4ae";
      case SHADOW -> "#b39ddb";
      case BLIND -> "#c62828";
      case NONE -> "#ffffff";
    };
  }

  /**
   * What a layer that was made here says of each technique; those that it does not name are not
   * covered.
   *
   * @throws IllegalArgumentException with a message for the user, when it is no such layer
   */
  public static Map<String, Sight> read(String text) {
    JsonNode layer;
    try {
      layer = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is no JSON: " + e.getOriginalMessage(), e);
    }
    if (!layer.path("techniques").isArray() || !layer.has("domain")) {
      throw new IllegalArgumentException("is no layer of ATT&CK Navigator");
    }
    Map<String, Sight> sights = new LinkedHashMap<>();
    for (JsonNode technique : layer.path("techniques")) {
      for (JsonNode entry : technique.path("metadata")) {
        if (entry.path("name").asText().equals(COVERAGE)) {
          sights.put(technique.path("techniqueID").asText(), sight(entry.path("value").asText()));
        }
      }
    }
    return sights;
  }

  private static Sight sight(String text) {
    return Arrays.stream(Sight.values())
        .filter(each -> each.text().equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("has the coverage '" + text + "', which is none"));
  }
}
