package dev.tocsin.source.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tocsin.event.Event;
import dev.tocsin.listen.Connections;
import dev.tocsin.source.EventQueue;
import dev.tocsin.source.Received;
import dev.tocsin.source.syslog.SyslogCounters.End;
import dev.tocsin.source.syslog.SyslogCounters.Outcome;
import dev.tocsin.source.sysmon.Records;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyslogListenerTest {
  private static final Connections.Limits THREE = new Connections.Limits(3, 3);
  private static final SyslogListener.Limits LIMITS =
      new SyslogListener.Limits(10_000, THREE, Duration.ofMinutes(5), Duration.ofMinutes(5));
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final EventQueue queue = new EventQueue(1024, 1 << 20);
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void tcpTakesBothKindsOfFrames() throws Exception {
    SyslogListener listener = listen("tcp://:0", LIMITS);
    String line = "<14>1 2026-11-24T10:00:01.12Z build-7 sysmon 812 - - ";

    send(connect(listener), counted(line + record("a")) + counted(record("b\nc")));
    send(connect(listener), "<14>Nov 24 10:00:01 build-7 sysmon[812]: " + record("d") + "\n");

    assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder("a", "b\nc", "d");
    eventually(listener, counters -> counters.messages(Outcome.EVENT) == 3);
    assertThat(listener.counters().connections()).isEqualTo(2);
  }

  @Test
  void itListensOnIpv6() throws Exception {
    SyslogListener listener = listen("tcp://[::1]:0", LIMITS);
    try (Socket socket = new Socket("::1", listener.address().port())) {
      send(socket, record("a") + "\n");
      assertThat(received().source()).startsWith("tcp://[::1]:");
    }
  }

  @Test
  void anEventIsToldWithItsListener() throws Exception {
    SyslogListener listener = listen("tcp://:0", LIMITS);
    send(connect(listener), record("a") + "\n");

    Received received = received();

    assertThat(received.source()).isEqualTo(listener.address().toString()).doesNotEndWith(":0");
    assertThat(Event.of(received.message()).node()).isEqualTo("build-7");
  }

  @Test
  void aMessageMayComeByteByByte() throws Exception {
    Socket socket = connect(listen("tcp://:0", LIMITS));
    socket.setTcpNoDelay(true);
    for (byte each : (counted(record("a")) + record("b") + "\n").getBytes(UTF_8)) {
      socket.getOutputStream().write(each);
    }
    assertThat(next()).isEqualTo("a");
    assertThat(next()).isEqualTo("b");
  }

  @Test
  void udpTakesOneMessageFromEachDatagram() throws Exception {
    SyslogListener listener = listen("udp://:0", LIMITS);
    try (DatagramSocket socket = new DatagramSocket()) {
      for (String text :
          List.of(
              "<14>1 2026-11-24T10:00:01.12Z build-7 sysmon 812 - - " + record("a"),
              "<14>Nov 24 10:00:01 build-7 cron: x",
              record("long" + "x".repeat(50_000)),
              "<14>Nov 24 10:00:01 build-7 sysmon: " + record("b") + "\n")) {
        byte[] bytes = text.getBytes(UTF_8);
        socket.send(
            new DatagramPacket(
                bytes, bytes.length, InetAddress.getLoopbackAddress(), listener.address().port()));
      }
    }
    assertThat(next()).isEqualTo("a");
    assertThat(next()).startsWith("longx");
    assertThat(next()).isEqualTo("b");
    assertThat(listener.counters().messages(Outcome.OTHER_MESSAGE)).isEqualTo(1);
  }

  @Test
  void everyMessageThatIsNoEventIsCountedByWhatItIs() throws Exception {
    SyslogListener listener = listen("tcp://:0", LIMITS);
    send(
        connect(listener),
        "<14>Nov 24 10:00:01 build-7 cron: x\n"
            + Records.record().system("EventID", "<EventID>3</EventID>").xml()
            + "\n"
            + record("cut").substring(0, 500)
            + "\n"
            + "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
            + record("&a;")
            + "\n"
            + "x".repeat(10_001)
            + "\n"
            + "20000 "
            + "x".repeat(20_000)
            + counted(record("last")));

    assertThat(next()).as("no entity is read from a file").isEqualTo("&a;");
    assertThat(next()).isEqualTo("last");
    eventually(listener, counters -> counters.messages(Outcome.EVENT) == 2);
    assertThat(listener.counters().messages())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Outcome.EVENT, 2L,
                Outcome.OTHER_MESSAGE, 1L,
                Outcome.OTHER_EVENT, 1L,
                Outcome.BROKEN, 1L,
                Outcome.TOO_LONG, 2L,
                Outcome.DROPPED, 0L));
  }

  @Test
  void aLineThatEndsWithTheConnectionCountsAndAMessageThatIsCutDoesNot() throws Exception {
    SyslogListener listener = listen("tcp://:0", LIMITS);
    try (Socket socket = connect(listener)) {
      send(socket, record("a"));
    }
    try (Socket socket = connect(listener)) {
      send(socket, "5000 " + record("b"));
    }
    assertThat(next()).isEqualTo("a");
    eventually(listener, counters -> counters.ended(End.CLOSED) == 2);
    assertThat(listener.counters().messages(Outcome.BROKEN)).isEqualTo(1);
    assertThat(listener.counters().messages(Outcome.EVENT)).isEqualTo(1);
    eventually(listener, counters -> counters.connections() == 0);
  }

  @Test
  void whatTheQueueHasNoRoomForIsCountedAndToldByHost() throws Exception {
    EventQueue small = new EventQueue(2, 1 << 20);
    SyslogListener listener = SyslogListener.start(SyslogAddress.parse("tcp://:0"), small, LIMITS);
    open.add(listener);
    send(connect(listener), (record("a") + "\n").repeat(5));

    eventually(listener, counters -> counters.messages(Outcome.DROPPED) == 3);
    assertThat(listener.counters().messages(Outcome.EVENT)).isEqualTo(2);
    Map<String, Long> lost = new HashMap<>();
    await()
        .untilAsserted(
            () -> {
              listener.takeLosses().forEach((host, events) -> lost.merge(host, events, Long::sum));
              assertThat(lost).containsExactly(Map.entry("build-7", 3L));
            });
    assertThat(listener.takeLosses()).isEmpty();
  }

  @Test
  void moreConnectionsThanAllowedAreRefusedUntilOneEnds() throws Exception {
    SyslogListener listener = listen("tcp://:0", LIMITS);
    Socket first = connect(listener);
    connect(listener);
    connect(listener);
    eventually(listener, counters -> counters.connections() == 3);

    assertThat(connect(listener).getInputStream().read()).isEqualTo(-1);
    assertThat(listener.counters().ended(End.REFUSED)).isEqualTo(1);

    first.close();
    eventually(listener, counters -> counters.connections() == 2);
    send(connect(listener), record("a") + "\n");
    assertThat(next()).isEqualTo("a");
  }

  @Test
  void aSilentConnectionIsClosed() throws Exception {
    SyslogListener listener =
        listen(
            "tcp://:0",
            new SyslogListener.Limits(10_000, THREE, Duration.ofMillis(50), Duration.ofMinutes(5)));

    assertThat(connect(listener).getInputStream().read()).isEqualTo(-1);
    eventually(listener, counters -> counters.ended(End.IDLE) == 1);
    assertThat(listener.counters().messages(Outcome.BROKEN)).isZero();
  }

  /** However many bytes come in between: each of them alone would keep the connection. */
  @Test
  void aMessageThatIsNotFinishedInTimeEndsTheConnection() throws Exception {
    SyslogListener listener =
        listen(
            "tcp://:0",
            new SyslogListener.Limits(
                1 << 20, THREE, Duration.ofMinutes(5), Duration.ofMillis(100)));
    Socket socket = connect(listener);
    send(socket, "<14>");
    try (ScheduledExecutorService trickle = Executors.newSingleThreadScheduledExecutor()) {
      Future<?> bytes =
          trickle.scheduleAtFixedRate(() -> sendByte(socket), 0, 5, TimeUnit.MILLISECONDS);
      eventually(listener, counters -> counters.ended(End.IDLE) == 1);
      bytes.cancel(false);
    }
    assertThat(listener.counters().messages(Outcome.BROKEN)).isEqualTo(1);
  }

  private static void sendByte(Socket socket) {
    try {
      socket.getOutputStream().write('x');
    } catch (IOException e) {
      throw new UncheckedIOException("closed, as it should be: this ends the trickle", e);
    }
  }

  @Test
  void afterTheEndNothingListensAndNothingIsPutIntoTheQueue() throws Exception {
    SyslogListener listener = listen("tcp://:0", LIMITS);
    Socket socket = connect(listener);
    send(socket, record("a") + "\n");
    assertThat(next()).isEqualTo("a");

    listener.close();

    assertThat(socket.getInputStream().read()).isEqualTo(-1);
    assertThatThrownBy(() -> connect(listener)).isInstanceOf(IOException.class);
    assertThat(listener.counters().connections()).isZero();
    assertThat(queue.size()).isZero();
  }

  @Test
  void anAddressThatIsTakenIsNamed() throws Exception {
    for (String protocol : List.of("tcp", "udp")) {
      SyslogAddress taken = listen(protocol + "://:0", LIMITS).address();
      assertThatThrownBy(() -> SyslogListener.start(taken, queue, LIMITS))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("cannot listen for syslog on " + taken + ": ");
    }
  }

  private SyslogListener listen(String address, SyslogListener.Limits limits) throws IOException {
    SyslogListener listener = SyslogListener.start(SyslogAddress.parse(address), queue, limits);
    open.add(listener);
    return listener;
  }

  private Socket connect(SyslogListener listener) throws IOException {
    Socket socket = new Socket(listener.address().host(), listener.address().port());
    open.add(socket);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream stream = socket.getOutputStream();
    stream.write(text.getBytes(UTF_8));
    stream.flush();
  }

  private static String counted(String message) {
    return message.getBytes(UTF_8).length + " " + message;
  }

  private static String record(String arguments) {
    return Records.record().data("CommandLine", "ls " + arguments).xml();
  }

  /** The arguments of the next program. */
  private String next() throws InterruptedException {
    return Event.of(received().message()).process().arguments();
  }

  private Received received() throws InterruptedException {
    return Objects.requireNonNull(queue.poll(PATIENCE), "no event in time");
  }

  private static void eventually(SyslogListener listener, Predicate<SyslogCounters> condition) {
    await().atMost(PATIENCE).until(listener::counters, condition);
  }
}
