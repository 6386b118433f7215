package dev.tocsin.listen;

import dev.tocsin.listen.ListenerStats.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer, served until it ends or is late. Nothing here has a timeout of its own: whoever watches
 * closes the socket, which ends handshakes, readings and writings alike.
 */
final class HttpConnection {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
  private static final int BUFFER = 4 << 10;
  private static final int FAILED = 500;
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final Socket socket;
  private final @Nullable SSLSocketFactory tls;
  private final Connections.Place place;
  private final HttpListener.Limits limits;
  private final HttpListener.Handler handler;

  /** When it is late, as {@link System#nanoTime} has it. */
  private volatile long deadline;

  /** Whether it only waits for another request: nobody is slow then. */
  private volatile boolean idle;

  /** Whether something of the last request may still come. Of the serving thread. */
  private boolean unread;

  HttpConnection(
      Socket socket,
      @Nullable SSLSocketFactory tls,
      Connections.Place place,
      HttpListener.Limits limits,
      HttpListener.Handler handler) {
    this.socket = socket;
    this.tls = tls;
    this.place = place;
    this.limits = limits;
    this.handler = handler;
    await(limits.request(), false);
  }

  private void await(Duration duration, boolean nothingBegun) {
    deadline = System.nanoTime() + duration.toNanos();
    idle = nothingBegun;
  }

  /** Whether it was closed just now for being slow; one that was idle for too long is not slow. */
  boolean closeWhenLate(long now) {
    if (now - deadline < 0 || socket.isClosed()) {
      return false;
    }
    close(socket);
    return !idle;
  }

  /** Reads and answers to the end. */
  void serve(Consumer<Refusal> refusals) {
    try (Socket served = secured()) {
      InputStream in = new BufferedInputStream(served.getInputStream(), BUFFER);
      OutputStream out = served.getOutputStream();
      while (next(in, out, refusals)) {
        await(limits.idle(), true);
        in.mark(1);
        if (in.read() < 0) {
          return;
        }
        in.reset();
        await(limits.request(), false);
        place.used();
      }
      if (unread) {
        // What nobody read when a socket is closed resets the connection, and the answer is lost.
        in.skipNBytes(limits.bodyBytes());
      }
    } catch (IOException e) {
      // Anybody who reaches the port can cause this: for those who look for it.
      LOG.debug("the connection of {} ended", place.peer(), e);
    }
  }

  private Socket secured() throws IOException {
    if (tls == null) {
      return socket;
    }
    SSLSocket secured = (SSLSocket) tls.createSocket(socket, null, true);
    secured.setEnabledProtocols(PROTOCOLS);
    return secured;
  }

  /** Whether another request may follow. */
  private boolean next(InputStream in, OutputStream out, Consumer<Refusal> refusals)
      throws IOException {
    try {
      Optional<RequestHead> read = RequestHead.read(in, limits.headBytes());
      if (read.isEmpty()) {
        return false;
      }
      RequestHead head = read.get();
      RequestBody body = new RequestBody(in, head.length(), limits.bodyBytes());
      if (head.awaitsContinue()) {
        out.write(RequestHead.goOn());
      }
      Answer answer = answer(new Request(head.method(), head.path(), body));
      unread = !body.isRead();
      boolean goesOn = head.keepAlive() && !unread;
      send(out, answer, head.method().equals("HEAD"), goesOn);
      return goesOn;
    } catch (RefusedException e) {
      unread = true;
      refusals.accept(e.refusal());
      send(out, Answer.text(e.status(), e.getMessage() + "\n"), false, false);
      return false;
    }
  }

  private Answer answer(Request request) throws IOException {
    try {
      return handler.answer(request);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("{} {} cannot be answered", request.method(), request.path(), e);
      return Answer.text(FAILED, "failed, see the log\n");
    }
  }

  private static void send(OutputStream out, Answer answer, boolean headOnly, boolean goesOn)
      throws IOException {
    String head =
        String.format(
            Locale.ROOT,
            "HTTP/1.1 %d \r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n",
            answer.status(),
            answer.type(),
            answer.body().length,
            goesOn ? "" : "Connection: close\r\n");
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    if (!headOnly) {
      out.write(answer.body());
    }
    out.flush();
  }

  /** Ends it, from any thread. */
  void close() {
    close(socket);
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("the connection of {} cannot be closed", socket.getRemoteSocketAddress(), e);
    }
  }
}
