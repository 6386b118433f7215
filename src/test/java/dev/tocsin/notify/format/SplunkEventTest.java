package dev.tocsin.notify.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SplunkEventTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00.123Z");

  /** Those that Splunk's test kit for add-ons requires of Alerts. */
  private static final List<String> ALERTS =
      List.of(
          "app",
          "description",
          "dest",
          "id",
          "severity",
          "signature",
          "signature_id",
          "src",
          "type",
          "user");

  /** Those that it requires of Endpoint.Processes. */
  private static final List<String> PROCESSES =
      List.of(
          "action",
          "dest",
          "parent_process",
          "parent_process_id",
          "parent_process_name",
          "parent_process_path",
          "process",
          "process_id",
          "process_name",
          "process_path",
          "user",
          "vendor_product");

  @Test
  void anAlertHasTheFieldsOfTheDataModels() {
    ObjectNode event = SplunkEvent.cim(SampleMessages.opened(), "k8s_alerts", NOW);
    assertThat(event.get("time").decimalValue().toPlainString()).isEqualTo("1795867195.123");
    assertThat(event.get("host").asText()).isEqualTo("node-1");
    JsonNode fields = event.get("event");
    assertThat(fields.propertyStream().map(Map.Entry::getKey))
        .containsAll(ALERTS)
        .containsAll(PROCESSES);
    assertThat(fields.get("severity").asText()).isEqualTo("high");
    assertThat(fields.get("dest").asText()).isEqualTo("db-0");
    assertThat(fields.get("process").asText()).isEqualTo("/usr/bin/bash -i");
    assertThat(fields.get("user").asText()).isEqualTo("postgres");
    assertThat(event.at("/fields/mitre_technique_id/0").asText()).isEqualTo("T1059.004");
  }

  @Test
  void anOpeningMakesRiskAndAClosingDoesNot() {
    JsonNode opened = SplunkEvent.cim(SampleMessages.opened(), null, NOW).get("event");
    assertThat(opened.get("risk_object").asText()).isEqualTo("db-0");
    assertThat(opened.get("risk_object_type").asText()).isEqualTo("system");
    assertThat(opened.get("risk_score").asInt()).isEqualTo(60);
    assertThat(opened.get("threat_object").asText()).isEqualTo("bash");
    assertThat(opened.get("threat_object_type").asText()).isEqualTo("process_name");
    JsonNode closed = SplunkEvent.cim(SampleMessages.closed(), null, NOW).get("event");
    assertThat(closed.has("risk_score")).isFalse();
    assertThat(SplunkEvent.cim(SampleMessages.closed(), null, NOW).get("time").decimalValue())
        .isEqualTo("1795867200.123");
    assertThat(closed.get("status").asText()).isEqualTo("Closed");
  }

  /** Of a longer one Splunk would index half a document. */
  @Test
  void theLongestIsNotCutBySplunk() {
    assertThat(
            SplunkEvent.cim(SampleMessages.longest(), null, NOW)
                .toString()
                .getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(10_000);
    assertThat(
            SplunkEvent.ocsf(SampleMessages.longest(), null, NOW)
                .toString()
                .getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(10_000);
  }
}
