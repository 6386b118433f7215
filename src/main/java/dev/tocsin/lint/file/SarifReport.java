package dev.tocsin.lint.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.lint.LintFinding;
import dev.tocsin.lint.Rule;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Findings for code scanning: SARIF 2.1.0 of OASIS. A finding keeps its fingerprint when lines
 * move: it is made from rule, object, field and message.
 */
public final class SarifReport {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private SarifReport() {}

  /**
   * @param version of the program
   */
  public static String of(List<LocatedFinding> findings, String version) {
    ObjectNode log = JSON.createObjectNode().put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver =
        run.putObject("tool")
            .putObject("driver")
            .put("name", "tocsin lint")
            .put("version", version);
    ArrayNode rules = driver.putArray("rules");
    for (Rule rule : Rule.values()) {
      describe(rule, rules.addObject());
    }
    run.put("columnKind", "unicodeCodePoints");
    ArrayNode results = run.putArray("results");
    Map<String, Integer> occurrences = new HashMap<>();
    for (LocatedFinding each : findings) {
      result(each, occurrences, results.addObject());
    }
    return log.toPrettyString();
  }

  private static void describe(Rule rule, ObjectNode node) {
    node.put("id", rule.id()).put("name", name(rule));
    node.putObject("shortDescription").put("text", rule.wants() + ".");
    node.putObject("help").put("text", rule.fix());
    node.putObject("defaultConfiguration").put("level", level(rule));
  }

  /** {@code NeverTrue}. */
  private static String name(Rule rule) {
    StringBuilder name = new StringBuilder();
    for (String word : rule.id().split("-", -1)) {
      name.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
    }
    return name.toString();
  }

  private static String level(Rule rule) {
    return switch (rule.severity()) {
      case ERROR -> "error";
      case WARNING -> "warning";
    };
  }

  private static void result(
      LocatedFinding located, Map<String, Integer> occurrences, ObjectNode node) {
    LintFinding finding = located.finding();
    node.put("ruleId", finding.rule().id())
        .put("ruleIndex", finding.rule().ordinal())
        .put("level", level(finding.rule()));
    node.putObject("message").put("text", finding.message() + ". " + finding.rule().fix());
    ObjectNode location = node.putArray("locations").addObject();
    ObjectNode physical = location.putObject("physicalLocation");
    physical.putObject("artifactLocation").put("uri", uri(located));
    physical
        .putObject("region")
        .put("startLine", located.line())
        .put("startColumn", located.column());
    String object = finding.object().toString();
    if (!object.isEmpty()) {
      location
          .putArray("logicalLocations")
          .addObject()
          .put("fullyQualifiedName", object + " " + finding.place().field())
          .put("kind", "object");
    }
    String identity =
        String.join("\n", finding.rule().id(), object, finding.place().field(), finding.message());
    int occurrence = occurrences.merge(identity, 1, Integer::sum);
    node.putObject("partialFingerprints")
        .put("tocsinFinding/v1", hash(identity + "\n" + occurrence));
  }

  /** Relative where the file is, as code scanning wants it. */
  private static String uri(LocatedFinding located) {
    String path = located.path();
    try {
      return located.file().isAbsolute()
          ? new URI("file", "", path, null).toString()
          : new URI(null, null, path, null).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path that is no URI: " + path, e);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
