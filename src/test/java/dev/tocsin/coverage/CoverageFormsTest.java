package dev.tocsin.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.attack.AttackCatalog;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Coverage for others to read, and what changed. */
class CoverageFormsTest {
  private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");

  private static Coverage coverage(String... names) throws IOException {
    PolicySight[] sights = new PolicySight[names.length];
    for (int i = 0; i < names.length; i++) {
      sights[i] =
          PolicySight.inCluster(
              new YAMLMapper()
                  .readValue(
                      """
                      metadata: {name: "%s", namespace: tocsin-system}
                      spec: {title: T, severity: High, mode: Active, events: [ProcessExec], match: "true",
                             mitreAttack: [{technique: %s}]}
                      status: {scope: Cluster, nodes: {desired: 3, loaded: 3, blind: %d},
                               conditions: [{type: DataAvailable, status: 'True'}]}
                      """
                          .formatted(names[i], i == 0 ? "T1611" : "T1525", i),
                      DetectionPolicy.class));
    }
    return Coverage.of(AttackCatalog.read(), names.length + " policies", List.of(sights));
  }

  @Test
  void aLayerOfTheNavigatorNamesTechniquesPoliciesDateAndVersion() throws IOException {
    JsonNode layer =
        new ObjectMapper().readTree(NavigatorLayer.of(coverage("escape", "push"), NOW, "0.1.0"));

    assertThat(layer.at("/domain").asText()).isEqualTo("enterprise-attack");
    assertThat(layer.at("/versions/layer").asText()).isEqualTo("4.5");
    assertThat(layer.at("/versions/attack").asText()).isEqualTo("18");
    assertThat(layer.at("/description").asText()).contains("2 policies", "Tocsin 0.1.0, " + NOW);
    assertThat(layer.at("/techniques").findValuesAsText("techniqueID")).contains("T1611", "T1525");
    JsonNode escape = technique(layer, "T1611");
    assertThat(escape.path("tactic").asText()).isEqualTo("privilege-escalation");
    assertThat(escape.path("metadata").findValuesAsText("value"))
        .containsExactly("covered", "tocsin-system/escape");
    assertThat(technique(layer, "T1525").path("metadata").findValuesAsText("value"))
        .startsWith("partly");
  }

  private static JsonNode technique(JsonNode layer, String id) {
    for (JsonNode each : layer.path("techniques")) {
      if (each.path("techniqueID").asText().equals(id)) {
        return each;
      }
    }
    throw new AssertionError("no technique " + id);
  }

  @Test
  void whatChangedSinceALayerIsShown() throws IOException {
    Map<String, Sight> before =
        NavigatorLayer.read(NavigatorLayer.of(coverage("escape", "push"), NOW, "0.1.0"));

    assertThat(CoverageTexts.changes(before, coverage("escape", "push"))).isEmpty();
    assertThat(CoverageTexts.changes(before, coverage("escape")))
        .containsExactly(
            new CoverageTexts.Change("T1525", "Implant Internal Image", Sight.PARTLY, Sight.NONE));
  }

  @Test
  void whatIsNoLayerIsSaid() {
    assertThatThrownBy(() -> NavigatorLayer.read("{}"))
        .hasMessage("is no layer of ATT&CK Navigator");
    assertThatThrownBy(() -> NavigatorLayer.read("x")).hasMessageStartingWith("is no JSON: ");
  }

  @Test
  void markdownAndCsvHaveARowForEachTechnique() throws IOException {
    Coverage coverage = coverage("a|b", "=cmd()");

    assertThat(CoverageTexts.markdown(coverage, NOW, "0.1.0"))
        .contains("2 policies, " + NOW + ", Tocsin 0.1.0: ")
        .contains("| T1611 | Escape to Host | covered | tocsin-system/a\\|b |");
    assertThat(CoverageTexts.csv(coverage))
        .startsWith("tactic,technique,name,coverage,policies,why not more\r\n")
        .contains("\"T1611\",\"Escape to Host\",\"covered\",\"tocsin-system/a|b\",\"\"\r\n");
  }
}
