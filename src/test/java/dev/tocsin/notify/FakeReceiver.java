package dev.tocsin.notify;

import dev.tocsin.notify.reach.HttpCalls;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of HTTP POST whose behaviour the test sets, request by request, and is strict about
 * everything else: what is no complete request of HTTP/1.1 with a length and a type ends it.
 */
public final class FakeReceiver implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** What comes of one request. */
  public sealed interface Behaviour {
    /**
     * @param headers such as {@code Retry-After: 3}
     */
    record Answers(int status, String... headers) implements Behaviour {}

    /** Answers with a document. */
    record Says(int status, String body) implements Behaviour {}

    /** Looks at the request first. */
    record Decides(Function<Received, Behaviour> by) implements Behaviour {}

    /** Takes the request, and never answers. */
    record Hangs() implements Behaviour {}

    /** Takes the request, and closes the connection in the middle of the answer. */
    record Cuts() implements Behaviour {}

    /** Takes the request, and closes the connection before any answer. */
    record Loses() implements Behaviour {}
  }

  /** A request that came whole. */
  public record Received(
      String method,
      String path,
      Map<String, String> headers,
      String body,
      byte[] bytes,
      String client) {
    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), "");
    }
  }

  private final ServerSocket socket;
  private final boolean tls;
  private final Thread accepting;
  private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  public final List<Received> received = new CopyOnWriteArrayList<>();
  public final List<String> violations = new CopyOnWriteArrayList<>();
  public volatile Behaviour usual = new Behaviour.Answers(200);

  private FakeReceiver(ServerSocket socket, boolean tls) {
    this.socket = socket;
    this.tls = tls;
    this.accepting = Thread.ofPlatform().daemon().name("receiver").start(this::accept);
  }

  public static FakeReceiver start() throws IOException {
    return new FakeReceiver(new ServerSocket(0, 50, LOOPBACK), false);
  }

  /** On a port that was one's before: a receiver that is back. */
  static FakeReceiver startAt(int port) throws IOException {
    return new FakeReceiver(new ServerSocket(port, 50, LOOPBACK), false);
  }

  public static FakeReceiver start(SSLContext context) throws IOException {
    return new FakeReceiver(
        context.getServerSocketFactory().createServerSocket(0, 50, LOOPBACK), true);
  }

  /** Takes requests of those only whose certificate it trusts. */
  public static FakeReceiver startForKnown(SSLContext context) throws IOException {
    SSLServerSocket socket =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, LOOPBACK);
    socket.setNeedClientAuth(true);
    return new FakeReceiver(socket, true);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** By a name, so that what is resolved is not what is written. */
  public String url() {
    return (tls ? "https" : "http") + "://receiver.example:" + port() + "/hook";
  }

  /** What the next requests meet; after them it is as usual again. */
  public FakeReceiver then(Behaviour... next) {
    script.addAll(List.of(next));
    return this;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      String client = client(connection);
      for (Received request = read(in, client); request != null; request = read(in, client)) {
        received.add(request);
        Behaviour next = script.poll();
        if (!answer(next == null ? usual : next, request, out)) {
          return;
        }
      }
    } catch (IOException e) {
      // the other side went, or does not trust the certificate
    }
  }

  private boolean answer(Behaviour behaviour, Received request, OutputStream out)
      throws IOException {
    switch (behaviour) {
      case Behaviour.Answers(int status, String[] headers) -> {
        StringBuilder answer = new StringBuilder("HTTP/1.1 " + status + " As told\r\n");
        for (String each : headers) {
          answer.append(each).append("\r\n");
        }
        answer.append("Content-Length: 2\r\n\r\nok");
        out.write(answer.toString().getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return true;
      }
      case Behaviour.Says(int status, String body) -> {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        out.write(
            ("HTTP/1.1 " + status + " As told\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
        return true;
      }
      case Behaviour.Decides(Function<Received, Behaviour> by) -> {
        return answer(by.apply(request), request, out);
      }
      case Behaviour.Hangs() -> {
        try {
          closed.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return false;
      }
      case Behaviour.Cuts() -> {
        out.write(
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return false;
      }
      case Behaviour.Loses() -> {
        return false;
      }
    }
  }

  /** Null at the end of the connection. */
  private @Nullable Received read(InputStream in, String client) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return null;
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
      if (headers.put(name, line.substring(colon + 1).strip()) != null) {
        violations.add("header twice: " + name);
      }
    }
    String[] parts = first.split(" ");
    if (!parts[0].equals("POST") || !parts[2].equals("HTTP/1.1")) {
      violations.add("no POST of HTTP/1.1: " + first);
    }
    if (!headers.containsKey("content-type") || !headers.containsKey("content-length")) {
      violations.add("neither type nor length: " + headers.keySet());
    }
    if (!headers.getOrDefault("host", "").equals("receiver.example:" + port())) {
      violations.add("another host: " + headers.get("host"));
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      violations.add("a body that is cut");
    }
    return new Received(
        parts[0], parts[1], headers, new String(body, StandardCharsets.UTF_8), body, client);
  }

  /** The serial number of the certificate that the other side showed; {@code ""} for none. */
  private static String client(Socket connection) {
    try {
      return connection instanceof SSLSocket secured
          ? ((X509Certificate) secured.getSession().getPeerCertificates()[0])
              .getSerialNumber()
              .toString()
          : "";
    } catch (SSLPeerUnverifiedException e) {
      return "";
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** Whatever name is asked for is here. */
  public HttpCalls.Resolver resolver() {
    return host -> new InetAddress[] {LOOPBACK};
  }

  public URI uri() {
    return URI.create(url());
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
      accepting.join(); // until then the port may still take connections
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
