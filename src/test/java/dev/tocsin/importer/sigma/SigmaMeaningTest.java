package dev.tocsin.importer.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.importer.ImportOptions;
import dev.tocsin.importer.ImportedRules;
import dev.tocsin.importer.PolicyYaml;
import dev.tocsin.importer.Replayed;
import dev.tocsin.importer.RuleFile;
import dev.tocsin.importer.RuleOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cases of {@code importer/sigma.yaml} and {@code sigma-traps.yaml}: rules, and events that do
 * and do not meet them.
 */
class SigmaMeaningTest {
  private static final ImportOptions OPTIONS =
      new ImportOptions(
          Map.of("admins", List.of("alice", "bob"), "networks", List.of("10.0.0.0/8", "fd00::/8")),
          "",
          false,
          "");

  /** A case, shown by its name. */
  record Case(JsonNode content) {
    @Override
    public String toString() {
      return content.path("name").asText();
    }
  }

  static Stream<Case> cases() throws IOException {
    return cases("sigma.yaml");
  }

  static Stream<Case> traps() throws IOException {
    return cases("sigma-traps.yaml");
  }

  private static Stream<Case> cases(String file) throws IOException {
    try (InputStream stream = SigmaMeaningTest.class.getResourceAsStream("/importer/" + file)) {
      List<Case> cases = new ArrayList<>();
      new YAMLMapper().readTree(stream).forEach(each -> cases.add(new Case(each)));
      return cases.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void means(Case given, @TempDir Path folder) throws Exception {
    ImportedRules rules =
        SigmaImport.of(
            List.of(new RuleFile(Path.of("case.yml"), rule(given.content()))),
            OPTIONS,
            Replayed.LINTER);
    RuleOutcome outcome = rules.outcomes().getLast();

    if (given.content().has("refused")) {
      assertThat(outcome.reason()).contains(given.content().path("refused").asText());
      assertThat(outcome.policy()).isEmpty();
      return;
    }
    assertThat(outcome.reason()).isEmpty();
    assertThat(String.join("\n", outcome.notes())).contains(given.content().path("note").asText());
    assertThat(
            Replayed.failures(
                rules, given.content().path("yes"), given.content().path("no"), "", folder))
        .as(PolicyYaml.list(rules.objects()))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("traps")
  void meansInTraps(Case given, @TempDir Path folder) throws Exception {
    means(given, folder);
  }

  private static String rule(JsonNode given) {
    if (given.has("text")) {
      return given.path("text").asText();
    }
    ObjectNode rule = JsonNodeFactory.instance.objectNode();
    rule.put("title", given.path("name").asText());
    rule.put("status", given.path("status").asText("test"));
    rule.putObject("logsource")
        .put("product", "linux")
        .put("category", given.path("source").asText("process_creation"));
    ObjectNode detection = given.path("detection").deepCopy();
    JsonNode repeat = given.path("repeat");
    if (repeat.isObject()) {
      ArrayNode values = detection.putObject("sel").putArray(repeat.path("field").asText());
      for (int i = 0; i < repeat.path("times").asInt(); i++) {
        values.add(repeat.path("text").asText() + i + "-");
      }
    }
    rule.set("detection", detection);
    rule.put("level", "high");
    return PolicyYaml.of(rule);
  }
}
