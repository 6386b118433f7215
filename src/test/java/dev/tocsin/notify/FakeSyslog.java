package dev.tocsin.notify;

import dev.tocsin.notify.reach.HttpCalls;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A receiver of syslog over TCP or TLS that is strict about RFC 5424 and the counting of octets,
 * and can lose what it was sent.
 */
public final class FakeSyslog implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static final Pattern LINE =
      Pattern.compile(
          "<(\\d{1,3})>1 (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?Z)"
              + " ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) \\[([!-~&&[^=\\]"
              + " \"]]{1,32})((?: [!-~&&[^=\\]"
              + " \"]]{1,32}=\"(?:[^\"\\\\\\]]|\\\\[\"\\\\\\]])*\")*)\\] (.*)",
          Pattern.DOTALL);

  /** A message that is right. */
  public record Line(int priority, String time, String host, String id, String data, String text) {
    public static Line of(byte[] octets) {
      String line = new String(octets, StandardCharsets.UTF_8);
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new IllegalArgumentException("not RFC 5424: " + line);
      }
      return new Line(
          Integer.parseInt(parts.group(1)),
          parts.group(2),
          parts.group(3),
          parts.group(6),
          parts.group(7) + parts.group(8),
          parts.group(9));
    }
  }

  private final ServerSocket socket;
  private final Thread accepting;
  private final CountDownLatch closed = new CountDownLatch(1);
  public final List<Line> received = new CopyOnWriteArrayList<>();
  public final List<String> violations = new CopyOnWriteArrayList<>();
  public final AtomicInteger connections = new AtomicInteger();

  /** So many messages are read and forgotten, and then the connection is closed. */
  public final AtomicInteger loses = new AtomicInteger();

  public volatile boolean reads = true;

  private FakeSyslog(ServerSocket socket) {
    this.socket = socket;
    this.accepting = Thread.ofPlatform().daemon().name("syslog receiver").start(this::accept);
  }

  public static FakeSyslog start(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReceiveBufferSize(4096);
    socket.bind(new InetSocketAddress(LOOPBACK, port));
    return new FakeSyslog(socket);
  }

  /**
   * @param known whether it takes those only that show a certificate it trusts
   */
  public static FakeSyslog start(SSLContext context, boolean known) throws IOException {
    SSLServerSocket socket =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, LOOPBACK);
    socket.setNeedClientAuth(known);
    return new FakeSyslog(socket);
  }

  public int port() {
    return socket.getLocalPort();
  }

  public HttpCalls.Resolver resolver() {
    return host -> new InetAddress[] {LOOPBACK};
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      if (!reads) {
        closed.await();
        return;
      }
      InputStream in = new BufferedInputStream(connection.getInputStream());
      for (int length = length(in); length > 0; length = length(in)) {
        byte[] octets = in.readNBytes(length);
        if (loses.get() > 0) {
          if (loses.decrementAndGet() == 0) {
            return;
          }
        } else {
          received.add(Line.of(octets));
        }
      }
    } catch (IOException e) {
      // the other side went, or does not trust the certificate
    } catch (IllegalArgumentException e) {
      violations.add(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** 0 at the end. */
  private static int length(InputStream in) throws IOException {
    int length = 0;
    for (int c = in.read(); c != ' '; c = in.read()) {
      if (c < 0) {
        return 0;
      }
      if (c < '0' || c > '9') {
        throw new IllegalArgumentException("no count of octets: " + (char) c);
      }
      length = length * 10 + c - '0';
    }
    return length;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
      accepting.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
