package dev.tocsin.notify.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.AlertOutputSpec;
import dev.tocsin.api.v1alpha1.SyslogOutput;
import dev.tocsin.cluster.RsyslogProcess;
import dev.tocsin.notify.Lane;
import dev.tocsin.notify.LaneScene;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.format.SampleMessages;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.OutputTls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.source.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real rsyslog, with its usual limits, makes of what it is sent. */
class RealRsyslogTest {
  private static Certificates certificates;
  private final LaneScene scene = new LaneScene();
  private @TempDir Path folder;

  @BeforeAll
  static void issue(@TempDir Path folder) {
    certificates =
        Certificates.in(folder)
            .issue("receiver", "receiver.example")
            .issue("other", "other.example")
            .issue("sender", "sender.example");
  }

  private RsyslogProcess rsyslog(String name, String permitted) {
    return RsyslogProcess.tlsOrSkip(
        folder,
        certificates.authority(),
        certificates.certificate(name),
        certificates.key(name),
        permitted);
  }

  private SyslogDestination destination(
      SyslogOutput.Protocol protocol,
      SyslogOutput.Format format,
      int port,
      @Nullable String certificate)
      throws Exception {
    Secrets secrets = new Secrets(name -> pair(), scene.clock);
    return new SyslogDestination(
        new SyslogOutput("receiver.example", port, protocol, format, null),
        new HttpCalls.Settings(
            Duration.ofSeconds(5),
            OutputTls.of(
                new AlertOutputSpec.Tls(
                    Files.readString(certificates.authority()), null, certificate),
                secrets),
            AddressRule.unrestricted()),
        host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
        secrets,
        scene.clock);
  }

  private static Map<String, String> pair() {
    return Map.of(
        "tls.crt", encoded(certificates.certificate("sender")),
        "tls.key", encoded(certificates.key("sender")));
  }

