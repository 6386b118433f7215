package dev.tocsin.source;

import static dev.tocsin.source.AgentLosses.Hop.KERNEL;
import static dev.tocsin.source.AgentLosses.Hop.LISTENER;
import static dev.tocsin.source.AgentLosses.Hop.RINGBUF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.cluster.Port;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an HTTP server that serves what Tetragon's does. */
class AgentMetricsTest {
  private static final AgentMetrics.Timing FAST = timing(Duration.ofSeconds(30));

  /** For pages that never end: others may take longer than that. */
  private static final AgentMetrics.Timing IMPATIENT = timing(Duration.ofSeconds(2));

  /** As Tetragon 1.1 writes it. */
  private static final String OLD =
      """
      # HELP tetragon_events_total The total number of Tetragon events
      # TYPE tetragon_events_total counter
      tetragon_events_total{binary="/usr/bin/\\"odd}\\" name",namespace="shop",pod="a",type="PROCESS_EXEC",workload="a"} 12
      # HELP tetragon_missed_events_total The total number of Tetragon events per type that are failed to sent from the kernel.
      # TYPE tetragon_missed_events_total counter
      tetragon_missed_events_total{msg_op="13"} %d
      # HELP tetragon_notify_overflowed_events_total The total number of events dropped because listener buffer was full
      # TYPE tetragon_notify_overflowed_events_total counter
      tetragon_notify_overflowed_events_total 0
      # HELP tetragon_ringbuf_perf_event_lost_total The total number of Tetragon ringbuf perf events lost.
      # TYPE tetragon_ringbuf_perf_event_lost_total counter
      tetragon_ringbuf_perf_event_lost_total %d
      # HELP tetragon_ringbuf_queue_lost_total The total number of Tetragon events ring buffer queue events lost.
      # TYPE tetragon_ringbuf_queue_lost_total counter
      tetragon_ringbuf_queue_lost_total 0
      """;

  /** As Tetragon 1.7 writes it. */
  private static final String NEW =
      """
      # HELP go_goroutines Number of goroutines that currently exist.
      # TYPE go_goroutines gauge
      go_goroutines 97
      # HELP process_start_time_seconds Start time of the process since unix epoch in seconds.
      # TYPE process_start_time_seconds gauge
      process_start_time_seconds 1.79500000123e+09
      # HELP tetragon_bpf_missed_events_total Number of Tetragon perf events that are failed to be sent from the kernel.
      # TYPE tetragon_bpf_missed_events_total counter
      tetragon_bpf_missed_events_total{error="E2BIG",msg_op="13"} 0
      tetragon_bpf_missed_events_total{error="ENOSPC",msg_op="5"} %d
      # HELP tetragon_handling_latency The latency of handling messages in us.
      # TYPE tetragon_handling_latency histogram
      tetragon_handling_latency_bucket{op="5",le="50"} 3
      tetragon_handling_latency_bucket{op="5",le="+Inf"} 3
      # HELP tetragon_notify_overflowed_events_total The total number of events dropped because listener buffer was full
      # TYPE tetragon_notify_overflowed_events_total counter
      tetragon_notify_overflowed_events_total %d
      # HELP tetragon_observer_ringbuf_events_lost_total Number of perf events Tetragon ring buffer lost.
      # TYPE tetragon_observer_ringbuf_events_lost_total counter
      tetragon_observer_ringbuf_events_lost_total %d
      # HELP tetragon_observer_ringbuf_queue_events_lost_total Number of perf events Tetragon ring buffer events queue lost.
      # TYPE tetragon_observer_ringbuf_queue_events_lost_total counter
      tetragon_observer_ringbuf_queue_events_lost_total 0
      """;

  private final List<Long> told = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server = serverAt(Port.free());
  private final URI page =
      URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/metrics");
  private AgentMetrics metrics = new AgentMetrics(page, FAST, new Random(1), told::add);
  private volatile Answer answer = exchange -> {};

  private static AgentMetrics.Timing timing(Duration timeout) {
    return new AgentMetrics.Timing(
        Duration.ofMillis(20), timeout, Duration.ofMillis(20), Duration.ofMillis(100));
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private static HttpServer serverAt(int port) {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new IllegalStateException("no server can be started", e);
    }
  }

