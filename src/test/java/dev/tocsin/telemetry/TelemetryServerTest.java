package dev.tocsin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.telemetry.Health.CheckResult;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryServerTest {
  private final Meters meters = new Meters();
  private final Health health = new Health();
  private final HttpClient http = HttpClient.newHttpClient();
  private TelemetryServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        TelemetryServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), meters, health);
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
    meters.close();
  }

  private HttpResponse<String> request(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return http.send(
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String metrics() throws IOException, InterruptedException {
    HttpResponse<String> response = request("GET", "/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    return response.body();
  }

  @Test
  void aCounterIsReadWhenSomebodyLooks() throws Exception {
    LongAdder findings = new LongAdder();
    meters.bind(Metric.FINDINGS, findings::sum);
    findings.add(3);
    assertThat(metrics())
        .contains("# TYPE tocsin_findings_total counter")
        .contains("# HELP tocsin_findings_total Accepted findings, without duplicates.")
        .contains("\ntocsin_findings_total 3.0\n");
    findings.increment();
    assertThat(metrics()).contains("\ntocsin_findings_total 4.0\n");
  }

  @Test
  void rowsComeAndGoWithWhatTheyDescribe() throws Exception {
    Map<String, Long> matches = new LinkedHashMap<>(Map.of("default/shell", 7L));
    meters.bindAll(
        Metric.POLICY_MATCHES, rows -> matches.forEach((policy, n) -> rows.add(n, policy)));
    assertThat(metrics()).contains("tocsin_policy_matches_total{policy=\"default/shell\"} 7.0");
    matches.clear();
    matches.put("default/mount", 1L);
    assertThat(metrics())
        .contains("tocsin_policy_matches_total{policy=\"default/mount\"} 1.0")
        .doesNotContain("default/shell");
  }

  @Test
  void severalBindingsGiveTheRowsOfOneMetric() throws Exception {
    meters.bindAll(Metric.AGENT_CONNECTED, rows -> rows.add(1, "node-a"));
    meters.bindAll(Metric.AGENT_CONNECTED, rows -> rows.add(0, "node-b"));
    assertThat(metrics())
        .contains("tocsin_agent_connected{agent=\"node-a\"} 1.0")
        .contains("tocsin_agent_connected{agent=\"node-b\"} 0.0");
  }

  @Test
  void rowsWithTheSameLabelsAreAddedUp() throws Exception {
    meters.bindAll(Metric.ALERT_WRITES, rows -> rows.add(2, "created"));
    meters.bindAll(Metric.ALERT_WRITES, rows -> rows.add(3, "created"));
    assertThat(metrics()).contains("tocsin_alert_writes_total{result=\"created\"} 5.0");
  }

  @Test
  void theJvmIsMeasuredToo() throws Exception {
    assertThat(metrics()).contains("jvm_memory_used_bytes{area=\"heap\"").contains("process_cpu");
  }

  @Test
  void aBrokenReadingIsAServerErrorAndTheServerGoesOn() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    meters.bind(
        Metric.ALERTS,
        () -> {
          if (broken.get()) {
            throw new IllegalStateException("broken on purpose");
          }
          return 1;
        });
    assertThat(request("GET", "/metrics").statusCode()).isEqualTo(500);
    broken.set(false);
    assertThat(metrics()).contains("tocsin_alerts 1.0");
  }

  @Test
  void withoutChecksItIsLiveAndReady() throws Exception {
    assertThat(request("GET", "/livez").statusCode()).isEqualTo(200);
    assertThat(request("GET", "/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void oneFailingCheckFailsTheProbeAndSaysWhy() throws Exception {
    health.ready("policies", () -> CheckResult.ok("12 loaded"));
    health.ready("tetragon", () -> CheckResult.failing("no stream since 10:00"));
    HttpResponse<String> response = request("GET", "/readyz");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body())
        .isEqualTo(
            """
            [+]policies: 12 loaded
            [-]tetragon: no stream since 10:00
            failing
            """);
    assertThat(request("GET", "/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void readyFollowsTheCheck() throws Exception {
    AtomicBoolean ok = new AtomicBoolean();
    health.ready("pods", () -> new CheckResult(ok.get(), "synced: " + ok));
    assertThat(request("GET", "/readyz").statusCode()).isEqualTo(503);
    ok.set(true);
    HttpResponse<String> response = request("GET", "/readyz");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("[+]pods: synced: true\nok\n");
  }

  @Test
  void aCheckThatThrowsIsAFailingCheck() throws Exception {
    health.live(
        "writer",
        () -> {
          throw new IllegalStateException("gone");
        });
    HttpResponse<String> response = request("GET", "/livez");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("[-]writer: the check failed: ").contains("gone");
  }

  @Test
  void headAnswersWithoutABody() throws Exception {
    health.ready("pods", () -> CheckResult.failing("not synced"));
    HttpResponse<String> response = request("HEAD", "/readyz");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metricsx", "/metrics/", "/livez/x"})
  void otherPathsAreNotFound(String path) throws Exception {
    assertThat(request("GET", path).statusCode()).isEqualTo(404);
  }

  @Test
  void nothingCanBePosted() throws Exception {
    assertThat(request("POST", "/metrics").statusCode()).isEqualTo(405);
  }

  @Test
  void aPortThatIsTakenIsAnError() {
    assertThatThrownBy(() -> TelemetryServer.start(server.address(), meters, health))
        .isInstanceOf(BindException.class);
  }
}
