package dev.tocsin.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.attack.AttackCatalog;
import dev.tocsin.attack.Tactic;
import dev.tocsin.attack.Technique;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class CoverageTest {
  private static final AttackCatalog CATALOG = AttackCatalog.read();

  private static DetectionPolicy policy(String name, String technique, String mode, String status) {
    String text =
        """
        metadata: {name: %s, namespace: tocsin-system}
        spec: {title: T, severity: High, mode: %s, events: [ProcessExec], match: "true",
               mitreAttack: [{technique: %s}]}
        %s
        """
            .formatted(name, mode, technique, status.isEmpty() ? "" : "status: " + status);
    try {
      return new YAMLMapper().readValue(text, DetectionPolicy.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final String SEEING =
      "{scope: Cluster, nodes: {desired: 3, loaded: 3, blind: 0},"
          + " conditions: [{type: DataAvailable, status: 'True'}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Active   | {scope: Cluster, nodes: {desired: 3, loaded: 3, blind: 0}, conditions: [{type: DataAvailable, status: 'True'}]} | COVERED |
          Active   | {scope: Namespace, nodes: {desired: 3, loaded: 3, blind: 0}} | PARTLY | in namespace tocsin-system only
          Active   | {scope: Cluster, nodes: {desired: 5, loaded: 5, blind: 2, blindExamples: [{node: n1, reason: no tocsin-files}]}} | PARTLY | sees on 3 of 5 nodes: n1: no tocsin-files
          Active   | {scope: Cluster, nodes: {desired: 3, loaded: 1, blind: 0}} | PARTLY | sees on 1 of 3 nodes: not loaded on 2
          Active   | {scope: Cluster, nodes: {desired: 3, loaded: 3, blind: 3, blindExamples: [{node: n1, reason: no tocsin-files}]}} | BLIND | sees on no node: n1: no tocsin-files
          Active   | {scope: Cluster, nodes: {desired: 3, loaded: 3, blind: 0}, conditions: [{type: DataAvailable, status: Unknown}]} | UNKNOWN | whether it has its data is not known
          Active   | {scope: Cluster, nodes: {desired: 0, loaded: 0, blind: 0}} | UNKNOWN | no node has reported
          Active   | {scope: Cluster, conditions: [{type: Accepted, status: 'False'}]} | BLIND | not accepted
          Active   | `` | UNKNOWN | no operator has looked at it
          Shadow   | {scope: Cluster, nodes: {desired: 3, loaded: 3, blind: 0}} | SHADOW | shadow: no alerts
          Shadow   | {scope: Cluster, nodes: {desired: 3, loaded: 3, blind: 3, blindExamples: [{node: n1, reason: r}]}} | BLIND | sees on no node: n1: r
          Disabled | {scope: Cluster, nodes: {desired: 3, loaded: 3, blind: 0}} | BLIND | disabled
          """)
  void whatAPolicySeesIsWhatItsStatusSays(String mode, String status, Sight sight, String note) {
    PolicySight seen = PolicySight.inCluster(policy("p", "T1611", mode, status));

    assertThat(seen.sight()).isEqualTo(sight);
    assertThat(seen.note()).isEqualTo(note == null ? "" : note);
  }

  @Test
  void aTechniqueIsCoveredWhenAllOfItsPoliciesSee() {
    Coverage all =
        coverage(policy("a", "T1611", "Active", SEEING), policy("b", "T1611", "Active", SEEING));
    assertThat(cell(all, "T1611").sight()).isEqualTo(Sight.COVERED);
    assertThat(cell(all, "T1611").note()).isEmpty();

    Coverage coverage =
        coverage(
            policy("blind", "T1611", "Disabled", SEEING),
            policy("good", "T1611", "Active", SEEING),
            policy("new", "T1046", "Active", ""));

    Coverage.Cell escape = cell(coverage, "T1611");
    assertThat(escape.sight()).isEqualTo(Sight.PARTLY);
    assertThat(escape.note()).isEqualTo("tocsin-system/blind: disabled");
    assertThat(escape.policies())
        .extracting(PolicySight::name)
        .containsExactly("tocsin-system/good", "tocsin-system/blind");
    assertThat(cell(coverage, "T1046").sight()).isEqualTo(Sight.UNKNOWN);
    assertThat(cell(coverage, "T1613").sight()).isEqualTo(Sight.NONE);
  }

  @Test
  void aPartCountsForItsTechniqueAndNotTheOtherWayRound() {
    Coverage parts = coverage(policy("p", "T1552.004", "Active", SEEING));
    assertThat(cell(parts, "T1552").sight()).isEqualTo(Sight.COVERED);
    assertThat(cell(parts, "T1552.001").sight()).isEqualTo(Sight.NONE);

    Coverage whole = coverage(policy("p", "T1552", "Active", SEEING));
    assertThat(cell(whole, "T1552.001").sight()).isEqualTo(Sight.NONE);
  }

  @Test
  void theMatrixHasEachTechniqueInEachOfItsTacticsAndCountsItOnce() {
    Coverage coverage = coverage(policy("p", "T1078", "Active", SEEING));

    assertThat(coverage.columns())
        .extracting(Coverage.Column::tactic)
        .extracting(Tactic::key)
        .containsExactly(
            "InitialAccess",
            "Execution",
            "Persistence",
            "PrivilegeEscalation",
            "DefenseEvasion",
            "CredentialAccess",
            "Discovery",
            "LateralMovement",
            "Impact");
    assertThat(coverage.columns())
        .filteredOn(
            column ->
                column.cells().stream().anyMatch(each -> each.technique().id().equals("T1078")))
        .hasSize(4);
    assertThat(coverage.summary()).isEqualTo("1 covered, 47 not covered of 48 techniques");
    Set<String> ids = new HashSet<>();
    coverage
        .columns()
        .forEach(column -> column.cells().forEach(each -> ids.add(each.technique().id())));
    assertThat(ids)
        .isEqualTo(
            Set.copyOf(
                CATALOG.inForce().stream()
                    .filter(Technique::inContainers)
                    .map(Technique::id)
                    .toList()));
  }

  @Test
  void ofFilesNothingIsKnownOfNodes() {
    assertThat(PolicySight.inFile(policy("p", "T1611", "Active", SEEING), "tocsin-system").sight())
        .isEqualTo(Sight.UNKNOWN);
    assertThat(PolicySight.inFile(policy("p", "T1611", "Shadow", ""), "tocsin-system").sight())
        .isEqualTo(Sight.SHADOW);
    assertThat(PolicySight.inFile(policy("p", "T1611", "Active", ""), "elsewhere").note())
        .isEqualTo("in namespace tocsin-system only");
  }

  @Test
  void thePictureSaysInWordsWhatItShows() throws Exception {
    String svg =
        CoverageSvg.of(
            Coverage.of(
                CATALOG,
                "3 policies of <dir> & \"more\"",
                List.of(
                    PolicySight.inCluster(policy("good", "T1611", "Active", SEEING)),
                    PolicySight.inCluster(
                        policy(
                            "half",
                            "T1046",
                            "Active",
                            "{nodes: {desired: 5, loaded: 5, blind: 2, blindExamples: [{node: n<1>,"
                                + " reason: 'a & b'}]}}")),
                    PolicySight.inCluster(policy("quiet", "T1525", "Shadow", SEEING)))));

    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertThat(root.getAttribute("role")).isEqualTo("img");
    assertThat(root.getAttribute("aria-labelledby")).isEqualTo("title desc");
    assertThat(root.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("ATT&CK for containers: what 3 policies of <dir> & \"more\" see");
    assertThat(root.getElementsByTagName("desc").item(0).getTextContent())
        .isEqualTo("1 covered, 1 partly, 1 shadow, 45 not covered of 48 techniques.");
    NodeList boxes = root.getElementsByTagName("g");
    assertThat(svg)
        .contains("T1611 · covered, 1", "T1046 · blind on 2 of 5", "T1525 · shadow, 1")
        .contains("tocsin-system/half: partly, sees on 3 of 5 nodes: n&lt;1&gt;: a &amp; b");
    int cells = coverage().columns().stream().mapToInt(each -> each.cells().size()).sum();
    assertThat(boxes.getLength()).isEqualTo(cells);
    // no box lies on another, and none outside
    Set<String> places = new HashSet<>();
    NodeList rectangles = root.getElementsByTagName("rect");
    double width = Double.parseDouble(root.getAttribute("width"));
    for (int i = 0; i < rectangles.getLength(); i++) {
      Element each = (Element) rectangles.item(i);
      if (each.hasAttribute("x")) {
        assertThat(places.add(each.getAttribute("x") + "," + each.getAttribute("y"))).isTrue();
        assertThat(
                Double.parseDouble(each.getAttribute("x"))
                    + Double.parseDouble(each.getAttribute("width")))
            .isLessThan(width);
      }
    }
  }

  @Test
  void programsGetJson() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(CoverageJson.of(coverage(policy("good", "T1190", "Active", SEEING))));

    assertThat(json.at("/techniques/covered").asInt()).isEqualTo(1);
    assertThat(json.at("/tactics/0/name").asText()).isEqualTo("Initial Access");
    JsonNode exploit =
        json.at("/tactics/0/techniques/" + (json.at("/tactics/0/techniques").size() - 1));
    assertThat(exploit.path("id").asText()).isEqualTo("T1190");
    assertThat(exploit.at("/policies/0/seeing").asInt()).isEqualTo(3);
  }

  private static Coverage coverage(DetectionPolicy... policies) {
    return Coverage.of(
        CATALOG,
        policies.length + " policies",
        List.of(policies).stream().map(PolicySight::inCluster).toList());
  }

  private static Coverage.Cell cell(Coverage coverage, String id) {
    return coverage.columns().stream()
        .flatMap(column -> column.cells().stream())
        .filter(each -> each.technique().id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