  @BeforeEach
  void serve() {
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            answer.to(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  @AfterEach
  void end() {
    metrics.close();
    over.countDown();
    server.stop(0);
    threads.close();
  }

  private void serve(String text) {
    answer = exchange -> send(exchange, 200, text);
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private void awaitLost(long kernel, long ringbuf, long listener) {
    await()
        .until(
            metrics::losses,
            new AgentLosses("", Map.of(KERNEL, kernel, RINGBUF, ringbuf, LISTENER, listener))
                ::equals);
  }

  /** After it is counted. */
  private void awaitTold(long lost) {
    await().untilAsserted(() -> assertThat(told).containsExactly(lost));
  }

  private void awaitProblem(String problem) {
    awaitProblem(metrics, problem);
  }

  private void awaitProblem(AgentMetrics of, String problem) {
    await()
        .untilAsserted(
            () ->
                assertThat(of.losses().problem())
                    .startsWith("metrics not reachable: " + page + ": ")
                    .contains(problem));
  }

  @Test
  void nothingIsKnownBeforeTheFirstPage() {
    assertThat(metrics.losses())
        .isEqualTo(new AgentLosses("metrics not read yet: " + page, Map.of()));
  }

  @Test
  void growthOnANewAgentsPageIsTold() {
    serve(NEW.formatted(7, 0, 100));
    metrics.start();
    awaitLost(0, 0, 0);
    serve(NEW.formatted(9, 40, 100));
    awaitLost(2, 0, 40);
    awaitTold(42);
  }

  @Test
  void growthOnAnOldAgentsPageIsTold() {
    serve(OLD.formatted(7, 0));
    metrics.start();
    awaitLost(0, 0, 0);
    serve(OLD.formatted(8, 5));
    awaitLost(1, 5, 0);
    awaitTold(6);
  }

  @Test
  void anAgentThatIsAwayIsAStateAndItsLossIsToldWhenItIsBack() {
    serve(NEW.formatted(0, 0, 50));
    metrics.start();
    awaitLost(0, 0, 0);
    int port = server.getAddress().getPort();
    server.stop(0);
    awaitProblem("");
    assertThat(metrics.losses().lost()).containsEntry(RINGBUF, 0L);

    server = serverAt(port);
    serve(NEW.formatted(0, 0, 3).replace("1.79500000123e+09", "1.79500000999e+09"));
    serve();
    awaitLost(0, 3, 0);
    awaitTold(3);
  }

  @Test
  void aPageOfSomethingElseIsNoPage() {
    serve("<html>\n<body>metrics? not here</body>\n</html>\n");
    metrics.start();
    awaitProblem("the page has none of Tetragon's loss counters");
    answer = exchange -> send(exchange, 404, "gone");
    awaitProblem("it answers with status 404");
    serve("tetragon_notify_overflowed_events_total many\n");
    awaitProblem("line 1 cannot be read: 'many' is not a number");
    serve(NEW.formatted(1, 1, 1));
    awaitLost(0, 0, 0);
    assertThat(told).isEmpty();
  }

  @Test
  void aPageThatDoesNotEndInTimeIsGivenUp() {
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("tetragon_notify_".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          over.await();
        };
    metrics = new AgentMetrics(page, IMPATIENT, new Random(1), told::add);
    metrics.start();
    awaitProblem("no full answer within 2 s");
    serve(NEW.formatted(1, 1, 1));
    awaitLost(0, 0, 0);
  }

  @Test
  void aLargePageIsRead() {
    StringBuilder large = new StringBuilder(NEW.formatted(1, 1, 1));
    for (int i = 0; i < 50_000; i++) {
      large.append("tetragon_events_total{binary=\"/usr/bin/").append(i).append("\"} 1\n");
    }
    large.append("long").append("x".repeat(MetricsPage.LONGEST_LINE * 3)).append(" 1\n");
    serve(large.toString());
    metrics.start();
    awaitLost(0, 0, 0);
  }

  @Test
  void aPageWithoutEndIsGivenUp() {
    byte[] line =
        "tetragon_events_total{a=\"b\"} 1\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream body = exchange.getResponseBody();
          while (over.getCount() > 0) {
            body.write(line);
          }
        };
    AgentMetrics.Timing patient =
        new AgentMetrics.Timing(
            FAST.interval(), Duration.ofMinutes(1), FAST.firstBackoff(), FAST.lastBackoff());
    try (AgentMetrics reader = new AgentMetrics(page, patient, new Random(1), told::add)) {
      reader.start();
      awaitProblem(reader, "the page is larger than " + MetricsPage.MOST_BYTES + " bytes");
    }
  }

  @Test
  void whatDoesNotAnswerIsAskedLessOften() {
    List<Long> asked = new CopyOnWriteArrayList<>();
    List<Long> answered = new CopyOnWriteArrayList<>();
    answer =
        exchange -> {
          asked.add(System.nanoTime());
          answered.add(System.nanoTime());
          send(exchange, 500, "");
        };
    metrics.start();
    await().until(() -> asked.size() > 6);
    // What lies between an answer and the next question is the client's pause, or more.
    assertThat(Duration.ofNanos(asked.get(6) - answered.get(5)))
        .isGreaterThanOrEqualTo(FAST.lastBackoff().dividedBy(2));
  }
}
