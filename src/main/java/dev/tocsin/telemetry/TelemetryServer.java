package dev.tocsin.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}, {@code /livez} and {@code /readyz} over plain HTTP. A probe is answered
 * with 200 or 503, and with the checks and their reasons as text.
 */
public final class TelemetryServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetryServer.class);
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Supplier<Answer>> pages;

  private record Answer(int status, String type, String text) {}

  private TelemetryServer(HttpServer server, Meters meters, Health health) {
    this.server = server;
    this.pages =
        Map.of(
            "/metrics", () -> new Answer(200, PROMETHEUS, meters.page()),
            "/livez", () -> probe(health.liveness()),
            "/readyz", () -> probe(health.readiness()));
  }

  /**
   * @param address port 0 takes any free one
   * @throws IOException when the address cannot be bound
   */
  public static TelemetryServer start(InetSocketAddress address, Meters meters, Health health)
      throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    TelemetryServer telemetry = new TelemetryServer(server, meters, health);
    server.createContext("/", telemetry::handle);
    server.setExecutor(telemetry.executor);
    server.start();
    return telemetry;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** {@code http://[::]:9464}. */
  public String url() {
    String host = address().getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address().getPort();
  }

  private static Answer probe(Health.Report report) {
    return new Answer(report.ok() ? 200 : 503, TEXT, report.text());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
      byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(answer.status(), -1);
        return;
      }
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(String method, String path) {
    Supplier<Answer> page = pages.get(path);
    if (page == null) {
      return new Answer(404, TEXT, "not found; there are " + pages.keySet() + "\n");
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return new Answer(405, TEXT, "only GET and HEAD\n");
    }
    try {
      return page.get();
    } catch (RuntimeException e) {
      LOG.error("Cannot make the page {}", path, e);
      return new Answer(500, TEXT, "failed, see the log\n");
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }
}
