package dev.tocsin.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.alert.Findings;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.cluster.AlertmanagerProcess;
import dev.tocsin.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures what a leader with a real API server and a real Alertmanager makes of alerts that are
 * there within a minute: {@code ClusterStorm [ALERTS]}. Slack is a fake. Nothing is moved by hand,
 * so it takes minutes.
 */
final class ClusterStorm {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SYSTEM = "tocsin-system";
  private static final int NAMESPACES = 10;
  private static final int CLIENTS = 8;
  private static final Duration OPENED_WITHIN = Duration.ofSeconds(55);

  /** From then on only what is delivered is written: enough to see at which pace. */
  private static final Duration WRITING = Duration.ofMinutes(2);

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final FakeReceiver slack;
  private final AlertmanagerProcess alertmanager;
  private final List<Throwable> failures = new ArrayList<>();

  /** Writes of alerts that are the storm, not its consequence. */
  private final AtomicLong own = new AtomicLong();

  private ClusterStorm(ControlPlane plane, FakeReceiver slack, AlertmanagerProcess alertmanager) {
    this.plane = plane;
    this.client = plane.client();
    this.slack = slack;
    this.alertmanager = alertmanager;
  }

  public static void main(String[] arguments) throws Exception {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    int alerts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    try (ControlPlane plane = ControlPlane.launch();
        FakeReceiver slack = FakeReceiver.start();
        AlertmanagerProcess alertmanager = AlertmanagerProcess.startOrSkip()) {
      slack.usual = new FakeReceiver.Behaviour.Says(200, "ok");
      new ClusterStorm(plane, slack, alertmanager).run(alerts);
    }
  }

