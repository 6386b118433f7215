package dev.tocsin.notify.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.api.v1alpha1.AlertOutputSpec;
import dev.tocsin.api.v1alpha1.SyslogOutput;
import dev.tocsin.notify.FakeSyslog;
import dev.tocsin.notify.Lane;
import dev.tocsin.notify.LaneScene;
import dev.tocsin.notify.ServerIdentity;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.OutputTls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.SecretsTest;
import dev.tocsin.source.Certificates;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts reach a receiver of syslog, which says nothing, and may be away, lose or hang. */
class SyslogDestinationTest {
  private static Certificates certificates;
  private final LaneScene scene = new LaneScene();

  @BeforeAll
  static void issue(@TempDir Path folder) {
    certificates =
        Certificates.in(folder)
            .issue("receiver", "receiver.example")
            .issue("other", "other.example");
  }

  private SyslogDestination destination(
      SyslogOutput.Protocol protocol, int port, AddressRule addresses) throws Exception {
    return new SyslogDestination(
        new SyslogOutput("receiver.example", port, protocol, null, null),
        new HttpCalls.Settings(
            Duration.ofSeconds(1),
            OutputTls.of(
                new AlertOutputSpec.Tls(Files.readString(certificates.authority()), null, null),
                SecretsTest.none()),
            addresses),
        host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
        SecretsTest.none(),
        scene.clock);
  }

  private Lane lane(SyslogOutput.Protocol protocol, int port) throws Exception {
    return scene.lane(destination(protocol, port, AddressRule.unrestricted()));
  }