  private static String encoded(Path file) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void overTlsAnAlertIsOpenedEscalatedAndClosedInThatOrder() throws Exception {
    try (RsyslogProcess rsyslog = rsyslog("receiver", "");
        SyslogDestination destination =
            destination(
                SyslogOutput.Protocol.TLS, SyslogOutput.Format.JSON, rsyslog.port(), null)) {
      Lane lane = scene.lane(destination);
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofSeconds(5));
      lane.changed(scene.alert("a", 1, 12, false));
      scene.run(lane, Duration.ofSeconds(5));
      lane.changed(scene.alert("a", 2, 12, true));
      scene.run(lane, Duration.ofSeconds(5));
      await().until(() -> rsyslog.messages().size() == 3);

      assertThat(rsyslog.messages())
          .extracting(each -> each.get("msgid").asText())
          .containsExactly("Opened", "Escalated", "Closed");
      JsonNode first = rsyslog.messages().getFirst();
      assertThat(first.get("syslogfacility").asInt()).isEqualTo(13);
      assertThat(first.get("syslogseverity").asInt()).isEqualTo(3);
      assertThat(first.get("hostname").asText()).isEqualTo("node-1");
      assertThat(first.get("app-name").asText()).isEqualTo("tocsin");
      assertThat(first.get("protocol-version").asText()).isEqualTo("1");
      assertThat(first.get("timereported").asText()).startsWith("2026-11-28T12:00:0");
      assertThat(first.get("structured-data").asText())
          .startsWith("[tocsin@32473 id=\"uid-a-1\" alert=\"shop/a\" ");
      assertThat(new ObjectMapper().readTree(first.get("msg").asText()).get("kind").asText())
          .isEqualTo("SecurityAlert");
    }
  }

  /** Neither is cut by its limit of 8 KiB, nor taken apart, nor has rsyslog anything to escape. */
  @Test
  void whatAttackersWriteAndWhatIsLongArrivesWhole() throws Exception {
    List<Message> sent = List.of(SampleMessages.hostile(), SampleMessages.longest());
    try (RsyslogProcess rsyslog = rsyslog("receiver", "")) {
      for (SyslogOutput.Format format :
          List.of(SyslogOutput.Format.JSON, SyslogOutput.Format.CEF)) {
        try (SyslogDestination destination =
            destination(SyslogOutput.Protocol.TLS, format, rsyslog.port(), null)) {
          assertThat(destination.deliver(sent, false)).isEqualTo(ReceiverAnswer.ACCEPTED);
        }
      }
      await().until(() -> rsyslog.messages().size() == 4);
      List<JsonNode> json = new ArrayList<>();
      List<String> cef = new ArrayList<>();
      for (JsonNode each : rsyslog.messages()) {
        String text = each.get("msg").asText();
        assertThat(each.get("structured-data").asText()).endsWith("severity=\"High\"]");
        if (text.startsWith("{")) {
          json.add(new ObjectMapper().readTree(text));
        } else {
          cef.add(text);
        }
      }
      assertThat(json).hasSize(2);
      assertThat(json)
          .extracting(each -> each.at("/spec/message").asText())
          .contains(SampleMessages.HOSTILE);
      assertThat(cef)
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).startsWith("CEF:0|").doesNotContain("\n", "#012"));
    }
  }

  @Test
  void aCertificateForAnotherNameIsSentNothing() throws Exception {
    try (RsyslogProcess rsyslog = rsyslog("other", "");
        SyslogDestination destination =
            destination(
                SyslogOutput.Protocol.TLS, SyslogOutput.Format.JSON, rsyslog.port(), null)) {
      Lane lane = scene.lane(destination);
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofMinutes(1));
      assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.RETRYING);
      assertThat(scene.progress.state().message()).startsWith("TLS: ");
      assertThat(rsyslog.messages()).isEmpty();
    }
  }

  @Test
  void oneThatWantsACertificateTakesNothingWithout() throws Exception {
    try (RsyslogProcess rsyslog = rsyslog("receiver", "sender.example")) {
      try (SyslogDestination without =
          destination(SyslogOutput.Protocol.TLS, SyslogOutput.Format.JSON, rsyslog.port(), null)) {
        Lane lane = scene.lane(without);
        lane.changed(scene.alert("a", 1, 1, false));
        scene.run(lane, Duration.ofSeconds(30));
        assertThat(scene.progress.delivered()).isZero();
        assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.RETRYING);
      }
      try (SyslogDestination with =
          destination(
              SyslogOutput.Protocol.TLS, SyslogOutput.Format.JSON, rsyslog.port(), "client")) {
        Lane lane = scene.lane(with);
        scene.run(lane, Duration.ofMinutes(5));
        await().until(() -> rsyslog.messages().size() == 1);
        assertThat(scene.progress.delivered()).isEqualTo(1);
      }
    }
  }

  /** What it had taken and not written is sent again, under the same id. */
  @Test
  void killedAndBackItHasAllOfIt() throws Exception {
    try (RsyslogProcess rsyslog = RsyslogProcess.tcpOrSkip(folder);
        SyslogDestination destination =
            destination(
                SyslogOutput.Protocol.TCP, SyslogOutput.Format.JSON, rsyslog.port(), null)) {
      Lane lane = scene.lane(destination);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        lane.changed(scene.alert("a" + i, 1, 1, false));
        ids.add("uid-a" + i + "-1");
        if (i == 10) {
          scene.run(lane, Duration.ofSeconds(1));
          rsyslog.kill();
        }
        scene.run(lane, Duration.ofSeconds(1));
      }
      rsyslog.startAgain();
      scene.run(lane, Duration.ofMinutes(10));
      await()
          .untilAsserted(
              () ->
                  assertThat(rsyslog.messages())
                      .extracting(each -> id(each.get("structured-data").asText()))
                      .containsAll(ids));
      assertThat(scene.progress.refused()).isZero();
    }
  }

  private static String id(String data) {
    return data.replaceFirst(".* id=\"", "").replaceFirst("\".*", "");
  }
}