  private void run(int alerts) throws Exception {
    plane.createNamespace(SYSTEM, Map.of());
    for (int i = 0; i < NAMESPACES; i++) {
      plane.createNamespace("storm-" + i, Map.of());
    }
    SecurityAlert pattern = pattern();
    apply();
    long heapBefore = heap();
    LeadingOutputs leader = leader();
    await(() -> leader.outputs.stats().size() == 2);

    long writesBefore = writes();
    Samples samples = new Samples();
    long begin = System.nanoTime();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      Future<?> opening = clients.submit(() -> open(pattern, alerts, clients));
      while (!opening.isDone() || seconds(begin) < 1) {
        samples.take(writesBefore);
        TimeUnit.SECONDS.sleep(1);
      }
      opening.get();
    }
    say("%,d alerts were opened in %.0f s", alerts, seconds(begin));
    double active = -1;
    double read = -1;
    double end = -1;
    while (active < 0 || read < 0 || System.nanoTime() < end) {
      samples.take(writesBefore);
      TimeUnit.SECONDS.sleep(1);
      if (active < 0 && active() == alerts) {
        active = seconds(begin);
        say("Alertmanager: all of them were active %.0f s after the first", active);
      }
      if (read < 0 && delivered(leader, "slack") >= alerts) {
        read = seconds(begin);
        say(
            "Slack: all of them in %,d messages, the last after %.0f s",
            slack.received.size(), read);
      }
      if (active >= 0 && read >= 0 && end < 0) {
        end = System.nanoTime() + WRITING.toNanos();
      }
    }
    say("Slack: at most %,d messages in a minute", samples.mostMessages);
    say(
        "API server: %,d writes for it in %.0f s, at most %,d in ten seconds",
        samples.lastWrites, seconds(begin), samples.mostWrites);
    say(
        "heap: %,d KiB more than before, aggregator and informers included",
        (heap() - heapBefore) >> 10);
    leader.outputs.close();
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.getFirst());
    }
  }

  private LeadingOutputs leader() {
    return new LeadingOutputs(client, SYSTEM, slack, InstantSource.system(), failures::add).start();
  }

  /** An alert as this program writes it, which is not one of the storm. */
  private SecurityAlert pattern() throws InterruptedException {
    Findings findings = new Findings(InstantSource.system());
    findings.namespace = "storm-0";
    LeadingOutputs leader = leader();
    leader.aggregator.accept(findings.finding("web-1"));
    await(() -> all().stream().anyMatch(each -> each.getStatus() != null));
    SecurityAlert pattern = all().getFirst();
    leader.end();
    client.resource(pattern).delete();
    return pattern;
  }

  private List<SecurityAlert> all() {
    return client.resources(SecurityAlert.class).inAnyNamespace().list().getItems();
  }

  private void apply() {
    plane
        .kubectlWithInput(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: slack, namespace: %1$s}
            stringData: {url: "%2$s"}
            ---
            apiVersion: tocsin.dev/v1alpha1
            kind: AlertOutput
            metadata: {name: slack, namespace: %1$s}
            spec: {slack: {urlFrom: {name: slack, key: url}}}
            ---
            apiVersion: tocsin.dev/v1alpha1
            kind: AlertOutput
            metadata: {name: alertmanager, namespace: %1$s}
            spec: {alertmanager: {urls: ['%3$s']}}
            """
                .formatted(SYSTEM, slack.url(), alertmanager.url()),
            "apply",
            "--filename=-")
        .orFail();
  }

  /** Each with two requests, as a writer of alerts makes them. */
  private Void open(SecurityAlert pattern, int alerts, ExecutorService clients)
      throws InterruptedException, ExecutionException {
    long begin = System.nanoTime();
    List<Future<?>> opened = new ArrayList<>();
    for (int i = 0; i < alerts; i++) {
      long due = begin + OPENED_WITHIN.toNanos() / alerts * i;
      TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
      int number = i;
      opened.add(clients.submit(() -> open(pattern, number)));
    }
    for (Future<?> each : opened) {
      each.get();
    }
    return null;
  }

  private void open(SecurityAlert pattern, int number) {
    SecurityAlert alert = new SecurityAlert();
    alert.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("storm-" + number % NAMESPACES)
            .withName(name(pattern.getMetadata().getName(), number))
            .withLabels(pattern.getMetadata().getLabels())
            .withAnnotations(pattern.getMetadata().getAnnotations())
            .build());
    alert.setSpec(pattern.getSpec());
    SecurityAlert created = client.resource(alert).create();
    own.incrementAndGet();
    created.setStatus(pattern.getStatus());
    client.resource(created).updateStatus();
    own.incrementAndGet();
  }

  /** Another digest of twenty letters for each. */
  private static String name(String pattern, int number) {
    StringBuilder digest = new StringBuilder();
    for (int rest = number, i = 0; i < 20; i++, rest /= 26) {
      digest.append((char) ('a' + rest % 26));
    }
    return pattern.substring(0, pattern.length() - 20) + digest;
  }

  private int active() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return JSON.readTree(
              http.send(
                      HttpRequest.newBuilder(URI.create(alertmanager.url() + "/api/v2/alerts"))
                          .build(),
                      BodyHandlers.ofInputStream())
                  .body())
          .size();
    }
  }

  private static long delivered(LeadingOutputs leader, String output) {
    return leader.outputs.stats().stream()
        .filter(each -> each.output().equals(SYSTEM + "/" + output))
        .mapToLong(OutputStats::delivered)
        .sum();
  }

  private long writes() {
    return plane.writes("tocsin.dev", "securityalerts")
        + plane.writes("tocsin.dev", "alertoutputs");
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    while (!condition.holds()) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  /** What was counted, about each second. */
  private final class Samples {
    private final Deque<Sample> messages = new ArrayDeque<>();
    private final Deque<Sample> writes = new ArrayDeque<>();
    long mostMessages;
    long mostWrites;
    long lastWrites;

    private record Sample(long nanos, long count) {}

    void take(long writesBefore) {
      mostMessages = Math.max(mostMessages, within(messages, slack.received.size(), 60));
      // up to as many as there are clients are under way, and not known to be the storm's
      lastWrites = writes() - writesBefore - own.get();
      mostWrites = Math.max(mostWrites, within(writes, lastWrites, 10));
    }

    private static long within(Deque<Sample> samples, long count, int seconds) {
      long now = System.nanoTime();
      samples.addLast(new Sample(now, count));
      while (now - samples.getFirst().nanos > TimeUnit.SECONDS.toNanos(seconds)) {
        samples.removeFirst();
      }
      return count - samples.getFirst().count;
    }
  }
}
