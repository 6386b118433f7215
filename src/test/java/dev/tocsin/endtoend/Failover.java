package dev.tocsin.endtoend;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.control.PolicySource;
import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.event.Event;
import dev.tocsin.identity.SensorAccount;
import dev.tocsin.transport.sensor.LinkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What it takes a replica of the operator to follow another one when many alerts are open: a
 * program for {@code make failover}. The API server and both replicas are real; so are the alerts,
 * which were written as a leader writes them. A simulated sensor reports findings of alerts that
 * are open already, and each must be counted in that very object.
 */
final class Failover extends ClusterScene {
  private static final int POLICIES = 20;

  /** Alerts that get a finding while nobody leads; with the governor's burst. */
  private static final int FRESH = 50;

  private static final Duration LONG = Duration.ofMinutes(5);

  private static final String POLICY =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata: {name: %1$s, namespace: tocsin-system}
      spec:
        title: A program in a pod that none of its kind is expected in
        severity: High
        events: [ProcessExec]
        match: process.name == '%1$s'
        alert: {groupBy: [pod.namespace, pod.name]}
      ---
      """;

  private final List<String> launcher;
  private final int alerts;
  private final SensorAccount account;
  private final BusyPods pods = new BusyPods();
  private final PolicySource policies;
  private volatile List<CompiledPolicy> compiled = List.of();
  private final List<Replica> replicas = new ArrayList<>();
  private Map<String, String> uids = Map.of();
  private long findings;

  /**
   * @param launcher the command up to and without the name of its subcommand
   * @param alerts how many are open
   */
  Failover(ControlPlane plane, List<String> launcher, int alerts) throws Exception {
    super(plane);
    this.launcher = launcher;
    this.alerts = alerts;
    account = newSensorAccount();
    BusyPods.namespaces().forEach(name -> RecordedWorkloads.createNamespace(plane.client(), name));
    StringBuilder manifests = new StringBuilder();
    IntStream.range(0, POLICIES).forEach(i -> manifests.append(POLICY.formatted(program(i))));
    apply(manifests.toString());
    policies = policies(installed -> compiled = installed);
    policies.start();
  }

  private static String program(int policy) {
    return "mark-" + policy;
  }

  /** Alert number so and so is of this policy, and of pod {@code number / POLICIES}. */
  private static int policy(int number) {
    return number % POLICIES;
  }

  /** Has all alerts stored. */
  Duration open() throws InterruptedException {
    long begin = System.nanoTime();
    OpenBacklog backlog = new OpenBacklog(plane().client(), NAMESPACE);
    backlog.start();
    Engine engine = new Engine(InstantSource.system(), Redaction.defaults(), backlog::accept);
    engine.install(compiled);
    for (int i = 0; i < alerts; i++) {
      int pod = i / POLICIES;
      engine.evaluate(Event.of(pods.execution(program(policy(i)), pod)), BusyPods.where(pod));
    }
    backlog.finish();
    findings = alerts;
    uids = uids();
    if (uids.size() != alerts) {
      throw new IllegalStateException(uids.size() + " alerts, not " + alerts);
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private List<SecurityAlert> stored() {
    return plane().client().resources(SecurityAlert.class).inAnyNamespace().list().getItems();
  }

  private Map<String, String> uids() {
    Map<String, String> uids = new HashMap<>();
    stored().forEach(each -> uids.put(each.getMetadata().getName(), each.getMetadata().getUid()));
    return uids;
  }

  /** Starts a replica that nobody knows yet. */
  Replica start() throws IOException {
    Replica replica =
        Replica.start(launcher, plane().kubeconfig(), folder(), "operator-" + replicas.size());
    replicas.add(replica);
    eventually("ready", LONG, replica.process()::isReady);
    return replica;
  }

  void awaitAccepting(Replica replica) {
    eventually("accepts reports", LONG, replica::isAccepting);
  }

  /** A sensor of the first node. */
  SimulatedSensor sensor(Replica... known) throws IOException {
    Path token = folder().resolve("token");
    if (!Files.exists(token)) {
      Files.writeString(token, account.token("tocsin", account.podOn(BusyPods.node(0))));
    }
    SimulatedSensor sensor =
        new SimulatedSensor(
            BusyPods.node(0),
            new LinkSettings(
                List.of(known).stream().map(Replica::address).toList(),
                new LinkSettings.Tls(
                    Files.writeString(folder().resolve("ca.crt"), authority()),
                    "tocsin-operator." + NAMESPACE + ".svc"),
                token,
                LinkSettings.Timing.DEFAULT));
    sensor.install(compiled);
    return sensor;
  }

  /**
   * Reports a finding of each of some alerts of the first node that are open; waits for none.
   *
   * @return how many
   */
  int find(SimulatedSensor sensor) {
    int made = 0;
    for (int i = 0; i < alerts && made < FRESH; i++) {
      int pod = i / POLICIES;
      if (BusyPods.node(pod).equals(BusyPods.node(0))) {
        sensor.evaluate(pods.execution(program(policy(i)), pod), BusyPods.where(pod));
        made++;
      }
    }
    findings += made;
    return made;
  }

  /** Waits until all findings are counted, in the alerts that there were. */
  void awaitExact() {
    eventually("all findings are counted", LONG, () -> counted(stored()) >= findings);
    List<SecurityAlert> all = stored();
    if (counted(all) != findings || !uids().equals(uids)) {
      throw new IllegalStateException(
          counted(all) + " findings in " + all.size() + " alerts, not " + findings);
    }
  }

  private static long counted(List<SecurityAlert> alerts) {
    return alerts.stream().mapToLong(each -> each.getStatus().count()).sum();
  }

  /** Has one replica follow the other, and says what that took. */
  void follow(String how, Replica before, Replica next, Runnable end, SimulatedSensor sensor)
      throws Exception {
    ProcessUsage usage = next.usage();
    Map<String, Long> requests = plane().requests();
    try (CountWatch watch = new CountWatch(plane().client())) {
      Instant begin = Instant.now();
      int made = find(sensor);
      end.run();
      Instant ended = Instant.now();
      awaitAccepting(next);
      watch.await(made, LONG);
      say("%s", how);
      say("  the old leader had ended after %.1f s", since(begin, ended));
      say("  the next one led after %.1f s", since(begin, next.said(", leads").orElseThrow()));
      say(
          "  it took reports after %.1f s",
          since(begin, next.said("accepting reports from sensors").orElseThrow()));
      say(
          "  the first finding was in its alert after %.1f s, the last of %d after %.1f s",
          since(begin, watch.first()), made, since(begin, watch.last()));
      say("  until then it used %s", next.usage().since(usage));
      say("  requests: %s", difference(requests, plane().requests()));
    }
    awaitExact();
    say(
        "  live heap %,d MiB, resident then %,d",
        ProcessUsage.liveHeap(next.process().pid()), next.usage().resident());
  }

  private static double since(Instant begin, Instant end) {
    return Duration.between(begin, end).toMillis() / 1e3;
  }

  static String difference(Map<String, Long> before, Map<String, Long> after) {
    StringBuilder text = new StringBuilder();
    after.forEach(
        (request, count) -> {
          long more = count - before.getOrDefault(request, 0L);
          if (more > 0) {
            text.append(text.isEmpty() ? "" : ", ").append(more).append(' ').append(request);
          }
        });
    return text.toString();
  }

  /** What a process uses within a time in which nothing happens. */
  private static void rest(String who, Replica replica) throws Exception {
    ProcessUsage before = replica.usage();
    long begin = System.nanoTime();
    Thread.sleep(Duration.ofSeconds(20));
    double seconds = (System.nanoTime() - begin) / 1e9;
    ProcessUsage after = replica.usage();
    say(
        "%s at rest: %.3f cores, %,d MiB resident, live heap %,d MiB",
        who,
        after.cpu().minus(before.cpu()).toMillis() / 1e3 / seconds,
        after.resident(),
        ProcessUsage.liveHeap(replica.process().pid()));
  }

  private void list(String what, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(launcher);
    command.add("get");
    command.addAll(List.of(arguments));
    for (int i = 0; i < 3; i++) {
      ProcessUsage usage = ProcessUsage.ofCommand(plane().kubeconfig(), command);
      say("%s: %.1f s of CPU, %,d MiB", what, usage.cpu().toMillis() / 1e3, usage.most());
    }
  }

  @Override
  public void close() {
    replicas.forEach(Replica::close);
    policies.close();
    deleteFolder();
  }

  /** Arguments: the launcher, and the number of open alerts (10000). */
  public static void main(String[] arguments) throws Exception {
    int alerts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
    try (ControlPlane plane = ControlPlane.launch();
        Failover scene = new Failover(plane, List.of(arguments[0]), alerts)) {
      say("%,d alerts were stored in %.0f s", alerts, scene.open().toMillis() / 1e3);
      scene.list("tocsin get -A", "-A");
      scene.list("tocsin get of a namespace", "-n", BusyPods.namespace(0));
      Replica first = scene.start();
      scene.awaitAccepting(first);
      Replica second = scene.start();
      try (SimulatedSensor sensor = scene.sensor(first, second)) {
        eventuallyConnected(scene, sensor);
        rest("the leader", first);
        rest("the other one", second);
        scene.follow("kill -9", first, second, first::kill, sensor);
      }
      Replica third = scene.start();
      try (SimulatedSensor sensor = scene.sensor(second, third)) {
        eventuallyConnected(scene, sensor);
        scene.follow("SIGTERM", second, third, second::stop, sensor);
      }
    }
    System.exit(0);
  }

  private static void eventuallyConnected(Failover scene, SimulatedSensor sensor) {
    scene.eventually("the sensor is connected", sensor::isConnected);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
