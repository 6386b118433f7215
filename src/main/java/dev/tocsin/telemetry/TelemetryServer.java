package dev.tocsin.telemetry;

import dev.tocsin.listen.Answer;
import dev.tocsin.listen.Connections;
import dev.tocsin.listen.HttpListener;
import dev.tocsin.listen.ListenerStats;
import dev.tocsin.listen.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics}, {@code /livez} and {@code /readyz} over plain HTTP. A probe is answered
 * with 200 or 503, and with the checks and their reasons as text.
 */
public final class TelemetryServer implements AutoCloseable {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  /** Few ask: kubelets, and what collects metrics. A page of thousands of policies is megabytes. */
  private static final HttpListener.Limits LIMITS =
      new HttpListener.Limits(
          new Connections.Limits(24, 6),
          16 << 10,
          0,
          Duration.ofSeconds(10),
          Duration.ofSeconds(90));

  private final Map<String, Supplier<Answer>> pages;
  private final HttpListener listener;

  private TelemetryServer(InetSocketAddress address, Meters meters, Health health)
      throws IOException {
    this.pages =
        Map.of(
            "/metrics", () -> Answer.of(200, PROMETHEUS, meters.page()),
            "/livez", () -> probe(health.liveness()),
            "/readyz", () -> probe(health.readiness()));
    this.listener = HttpListener.start("http", address, null, LIMITS, this::answer);
  }

  /**
   * @param address port 0 takes any free one
   * @throws IOException when the address cannot be bound
   */
  public static TelemetryServer start(InetSocketAddress address, Meters meters, Health health)
      throws IOException {
    return new TelemetryServer(address, meters, health);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return listener.address();
  }

  /** Who was let in, and who not. */
  public ListenerStats stats() {
    return listener.stats();
  }

  /** {@code http://[::]:9464}. */
  public String url() {
    String host = address().getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address().getPort();
  }

  private static Answer probe(Health.Report report) {
    return Answer.text(report.ok() ? 200 : 503, report.text());
  }

  private Answer answer(Request request) {
    Supplier<Answer> page = pages.get(request.path());
    if (page == null) {
      return Answer.text(404, "not found; there are " + pages.keySet() + "\n");
    }
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Answer.text(405, "only GET and HEAD\n");
    }
    return page.get();
  }

  @Override
  public void close() {
    listener.close();
  }
}
