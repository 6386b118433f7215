package dev.tocsin.endtoend;

import dev.tocsin.cluster.ControlPlane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The API server gone for ten minutes while two nodes go on finding, as nobody wants to wait for in
 * a test: a program for {@code make outage}. Everything is real but Tetragon and kubelet, and
 * nothing may be lost.
 */
final class FleetOutage {
  private static final List<String> NODES = List.of("worker-0", "worker-1");

  /** Findings of a node in a second. */
  private static final int RATE = 20;

  /** What a sensor may log in ten minutes. */
  private static final int MOST_LINES = 20;

  /** What kubelet waits at most before it starts a container again that ended. */
  private static final int KUBELET_SECONDS = 10;

  private final ControlPlane plane;
  private final Fleet fleet;
  private long sent;

  private FleetOutage(ControlPlane plane, Fleet fleet) {
    this.plane = plane;
    this.fleet = fleet;
  }

  private void run(Duration outage) throws IOException, InterruptedException {
    fleet.apply(Fleet.policyOf("mark"));
    fleet.ensureOperators("operator-0", "operator-1");
    fleet.ensureNodes(NODES.toArray(String[]::new));
    fleet.eventually("loaded", () -> fleet.condition("mark", "Loaded").startsWith("True"));
    find();
    fleet.awaitCount("mark", sent);
    say("counted %,d findings; the API server ends", sent);
    report();

    plane.stop();
    long linesBefore = linesOfSensors();
    int restarts = 0;
    for (long second = 1; second <= outage.toSeconds(); second++) {
      TimeUnit.SECONDS.sleep(1);
      find();
      if (second % KUBELET_SECONDS == 0) {
        restarts += fleet.restartEnded();
      }
      if (second % 120 == 0) {
        say("after %,d s: %,d operators had ended and were started again", second, restarts);
        report();
      }
    }
    long lines = linesOfSensors() - linesBefore;
    say(
        "%,d findings made in all, %,d lines logged by sensors; the API server starts",
        sent, lines);
    if (lines >= (long) MOST_LINES * NODES.size()) {
      throw new AssertionError(lines + " lines logged by " + NODES.size() + " sensors");
    }
    plane.start();
    long begin = System.nanoTime();
    fleet.restartEnded();
    fleet.eventually("all are counted", () -> fleet.count("mark") >= sent);
    say("%.1f s after it is usable: %,d counted", seconds(begin), fleet.count("mark"));
    fleet.eventually("spools are empty", () -> waiting() == 0);
    say(
        "%.1f s after it is usable: spools are empty; %,d counted in %,d alerts",
        seconds(begin), fleet.count("mark"), fleet.alerts("mark").size());
    report();
    if (fleet.count("mark") != sent) {
      throw new AssertionError(fleet.count("mark") + " counted, and " + sent + " made");
    }
  }

  private long linesOfSensors() {
    return NODES.stream().mapToLong(node -> fleet.sensor(node).log().lines().count()).sum();
  }

  private void find() {
    for (String node : NODES) {
      fleet.send(node, "mark", RATE);
      sent += RATE;
    }
  }

  private long waiting() {
    return NODES.stream()
        .mapToLong(node -> (long) fleet.sensor(node).metric("tocsin_spool_entries", ""))
        .sum();
  }

  private void report() throws IOException {
    for (String node : NODES) {
      TocsinProcess sensor = fleet.sensor(node);
      ProcessUsage usage = sensor.usage();
      say(
          "  %s: pid %d, %,d MiB resident, %.1f s of CPU, %,d entries of %,d KiB in the spool, %,d"
              + " shed; %,d lines of log",
          node,
          sensor.pid(),
          usage.resident(),
          usage.cpu().toMillis() / 1e3,
          (long) sensor.metric("tocsin_spool_entries", ""),
          (long) sensor.metric("tocsin_spool_bytes", "") >> 10,
          (long) sensor.metric("tocsin_spool_shed_total", ""),
          sensor.log().lines().count());
    }
  }

  private static double seconds(long beginNanos) {
    return (System.nanoTime() - beginNanos) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /** Argument: seconds without an API server (600). */
  public static void main(String[] arguments) throws Exception {
    Duration outage =
        Duration.ofSeconds(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 600);
    try (ControlPlane plane = ControlPlane.launch();
        Fleet fleet = new Fleet(plane)) {
      new FleetOutage(plane, fleet).run(outage);
    }
  }
}