  @Test
  void overTlsAnAlertIsOpenedEscalatedAndClosedInThatOrder() throws Exception {
    try (FakeSyslog syslog =
        FakeSyslog.start(ServerIdentity.context(certificates, "receiver"), false)) {
      Lane lane = lane(SyslogOutput.Protocol.TLS, syslog.port());
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofSeconds(5));
      lane.changed(scene.alert("a", 1, 12, false));
      scene.run(lane, Duration.ofSeconds(5));
      lane.changed(scene.alert("a", 2, 12, true));
      scene.run(lane, Duration.ofSeconds(5));
      await().until(() -> syslog.received.size() == 3);

      assertThat(syslog.received)
          .extracting(FakeSyslog.Line::id)
          .containsExactly("Opened", "Escalated", "Closed");
      FakeSyslog.Line first = syslog.received.getFirst();
      assertThat(first.priority()).isEqualTo(13 * 8 + 3);
      assertThat(first.host()).isEqualTo("node-1");
      assertThat(first.data())
          .startsWith("tocsin@32473 id=\"uid-a-1\" alert=\"shop/a\" ")
          .endsWith("policy=\"tocsin-system/shell-in-pod\" severity=\"High\"");
      assertThat(new ObjectMapper().readTree(first.text()).get("kind").asText())
          .isEqualTo("SecurityAlert");
      assertThat(syslog.connections).hasValue(1);
      assertThat(syslog.violations).isEmpty();
      lane.close();
    }
  }

  @Test
  void aCertificateForAnotherNameIsSentNothing() throws Exception {
    try (FakeSyslog syslog =
        FakeSyslog.start(ServerIdentity.context(certificates, "other"), false)) {
      Lane lane = lane(SyslogOutput.Protocol.TLS, syslog.port());
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofMinutes(1));
      assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.RETRYING);
      assertThat(scene.progress.state().message()).startsWith("TLS: ");
      assertThat(syslog.received).isEmpty();
      lane.close();
    }
  }

  /** In TLS 1.3 writing works until the refusal is read. */
  @Test
  void aReceiverThatWantsACertificateHasTakenNothing() throws Exception {
    try (FakeSyslog syslog =
        FakeSyslog.start(ServerIdentity.context(certificates, "receiver"), true)) {
      Lane lane = lane(SyslogOutput.Protocol.TLS, syslog.port());
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofMinutes(1));
      assertThat(scene.progress.delivered()).isZero();
      assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.RETRYING);
      lane.close();
    }
  }

  @Test
  void oneThatIsAwayIsSentAllOnceItIsBack() throws Exception {
    FakeSyslog gone = FakeSyslog.start(0);
    int port = gone.port();
    gone.close();
    Lane lane = lane(SyslogOutput.Protocol.TCP, port);
    lane.changed(scene.alert("a", 1, 1, false));
    scene.run(lane, Duration.ofDays(3));
    assertThat(scene.progress.state().message()).isEqualTo("no connection to the receiver");
    try (FakeSyslog back = FakeSyslog.start(port)) {
      scene.run(lane, Duration.ofMinutes(10));
      await().until(() -> back.received.size() == 1);
      assertThat(scene.stored("a").revision()).isEqualTo(1);
      lane.close();
    }
  }

  /** It was in the buffers of a connection that broke: nobody says so. */
  @Test
  void whatMayBeLostIsSentAgainOnTheNextConnection() throws Exception {
    try (FakeSyslog syslog = FakeSyslog.start(0)) {
      syslog.loses.set(2);
      Lane lane = lane(SyslogOutput.Protocol.TCP, syslog.port());
      lane.changed(scene.alert("a", 1, 1, false));
      lane.changed(scene.alert("b", 1, 1, false));
      scene.run(lane, Duration.ofSeconds(5));
      await().until(() -> syslog.loses.get() == 0);
      String[] next = {"c", "d", "e", "f", "g", "h"};
      int[] sent = {0};
      await()
          .until(
              () -> {
                // the end of a connection is seen some time after it
                lane.changed(scene.alert(next[sent[0]++ % next.length] + sent[0], 1, 1, false));
                scene.run(lane, Duration.ofSeconds(5));
                return syslog.connections.get() == 2
                    && syslog.received.stream()
                        .map(FakeSyslog.Line::data)
                        .anyMatch(data -> data.contains("id=\"uid-b-1\""));
              });
      assertThat(syslog.received.stream().map(FakeSyslog.Line::data))
          .anyMatch(data -> data.contains("id=\"uid-a-1\""));
      assertThat(scene.progress.refused()).isZero();
      assertThat(syslog.violations).isEmpty();
      lane.close();
    }
  }

  @Test
  void oneThatReadsNothingHoldsUpNobodyForLong() throws Exception {
    try (FakeSyslog syslog = FakeSyslog.start(0)) {
      syslog.reads = false;
      try (SyslogStream stream =
          new SyslogStream(
              new SyslogConnector(
                  "receiver.example",
                  syslog.port(),
                  false,
                  new HttpCalls.Settings(
                      Duration.ofSeconds(1), LaneScene.usualTls(), AddressRule.unrestricted()),
                  syslog.resolver()),
              Duration.ofSeconds(1),
              scene.clock)) {
        byte[] large = new byte[32 * 1024 * 1024]; // more than any buffer
        Arrays.fill(large, (byte) 'a');
        assertThat(stream.send(List.of(large)))
            .isEqualTo(new ReceiverAnswer.Retry("the receiver did not take it within 1 s", null));
      }
    }
  }

  @Test
  void overUdpAMessageIsADatagram() throws Exception {
    try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      receiver.setSoTimeout(10_000);
      Lane lane = lane(SyslogOutput.Protocol.UDP, receiver.getLocalPort());
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofSeconds(5));
      DatagramPacket packet = new DatagramPacket(new byte[65_507], 65_507);
      receiver.receive(packet);
      FakeSyslog.Line line =
          FakeSyslog.Line.of(Arrays.copyOf(packet.getData(), packet.getLength()));
      assertThat(line.data()).contains("id=\"uid-a-1\"");
      lane.close();
    }
  }

  @Test
  void aTenantReachesNoLoopback() throws Exception {
    try (FakeSyslog syslog = FakeSyslog.start(0)) {
      for (SyslogOutput.Protocol protocol :
          List.of(SyslogOutput.Protocol.TCP, SyslogOutput.Protocol.UDP)) {
        Lane lane =
            scene.lane(
                destination(protocol, syslog.port(), new AddressRule(true, Set.of(), Set.of())));
        lane.changed(scene.alert("a-" + protocol, 1, 1, false));
        scene.run(lane, Duration.ofMinutes(1));
        assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.ADDRESS_FORBIDDEN);
        lane.close();
      }
      assertThat(syslog.connections).hasValue(0);
    }
  }
}
