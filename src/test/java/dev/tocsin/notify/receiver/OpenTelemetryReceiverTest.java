package dev.tocsin.notify.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.OpenTelemetryOutput;
import dev.tocsin.notify.format.SampleMessages;
import dev.tocsin.notify.reach.AnswerReader;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.SecretsTest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenTelemetryReceiverTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  @Test
  void anAlertIsARecordWithTheNamesOfTheConventions() throws Exception {
    HttpReceiver.HttpPost post = post(null);
    assertThat(post.url()).hasToString("http://collector.example:4318/v1/logs");
    assertThat(post.headers()).containsEntry("Content-Type", "application/x-protobuf");
    ExportLogsServiceRequest request = ExportLogsServiceRequest.parseFrom(post.body());
    assertThat(values(request.getResourceLogs(0).getResource().getAttributesList()))
        .containsEntry("service.name", "tocsin")
        .containsEntry("k8s.cluster.name", "prod");
    LogRecord log = only(request);
    assertThat(log.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_ERROR);
    assertThat(log.getSeverityText()).isEqualTo("High");
    assertThat(log.getEventName()).isEqualTo("dev.tocsin.alert.opened");
    assertThat(log.getTimeUnixNano()).isEqualTo(1_795_867_195_123_456_000L);
    assertThat(log.getObservedTimeUnixNano()).isEqualTo(1_795_867_200_000_000_000L);
    assertThat(log.getBody().getStringValue()).isEqualTo("bash ran in db-0");
    assertThat(values(log.getAttributesList()))
        .containsEntry("tocsin.id", "5f3c2d10-0000-4000-8000-000000000001-1")
        .containsEntry("security_rule.name", "shell-in-database")
        .containsEntry("k8s.namespace.name", "shop")
        .containsEntry("k8s.pod.name", "db-0")
        .containsEntry("k8s.node.name", "node-1")
        .containsEntry("container.image.name", "postgres:18")
        .containsEntry("process.command_line", "/usr/bin/bash -i")
        .containsEntry("process.pid", "4711");
  }

  @Test
  void theBodyMayBeAFinding() throws Exception {
    LogRecord log =
        only(ExportLogsServiceRequest.parseFrom(post(OpenTelemetryOutput.Body.OCSF).body()));
    assertThat(new ObjectMapper().readTree(log.getBody().getStringValue()).get("class_uid").asInt())
        .isEqualTo(2004);
  }

  @ParameterizedTest
  @CsvSource({
    "200, Accepted",
    "400, Refused",
    "401, Unhealthy",
    "404, Unhealthy",
    "408, Refused",
    "413, TooLarge",
    "429, Retry",
    "500, Refused",
    "501, Refused",
    "502, Retry",
    "503, Retry",
    "504, Retry"
  })
  void onlySomeAnswersMayBeTriedAgain(int status, String answer) {
    assertThat(meaning(status, new byte[0]).getClass().getSimpleName()).isEqualTo(answer);
  }

  @Test
  void aRejectedRecordIsNotSentAgain() {
    assertThat(meaning(200, partial(1))).isInstanceOf(ReceiverAnswer.Refused.class);
    assertThat(meaning(200, partial(0))).isEqualTo(ReceiverAnswer.ACCEPTED);
    assertThat(meaning(200, "not protobuf".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(ReceiverAnswer.ACCEPTED);
  }

  private static byte[] partial(int rejected) {
    return ExportLogsServiceResponse.newBuilder()
        .setPartialSuccess(
            ExportLogsPartialSuccess.newBuilder()
                .setRejectedLogRecords(rejected)
                .setErrorMessage("why"))
        .build()
        .toByteArray();
  }

  private static ReceiverAnswer meaning(int status, byte[] body) {
    return receiver(null).meaning(new AnswerReader.HttpAnswer(status, null, body), NOW);
  }

  private static HttpReceiver.HttpPost post(OpenTelemetryOutput.@Nullable Body body)
      throws Exception {
    return receiver(body).request(List.of(SampleMessages.opened()), NOW, false);
  }

  private static OpenTelemetryReceiver receiver(OpenTelemetryOutput.@Nullable Body body) {
    return new OpenTelemetryReceiver(
        new OpenTelemetryOutput("http://collector.example:4318/", null, body, null),
        SecretsTest.none());
  }

  private static LogRecord only(ExportLogsServiceRequest request) {
    assertThat(request.getResourceLogsCount()).isEqualTo(1);
    assertThat(request.getResourceLogs(0).getScopeLogsCount()).isEqualTo(1);
    assertThat(request.getResourceLogs(0).getScopeLogs(0).getLogRecordsCount()).isEqualTo(1);
    return request.getResourceLogs(0).getScopeLogs(0).getLogRecords(0);
  }

  private static Map<String, String> values(List<KeyValue> pairs) {
    return pairs.stream()
        .collect(Collectors.toMap(KeyValue::getKey, pair -> text(pair.getValue())));
  }

  private static String text(AnyValue value) {
    return value.hasIntValue() ? "" + value.getIntValue() : value.getStringValue();
  }
}
