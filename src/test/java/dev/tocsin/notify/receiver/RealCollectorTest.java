package dev.tocsin.notify.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.AlertOutputSpec;
import dev.tocsin.api.v1alpha1.OpenTelemetryOutput;
import dev.tocsin.api.v1alpha1.OpenTelemetryOutput.Protocol;
import dev.tocsin.cluster.CollectorProcess;
import dev.tocsin.notify.Lane;
import dev.tocsin.notify.LaneScene;
import dev.tocsin.notify.format.SampleMessages;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.OutputTls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.SecretsTest;
import dev.tocsin.source.Certificates;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the receiver of a real OpenTelemetry Collector makes of what it is sent, over TLS. */
class RealCollectorTest {
  private static Certificates certificates;
  private final LaneScene scene = new LaneScene();

  @BeforeAll
  static void issue(@TempDir Path folder) {
    certificates =
        Certificates.in(folder)
            .issue("receiver", "receiver.example")
            .issue("other", "other.example");
  }

  private static CollectorProcess collector(String name) {
    return CollectorProcess.startOrSkip(certificates.certificate(name), certificates.key(name));
  }

  private Destination destination(CollectorProcess collector, Protocol protocol) throws Exception {
    int port = protocol == Protocol.GRPC ? collector.grpcPort() : collector.httpPort();
    OpenTelemetryOutput settings =
        new OpenTelemetryOutput("https://receiver.example:" + port, null, null, protocol);
    HttpCalls.Settings connection =
        new HttpCalls.Settings(
            Duration.ofSeconds(5),
            OutputTls.of(
                new AlertOutputSpec.Tls(Files.readString(certificates.authority()), null, null),
                SecretsTest.none()),
            AddressRule.unrestricted());
    HttpCalls.Resolver resolver = host -> new InetAddress[] {InetAddress.getLoopbackAddress()};
    return protocol == Protocol.GRPC
        ? new OpenTelemetryGrpc(settings, connection, resolver, SecretsTest.none(), scene.clock)
        : new HttpDestination(
            new OpenTelemetryReceiver(settings, SecretsTest.none()),
            new HttpCalls(connection, resolver, scene.clock),
            SecretsTest.none(),
            scene.clock);
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "GRPC"})
  void anAlertIsOpenedEscalatedAndClosedInThatOrder(Protocol protocol) throws Exception {
    try (CollectorProcess collector = collector("receiver");
        Destination destination = destination(collector, protocol)) {
      Lane lane = scene.lane(destination);
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofSeconds(5));
      lane.changed(scene.alert("a", 1, 12, false));
      scene.run(lane, Duration.ofSeconds(5));
      lane.changed(scene.alert("a", 2, 12, true));
      scene.run(lane, Duration.ofSeconds(5));
      await().until(() -> collector.taken().size() == 3);

      List<JsonNode> records = collector.taken().stream().map(RealCollectorTest::record).toList();
      assertThat(records)
          .extracting(each -> each.get("eventName").asText())
          .containsExactly(
              "dev.tocsin.alert.opened", "dev.tocsin.alert.escalated", "dev.tocsin.alert.closed");
      JsonNode first = records.getFirst();
      assertThat(first.get("severityNumber").asInt()).isEqualTo(17);
      assertThat(first.get("severityText").asText()).isEqualTo("High");
      assertThat(first.get("timeUnixNano").asText()).isEqualTo("1795867195000000000");
      assertThat(first.at("/body/stringValue").asText())
          .isEqualTo("bash ran in web-1 & said <!channel>");
      assertThat(attribute(first, "tocsin.id")).isEqualTo("uid-a-1");
      assertThat(attribute(first, "security_rule.name")).isEqualTo("shell-in-pod");
      assertThat(attribute(records.getLast(), "tocsin.alert.name")).isEqualTo("shop/a");
      assertThat(scene.progress.delivered()).isEqualTo(3);
      assertThat(scene.progress.refused()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "GRPC"})
  void whatAttackersWriteArrivesAsItIs(Protocol protocol) throws Exception {
    try (CollectorProcess collector = collector("receiver");
        Destination destination = destination(collector, protocol)) {
      assertThat(destination.deliver(List.of(SampleMessages.hostile()), false))
          .isEqualTo(ReceiverAnswer.ACCEPTED);
      await().until(() -> collector.taken().size() == 1);
      JsonNode record = record(collector.taken().getFirst());
      assertThat(record.at("/body/stringValue").asText()).isEqualTo(SampleMessages.HOSTILE);
      assertThat(attribute(record, "process.command_line"))
          .isEqualTo("/usr/bin/bash " + SampleMessages.HOSTILE);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "GRPC"})
  void aCertificateForAnotherNameIsSentNothing(Protocol protocol) throws Exception {
    try (CollectorProcess collector = collector("other");
        Destination destination = destination(collector, protocol)) {
      Lane lane = scene.lane(destination);
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofMinutes(1));
      assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.RETRYING);
      assertThat(scene.progress.state().message()).startsWith("TLS: No subject alternative");
      assertThat(collector.taken()).isEmpty();
    }
  }

  private static JsonNode record(String request) {
    try {
      JsonNode resources = new ObjectMapper().readTree(request).get("resourceLogs");
      assertThat(resources).hasSize(1);
      assertThat(resources.at("/0/resource/attributes/0/value/stringValue").asText())
          .isEqualTo("tocsin");
      assertThat(resources.at("/0/scopeLogs/0/logRecords")).hasSize(1);
      return resources.at("/0/scopeLogs/0/logRecords/0");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(request, e);
    }
  }

  private static String attribute(JsonNode record, String name) {
    return StreamSupport.stream(record.get("attributes").spliterator(), false)
        .filter(each -> each.get("key").asText().equals(name))
        .map(each -> each.at("/value/stringValue").asText())
        .findFirst()
        .orElseThrow();
  }
}
