package dev.tocsin.endtoend;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Pods that attack the webhook's port, until closed: each address of the loopback network stands
 * for one. Some post the largest bodies of the nastiest JSON, some never finish what they began.
 */
final class WebhookFlood implements AutoCloseable {
  private static final int LENGTH = 8 << 20;
  private static final int ATTACKERS = 4;
  private static final int POSTS_OF_EACH = 16;
  private static final int SLOW = 48;

  private static final String HEAD =
      "POST /validate HTTP/1.1\r\n"
          + "Host: x\r\n"
          + "Content-Type: application/json\r\n"
          + "Content-Length: %d\r\n\r\n";
  private static final String BEGINNING = "{\"request\":{\"uid\":\"x\",\"object\":{\"spec\":";

  private final int port;
  private final SSLContext tls = trustingAnybody();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong cut = new AtomicLong();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean over;

  WebhookFlood(int port) {
    this.port = port;
    List<byte[]> bodies =
        List.of(
            body("[" + "[],".repeat(LENGTH / 3)),
            body("\"" + "x".repeat(LENGTH)),
            body("[".repeat(LENGTH)),
            body("{" + "\"a\":{},".repeat(LENGTH / 7)));
    for (int attacker = 0; attacker < ATTACKERS; attacker++) {
      byte[] source = {127, 0, 0, (byte) (10 + attacker)};
      for (int i = 0; i < POSTS_OF_EACH; i++) {
        byte[] body = bodies.get(i % bodies.size());
        threads.submit(() -> untilOver(() -> post(source, body)));
      }
    }
    for (int i = 0; i < SLOW; i++) {
      byte[] source = {127, 0, 0, (byte) (20 + i % 2)};
      threads.submit(() -> untilOver(() -> begin(source)));
    }
  }

  private static byte[] body(String spec) {
    return (BEGINNING + spec).substring(0, LENGTH).getBytes(US_ASCII);
  }

  /** Requests that were answered, however. */
  long answered() {
    return answered.get();
  }

  /** Connections that came to nothing. */
  long cut() {
    return cut.get();
  }

  private interface Attack {
    void run() throws IOException;
  }

  private void untilOver(Attack attack) {
    while (!over) {
      try {
        attack.run();
      } catch (IOException refusedOrReset) {
        cut.incrementAndGet(); // what the listener is there for
      }
    }
  }

  private void post(byte[] source, byte[] body) throws IOException {
    try (SSLSocket socket = connect(source)) {
      OutputStream out = socket.getOutputStream();
      out.write(HEAD.formatted(body.length).getBytes(US_ASCII));
      out.write(body);
      if (socket.getInputStream().read() >= 0) {
        answered.incrementAndGet();
      }
    }
  }

  /** Sends the beginning of a question that is kept, and waits to be thrown out. */
  private void begin(byte[] source) throws IOException {
    try (SSLSocket socket = connect(source)) {
      String question = BEGINNING + "[" + "[],".repeat(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(HEAD.formatted(LENGTH).getBytes(US_ASCII));
      out.write(question.getBytes(US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      if (in.read() < 0) {
        cut.incrementAndGet();
      }
    }
  }

  private SSLSocket connect(byte[] source) throws IOException {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(source), 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
      socket.setSoTimeout(30_000);
      return (SSLSocket) tls.getSocketFactory().createSocket(socket, "x", port, true);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static SSLContext trustingAnybody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Attackers do not mind whom they attack. */
  private static final class Anybody extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Override
  public void close() {
    over = true;
    threads.shutdownNow();
    threads.close();
  }
}
