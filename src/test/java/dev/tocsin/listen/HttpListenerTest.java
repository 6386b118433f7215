package dev.tocsin.listen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.listen.ListenerStats.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peers of the loopback network, each with an address of its own where that matters. */
class HttpListenerTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /** Answers with what it was sent. */
  private HttpListener echo(Duration request, Duration idle) throws IOException {
    return start(request, idle, question -> new Answer(200, "x", question.body().readAllBytes()));
  }

  private HttpListener start(Duration request, Duration idle, HttpListener.Handler handler)
      throws IOException {
    HttpListener listener =
        HttpListener.start(
            "test",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            null,
            new HttpListener.Limits(new Connections.Limits(4, 3), 512, 1_000, request, idle),
            handler);
    open.add(listener);
    return listener;
  }

  private Socket connect(HttpListener listener, int peer) throws IOException {
    Socket socket = new Socket();
    open.add(socket);
    socket.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) peer}), 0));
    socket.connect(listener.address());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  /** All that comes until the listener closes. */
  private static String all(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), US_ASCII);
  }

  private static String asked(HttpListener listener, HttpListenerTest test, String request)
      throws IOException {
    Socket socket = test.connect(listener, 1);
    send(socket, request);
    return all(socket);
  }

  private void eventually(HttpListener listener, Refusal refusal, long count) {
    await(refusal.name()).atMost(20, SECONDS).until(() -> listener.stats().count(refusal) == count);
  }

  @Test
  void requestsFollowEachOtherOnOneConnection() throws Exception {
    HttpListener listener = echo(LONG, LONG);
    String all =
        asked(
            listener,
            this,
            "POST /a HTTP/1.1\r\n"
                + "Content-Length: 3\r\n\r\n"
                + "abcPOST /b?c HTTP/1.1\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "2;x\r\n"
                + "de\r\n"
                + "1\r\n"
                + "f\r\n"
                + "0\r\n"
                + "T: 1\r\n\r\n"
                + "HEAD / HTTP/1.1\r\n\r\n"
                + "GET / HTTP/1.1\r\n"
                + "Connection: close\r\n\r\n");
    assertThat(all)
        .containsSubsequence("200 ", "\r\n\r\nabc", "200 ", "\r\n\r\ndef", "200 ", "200 ")
        .endsWith("Connection: close\r\n\r\n");
  }

  @Test
  void whoWaitsForLeaveToSendGetsIt() throws Exception {
    HttpListener listener = echo(LONG, LONG);
    Socket socket = connect(listener, 1);
    send(
        socket,
        "POST / HTTP/1.1\r\n"
            + "Expect: 100-continue\r\n"
            + "Connection: close\r\n"
            + "Content-Length: 1\r\n\r\n");
    String leave = "HTTP/1.1 100 Continue\r\n\r\n";
    assertThat(new String(socket.getInputStream().readNBytes(leave.length()), US_ASCII))
        .isEqualTo(leave);
    send(socket, "z");
    assertThat(all(socket)).endsWith("z");
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/2.0, 505",
    "GET  / HTTP/1.1, 400",
    "GET http://x/ HTTP/1.1, 400",
    "POST / HTTP/1.1|Content-Length: -1, 400",
    "POST / HTTP/1.1|Content-Length: 1|Content-Length: 2, 400",
    "POST / HTTP/1.1|Content-Length: 1|Transfer-Encoding: chunked, 400",
    "POST / HTTP/1.1|Content-Length : 1, 400",
    "POST / HTTP/1.1|Transfer-Encoding: gzip, 501",
    "POST / HTTP/1.1|Transfer-Encoding: chunked||xyz|, 400",
  })
  void whatCanBeReadInTwoWaysIsRefused(String request, int status) throws Exception {
    HttpListener listener = echo(LONG, LONG);
    Socket socket = connect(listener, 1);
    send(socket, request.replace("|", "\r\n") + "\r\n\r\n");
    socket.shutdownOutput();
    assertThat(all(socket)).startsWith("HTTP/1.1 " + status + " ");
    eventually(listener, Refusal.MALFORMED, 1);
  }

  @Test
  void whatIsTooLargeIsRefused() throws Exception {
    HttpListener listener = echo(LONG, LONG);
    for (String request :
        List.of(
            "GET / HTTP/1.1\r\nA: " + "a".repeat(600),
            "POST / HTTP/1.1\r\nContent-Length: 1001\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n3e8\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + "0".repeat(2000))) {
      Socket socket = connect(listener, 1);
      send(socket, request);
      socket.shutdownOutput();
      assertThat(all(socket)).matches("(?s)HTTP/1.1 4(31|13) .*");
    }
    eventually(listener, Refusal.TOO_LARGE, 4);
  }

  @ParameterizedTest
  @CsvSource({"''", "GET / HT", "POST / HTTP/1.1|Content-Length: 5||abc"})
  void whoSendsSlowlyIsCutOff(String begun) throws Exception {
    HttpListener listener = echo(Duration.ofMillis(100), LONG);
    Socket socket = connect(listener, 1);
    send(socket, begun.replace("|", "\r\n"));
    assertThat(all(socket)).isEmpty();
    eventually(listener, Refusal.TOO_SLOW, 1);
    await().atMost(20, SECONDS).until(() -> listener.stats().connections() == 0);
  }

  @Test
  void whoDoesNotTakeTheAnswerIsCutOff() throws Exception {
    byte[] large = new byte[64 << 20];
    HttpListener listener =
        start(Duration.ofMillis(100), LONG, question -> new Answer(200, "x", large));
    Socket socket = connect(listener, 1);
    send(socket, "GET / HTTP/1.1\r\n\r\n");
    eventually(listener, Refusal.TOO_SLOW, 1);
  }

  @Test
  void whoAsksNothingMoreIsCutOffAndNotCalledSlow() throws Exception {
    HttpListener listener = echo(Duration.ofSeconds(2), Duration.ofMillis(1));
    Socket socket = connect(listener, 1);
    send(socket, "GET / HTTP/1.1\r\n\r\n");
    assertThat(all(socket)).startsWith("HTTP/1.1 200 ");
    assertThat(listener.stats().count(Refusal.TOO_SLOW)).isZero();
  }

  @Test
  void oneAddressCannotKeepAnotherOut() throws Exception {
    HttpListener listener = echo(LONG, LONG);
    for (int i = 0; i < 10; i++) {
      connect(listener, 9);
    }
    eventually(listener, Refusal.TOO_MANY, 7);
    connect(listener, 8);
    Socket last = connect(listener, 7);
    send(last, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    assertThat(all(last)).startsWith("HTTP/1.1 200 ");
    assertThat(listener.stats().count(Refusal.DISPLACED)).isEqualTo(1);
  }

  @Test
  void aMistakeOrAnOverflowCostsTheRequestAlone() throws Exception {
    HttpListener listener =
        start(
            LONG,
            LONG,
            question -> {
              if (question.path().equals("/deep")) {
                throw new StackOverflowError("on purpose");
              }
              throw new IllegalStateException("on purpose");
            });
    String all =
        asked(
            listener,
            this,
            "GET /deep HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    assertThat(all.split("HTTP/1.1 500 ", -1)).hasSize(3);
  }

  @Test
  void closingEndsRequestsUnderWay() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    HttpListener listener =
        start(
            LONG,
            LONG,
            question -> {
              begun.countDown();
              return new Answer(200, "x", question.body().readAllBytes());
            });
    Socket socket = connect(listener, 1);
    send(socket, "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc");
    assertThat(begun.await(20, SECONDS)).isTrue();
    listener.close();
    assertThat(all(socket)).isEmpty();
  }
}
