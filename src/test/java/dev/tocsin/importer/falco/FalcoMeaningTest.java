package dev.tocsin.importer.falco;

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
 * The cases of {@code importer/falco.yaml} and {@code falco-traps.yaml}: rules, and events that do
 * and do not meet them.
 */
class FalcoMeaningTest {
  private static final ImportOptions OPTIONS = new ImportOptions(Map.of(), "", false, "");

  /** A case, shown by its name. */
  record Case(JsonNode content) {
    @Override
    public String toString() {
      return content.path("name").asText();
    }
  }

  static Stream<Case> cases() throws IOException {
    return cases("falco.yaml");
  }

  static Stream<Case> traps() throws IOException {
    return cases("falco-traps.yaml");
  }

  private static Stream<Case> cases(String file) throws IOException {
    try (InputStream stream = FalcoMeaningTest.class.getResourceAsStream("/importer/" + file)) {
      List<Case> cases = new ArrayList<>();
      new YAMLMapper().readTree(stream).forEach(each -> cases.add(new Case(each)));
      return cases.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void means(Case given, @TempDir Path folder) throws Exception {
    ImportedRules rules =
        FalcoImport.of(
            List.of(new RuleFile(Path.of("rules.yaml"), file(given.content()))),
            OPTIONS,
            Replayed.LINTER);
    RuleOutcome outcome = rules.outcomes().getFirst();

    if (given.content().has("refused")) {
      assertThat(outcome.reason()).contains(given.content().path("refused").asText());
      assertThat(rules.objects()).isEmpty();
      return;
    }
    assertThat(outcome.reason()).isEmpty();
    assertThat(String.join("\n", outcome.notes())).contains(given.content().path("note").asText());
    assertThat(
            Replayed.failures(
                rules,
                given.content().path("yes"),
                given.content().path("no"),
                given.content().path("pods").asText(),
                folder))
        .as(PolicyYaml.list(rules.objects()))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("traps")
  void meansInTraps(Case given, @TempDir Path folder) throws Exception {
    means(given, folder);
  }

  private static String file(JsonNode given) {
    ArrayNode file = JsonNodeFactory.instance.arrayNode();
    file.addObject().put("macro", "spawned").put("condition", "evt.type in (execve, execveat)");
    given
        .path("lists")
        .properties()
        .forEach(each -> file.addObject().put("list", each.getKey()).set("items", each.getValue()));
    given
        .path("macros")
        .properties()
        .forEach(
            each -> file.addObject().put("macro", each.getKey()).set("condition", each.getValue()));
    ObjectNode rule = file.addObject();
    rule.put("rule", given.path("name").asText())
        .put("desc", "A case.")
        .put("condition", given.path("condition").asText())
        .put("output", "it happened (command=%proc.cmdline tty=%proc.tty)")
        .put("priority", "WARNING");
    if (given.has("source")) {
      rule.set("source", given.path("source"));
    }
    if (given.has("exceptions")) {
      rule.set("exceptions", given.path("exceptions"));
    }
    return PolicyYaml.of(file);
  }
}
