package dev.tocsin.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.Redaction;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.inventory.WaitingRoom;
import dev.tocsin.library.ShippedInput;
import dev.tocsin.pipeline.EventLoop;
import dev.tocsin.pipeline.Pipeline;
import dev.tocsin.pipeline.SyslogListeners;
import dev.tocsin.source.EventQueue;
import dev.tocsin.source.syslog.SyslogAddress;
import dev.tocsin.source.sysmon.Records;
import dev.tocsin.telemetry.Health;
import dev.tocsin.telemetry.Meters;
import dev.tocsin.telemetry.TelemetryServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From the sockets of syslog through queue, pipeline and the shipped policies, as in run. */
class SyslogListenersTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T10:00:30Z"));

  private final EventQueue queue = new EventQueue(1024, 1 << 20);
  private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();
  private final Queue<Attribution> places = new ConcurrentLinkedQueue<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> losses = new ConcurrentHashMap<>();
  private final SyslogListeners listeners =
      new SyslogListeners(
          List.of(SyslogAddress.parse("tcp://:0"), SyslogAddress.parse("udp://:0")),
          queue,
          (node, events) -> losses.merge(node, events, Long::sum));
  private final Meters meters = new Meters();
  private final TelemetryServer server = serve(meters);
  private final Pipeline pipeline = pipeline();
  private final EventLoop loop =
      new EventLoop(
          queue,
          pipeline,
          List.of(),
          (now, eventsWait) -> {},
          event -> listeners.reportLosses(),
          failures::add);

  private Pipeline pipeline() {
    Engine engine = new Engine(CLOCK, Redaction.defaults(), findings::add);
    engine.install(ShippedInput.policies(Path.of("config/policies")));
    return new Pipeline(
        new Inventory(CLOCK),
        WaitingRoom.Limits.DEFAULT,
        (Event event, Attribution where) -> {
          places.add(where);
          engine.evaluate(event, where);
        });
  }

  @BeforeEach
  void start() throws IOException {
    Instruments instruments = new Instruments(meters);
    instruments.syslog(listeners);
    listeners.start();
  }

  @AfterEach
  void close() {
    listeners.close();
    loop.close();
    server.close();
    meters.close();
  }

  private static TelemetryServer serve(Meters meters) {
    try {
      return TelemetryServer.start(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), meters, new Health());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String page() {
    URI metrics = URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics");
    try (InputStream page = metrics.toURL().openStream()) {
      return new String(page.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatHostsSendFiresThePoliciesThatSeeHosts() throws IOException {
    loop.start();
    try (Socket socket = new Socket("127.0.0.1", port("tcp"))) {
      socket
          .getOutputStream()
          .write(Files.readAllBytes(Path.of("src/test/resources/events/sysmon/messages.log")));
    }
    sendDatagram(
        "<14>1 2026-11-24T10:00:20Z db-4 sysmon 812 - - "
            + Records.record()
                .system("Computer", "<Computer>db-4</Computer>")
                .data("Image", "/usr/sbin/useradd")
                .data("CommandLine", "useradd eve")
                .xml());

    await().until(() -> findings.size() >= 5);
    assertThat(findings)
        .extracting(finding -> finding.policy().id().name() + " on " + finding.facts().node())
        .containsExactlyInAnyOrder(
            "base64-to-shell on build-7",
            "apt-hook-runs-command on build-7",
            "user-account-added on build-7",
            "crontab-listed on db-3",
            "user-account-added on db-4");
    assertThat(places).allMatch(Attribution::isHost).hasSize(7);
    assertThat(failures).isEmpty();
    assertThat(page())
        .contains(
            "tocsin_syslog_messages_total{listener=\"%s\",outcome=\"event\"} 6.0"
                .formatted(address("tcp")),
            "tocsin_syslog_messages_total{listener=\"%s\",outcome=\"other_event\"} 1.0"
                .formatted(address("tcp")),
            "tocsin_syslog_messages_total{listener=\"%s\",outcome=\"other_message\"} 2.0"
                .formatted(address("tcp")),
            "tocsin_events_received_total{agent=\"%s\",kind=\"ProcessExec\"} 1.0"
                .formatted(address("udp")));
  }

  @Test
  void aBrokenRecordEndsInACounterAndTheNextIsEvaluated() throws IOException {
    loop.start();
    sendDatagram("<14>Nov 24 10:00:01 build-7 sysmon: <Event><System>");
    sendDatagram(
        Records.record().data("Image", "/usr/sbin/useradd").data("CommandLine", "useradd e").xml());

    await().until(() -> !findings.isEmpty());
    assertThat(page())
        .contains(
            "tocsin_events_lost_total{agent=\"%s\",hop=\"undecodable\"} 1.0"
                .formatted(address("udp")));
  }

  /** The evaluation starts only when the queue has overflowed. */
  @Test
  void whatFindsNoRoomIsToldAsALossOfItsHost() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port("tcp"))) {
      byte[] line = (Records.record().xml() + "\n").getBytes(UTF_8);
      for (int i = 0; i < 1_030; i++) {
        socket.getOutputStream().write(line);
      }
    }
    await()
        .until(
            () ->
                page()
                    .contains(
                        "tocsin_syslog_connections_ended_total{how=\"closed\",listener=\"%s\"} 1.0"
                            .formatted(address("tcp"))));
    loop.start();
    await().until(() -> pipeline.evaluated() == 1_024);
    listeners.reportLosses();
    assertThat(losses).isEqualTo(Map.of("build-7", 6L));
  }

  @Test
  void eachListenerIsANodeForTheStatusOfPolicies() {
    assertThat(listeners.reports(Set.of()))
        .extracting(report -> report.node())
        .containsExactly("syslog " + address("tcp"), "syslog " + address("udp"));
  }

  private void sendDatagram(String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port("udp")));
    }
  }

  private String address(String protocol) {
    return listeners.counters().keySet().stream()
        .filter(address -> address.startsWith(protocol))
        .findFirst()
        .orElseThrow();
  }

  private int port(String protocol) {
    String address = address(protocol);
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }
}
