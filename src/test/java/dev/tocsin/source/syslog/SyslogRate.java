package dev.tocsin.source.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tocsin.event.Event;
import dev.tocsin.source.EventQueue;
import dev.tocsin.source.Received;
import dev.tocsin.source.sysmon.Records;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * How many records of Sysmon a second come in over TCP on the loopback: from the socket through
 * syslog and XML to the event view, whose fields a policy would ask for. A program, with senders in
 * the same process. Arguments: numbers of connections, 1 and 2 unless told.
 */
final class SyslogRate {
  private static final int WARM_UP = 300_000;
  private static final int ROUND = 200_000;
  private static final int ROUNDS = 5;
  private static final int MESSAGES_PER_WRITE = 64;

  private SyslogRate() {}

  public static void main(String[] arguments) throws Exception {
    for (String connections : arguments.length == 0 ? new String[] {"1", "2"} : arguments) {
      measure(Integer.parseInt(connections));
    }
  }

  private static void measure(int connections) throws IOException, InterruptedException {
    byte[] messages = messages();
    EventQueue queue = new EventQueue(65_536, 1 << 27);
    try (SyslogListener listener =
        SyslogListener.start(
            SyslogAddress.parse("tcp://:0"), queue, SyslogListener.Limits.DEFAULT)) {
      for (int i = 0; i < connections; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().port());
        Thread.ofPlatform().daemon().start(() -> send(socket, messages));
      }
      Event event = Event.of(new byte[0]);
      read(queue, event, WARM_UP);
      listener.takeLosses();
      for (int round = 0; round < ROUNDS; round++) {
        long begin = System.nanoTime();
        long programs = read(queue, event, ROUND);
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Long> lost = listener.takeLosses();
        System.out.printf(
            Locale.ROOT,
            "%2d connections: %,9.0f records/s of %d bytes, %d named, lost %s%n",
            connections,
            ROUND / seconds,
            messages.length / MESSAGES_PER_WRITE,
            programs,
            lost);
      }
    }
  }

  /** Counted messages, as rsyslog sends them. */
  private static byte[] messages() {
    String message = "<14>1 2026-11-24T10:00:20Z build-7 sysmon 812 - - " + Records.record().xml();
    String framed = message.getBytes(UTF_8).length + " " + message;
    return framed.repeat(MESSAGES_PER_WRITE).getBytes(UTF_8);
  }

  private static long read(EventQueue queue, Event event, int records) throws InterruptedException {
    long named = 0;
    for (int i = 0; i < records; ) {
      Received received = queue.poll(Duration.ofSeconds(10));
      if (received == null) {
        throw new IllegalStateException("nothing came for 10 s");
      }
      event.wrap(received.message());
      if (event.timeNanos() > 0
          && event.process().name().equals("ls")
          && event.parent().name().equals("bash")) {
        named++;
      }
      i++;
    }
    return named;
  }

  /** Until the listener closes. */
  private static void send(Socket socket, byte[] messages) {
    try (socket;
        OutputStream out = socket.getOutputStream()) {
      while (true) {
        out.write(messages);
      }
    } catch (IOException e) {
      // the listener has closed: the measurement is over
    }
  }
}
