package dev.tocsin.endtoend;

import static org.awaitility.Awaitility.await;

import com.google.common.collect.Lists;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.Port;
import dev.tocsin.control.PolicySource;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.identity.SensorAccount;
import dev.tocsin.transport.sensor.LinkSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Many simulated sensors against one real operator and a real API server: how much the operator
 * takes, and what that costs. A program for {@code make scale}; a test runs it with a few sensors.
 *
 * <p>What is simulated: the agents, and that each sensor follows policies by itself (one source
 * serves all). What is real: the engine of each sensor, its connection, TLS, its token and the
 * TokenReview, its Node; the operator's process; the API server.
 */
final class FleetScale extends ClusterScene {
  private static final int MOST_WAITING = 1_000;

  /** What a sensor may take to connect: four times what it takes on two cores. */
  private static final Duration CONNECTING = Duration.ofMillis(100);

  /**
   * Sensors that connect at the same time. A node has cores of its own; these share two, and when
   * thousands begin at once none is through with its part of it before its time is over.
   */
  private static final int CONNECTING_AT_ONCE = 100;

  /** Threads that have sensors find something. */
  private static final int FINDING = 2;

  /** While all spools are full enough. */
  private static final Duration PAUSE = Duration.ofMillis(5);

  private static final String POLICY =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata: {name: mark, namespace: tocsin-system}
      spec:
        title: A program on a node
        severity: %s
        scope: {host: Only}
        events: [ProcessExec]
        match: process.name == 'mark'
        alert: {groupBy: [process.name]}
      """;

  private final TocsinProcess operator;
  private final PolicySource policies;
  private final List<SimulatedSensor> sensors = new ArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Cable cable;
  private final long begin;

  /**
   * @param connecting how many sensors may connect at the same time
   */
  FleetScale(ControlPlane plane, int count, int connecting) throws Exception {
    super(plane);
    SensorAccount account = newSensorAccount();
    List<Path> tokens = tokens(account, count);
    apply(POLICY.formatted("High"));
    int port = Port.free();
    operator =
        TocsinProcess.start(
            TocsinProcess.fromClassPath(),
            plane.kubeconfig(),
            folder().resolve("operator.log"),
            Map.of("POD_NAME", "operator-0"),
            "operator",
            "--sensor-address",
            "127.0.0.1:" + port,
            "--webhook-address",
            "none");
    eventually("leads", () -> operator.metric("tocsin_leading", "") == 1);
    Path authority = Files.writeString(folder().resolve("ca.crt"), authority());
    cable = Cable.from(() -> address(connections.getAndIncrement() % count), port);
    begin = System.nanoTime();
    for (int i = 0; i < count; i++) {
      if (i >= connecting) {
        awaitConnected(sensors.get(i - connecting));
      }
      sensors.add(
          new SimulatedSensor(
              node(i),
              new LinkSettings(
                  List.of("127.0.0.1:" + cable.port()),
                  new LinkSettings.Tls(authority, "tocsin-operator." + NAMESPACE + ".svc"),
                  tokens.get(i),
                  LinkSettings.Timing.DEFAULT)));
    }
    policies = policies(this::install);
    policies.start();
  }

  private static String node(int number) {
    return "worker-" + number;
  }

  /**
   * Each node has an address of its own, as far as the operator sees, which limits what comes from
   * one. They share a cable: descriptors of one process are scarce.
   */
  private static InetAddress address(int number) {
    byte[] address = {127, 1, (byte) (number / 250), (byte) (number % 250 + 1)};
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Path> tokens(SensorAccount account, int count)
      throws ExecutionException, InterruptedException {
    List<Future<Path>> made = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < count; i++) {
        String node = node(i);
        made.add(threads.submit(() -> token(account, node)));
      }
    }
    List<Path> tokens = new ArrayList<>();
    for (Future<Path> each : made) {
      tokens.add(each.get());
    }
    return tokens;
  }

  private Path token(SensorAccount account, String node) throws IOException {
    return Files.writeString(
        folder().resolve(node + ".token"), account.token("tocsin", account.podOn(node)));
  }

  /** Looks often: there are thousands of them. */
  private static void awaitConnected(SimulatedSensor sensor) {
    await("a connected sensor")
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(sensor::isConnected);
  }

  private void install(List<CompiledPolicy> policies) {
    sensors.forEach(sensor -> sensor.install(policies));
  }

  /** Waits until all are connected and run the policy; returns what that took since the first. */
  Duration awaitFirstLoaded() {
    return awaitLoaded(begin);
  }

  /** Waits until the policy's status says that all nodes run its newest generation. */
  private Duration awaitLoaded(long begin) {
    String all = sensors.size() + "/" + sensors.size();
    eventually(
        "loaded everywhere",
        PATIENCE.plus(CONNECTING.multipliedBy(sensors.size())),
        () -> {
          DetectionPolicy policy = stored("mark"); // kubectl, ten times a second, takes a core
          DetectionPolicyStatus.Nodes nodes = policy.getStatus().nodes();
          return isLoaded(policy) && nodes != null && all.equals(nodes.ready());
        });
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Changes the policy and measures until it is loaded everywhere. */
  Duration change() {
    long changed = System.nanoTime();
    apply(POLICY.formatted("Low"));
    return awaitLoaded(changed);
  }

  /**
   * Has all sensors find as much as the operator takes.
   *
   * @return findings that were made
   */
  long storm(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    LongAdder made = new LongAdder();
    List<Thread> threads = new ArrayList<>();
    // virtual ones would keep the links from the processors until their connections are given up
    for (List<SimulatedSensor> share :
        Lists.partition(sensors, Math.ceilDiv(sensors.size(), FINDING))) {
      threads.add(Thread.ofPlatform().start(() -> made.add(find(share, end))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return made.sum();
  }

  private static long find(List<SimulatedSensor> sensors, long end) {
    long made = 0;
    do {
      long before = made;
      for (SimulatedSensor sensor : sensors) {
        if (sensor.waiting() < MOST_WAITING) {
          sensor.execute("mark");
          made++;
        }
      }
      if (made == before) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    } while (System.nanoTime() - end < 0);
    return made;
  }

  /** Findings that the operator has taken in. */
  long taken() {
    return (long) operator.metric("tocsin_sensor_entries_total", "outcome=\"taken\"");
  }

  /** Of the operator. */
  ProcessUsage usage() throws IOException {
    return operator.usage();
  }

  long requests() {
    return plane().writes("tocsin.dev", "securityalerts")
        + plane().writes("tocsin.dev", "detectionpolicies");
  }

  @Override
  public void close() {
    sensors.forEach(SimulatedSensor::close);
    cable.close();
    policies.close();
    operator.close();
    deleteFolder();
  }

  /** Arguments: number of sensors (1000), seconds of storm (20). */
  public static void main(String[] arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    Duration time = Duration.ofSeconds(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20);
    say("making %,d nodes, pods and tokens; an operator; %,d sensors", count, count);
    try (ControlPlane plane = ControlPlane.launch();
        FleetScale fleet = new FleetScale(plane, count, CONNECTING_AT_ONCE)) {
      Duration first = fleet.awaitFirstLoaded();
      say(
          "all connected and loaded after %.1f s, with %.1f s of the operator's CPU since its"
              + " start",
          seconds(first), seconds(fleet.usage().cpu()));
      Duration before = fleet.usage().cpu();
      Duration change = fleet.change();
      say(
          "a changed policy is loaded, and status says so, after %.1f s, with %.1f s of its CPU",
          seconds(change), seconds(fleet.usage().cpu().minus(before)));
      say("operator at rest: %,d MiB resident", fleet.usage().resident());
      long writes = fleet.requests();
      long takenBefore = fleet.taken();
      Duration cpu = fleet.usage().cpu();
      long begin = System.nanoTime();
      long made = fleet.storm(time);
      double took = (System.nanoTime() - begin) / 1e9;
      long taken = fleet.taken() - takenBefore;
      say("%,d findings made in %.1f s; %,.0f a second taken in", made, took, taken / took);
      say(
          "operator: %.2f cores, %,d MiB resident; API writes: %.1f a second",
          seconds(fleet.usage().cpu().minus(cpu)) / took,
          fleet.usage().resident(),
          (fleet.requests() - writes) / took);
      fleet.awaitCount("mark", made);
      say("the alerts count %,d findings: exact", made);
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
