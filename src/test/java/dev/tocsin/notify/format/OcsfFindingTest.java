package dev.tocsin.notify.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is sent as OCSF is valid by the schema that its authors publish, which knows no extras. */
class OcsfFindingTest {
  private static Schema schema;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            OcsfFindingTest.class.getResourceAsStream("ocsf-1.5.0-detection-finding.json"))) {
      schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static void assertValid(ObjectNode finding) {
    assertThat(schema.validate(finding.toString(), InputFormat.JSON)).isEmpty();
  }

  @Test
  void anAlertIsAValidFinding() {
    ObjectNode finding = OcsfFinding.of(SampleMessages.opened());
    assertValid(finding);
    assertThat(finding.get("type_uid").asInt()).isEqualTo(200401);
    assertThat(finding.get("severity_id").asInt()).isEqualTo(4);
    assertThat(finding.at("/finding_info/uid").asText())
        .isEqualTo("5f3c2d10-0000-4000-8000-000000000001");
    assertThat(finding.at("/metadata/uid").asText())
        .isEqualTo("5f3c2d10-0000-4000-8000-000000000001-1");
    assertThat(finding.at("/finding_info/attacks/0/technique/name").asText())
        .isEqualTo("Command and Scripting Interpreter");
    assertThat(finding.at("/finding_info/attacks/0/sub_technique/uid").asText())
        .isEqualTo("T1059.004");
    assertThat(finding.at("/finding_info/attacks/0/tactic/uid").asText()).isEqualTo("TA0002");
    JsonNode evidence = finding.at("/evidences/0");
    assertThat(evidence.at("/process/cmd_line").asText()).isEqualTo("/usr/bin/bash -i");
    assertThat(evidence.at("/process/parent_process/name").asText()).isEqualTo("postgres");
    assertThat(evidence.at("/dst_endpoint/port").asInt()).isEqualTo(4444);
    assertThat(evidence.at("/file/path").asText()).isEqualTo("/etc/shadow");
  }

  @Test
  void aClosedAlertClosesTheSameFinding() {
    ObjectNode finding = OcsfFinding.of(SampleMessages.closed());
    assertValid(finding);
    assertThat(finding.get("activity_id").asInt()).isEqualTo(3);
    assertThat(finding.get("status_id").asInt()).isEqualTo(4);
    assertThat(finding.at("/finding_info/uid"))
        .isEqualTo(OcsfFinding.of(SampleMessages.opened()).at("/finding_info/uid"));
  }

  @Test
  void anAlertWithoutFactsIsAValidFinding() {
    Message whole = SampleMessages.opened();
    assertValid(OcsfFinding.of(whole.brief()));
    assertValid(
        OcsfFinding.of(
            new Message(
                whole.uid(),
                whole.namespace(),
                whole.name(),
                whole.transition(),
                whole.revision(),
                whole.view(),
                MissingNode.getInstance())));
  }

  @Test
  void theSchemaRefusesWhatItDoesNotKnow() {
    ObjectNode finding = OcsfFinding.of(SampleMessages.opened()).put("own", 1);
    assertThat(schema.validate(finding.toString(), InputFormat.JSON)).isNotEmpty();
  }
}
