package dev.tocsin.endtoend;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.bench.ImportedVariety;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.identity.SensorAccount;
import dev.tocsin.image.JvmFlags;
import dev.tocsin.source.EmbeddedTetragon;
import dev.tocsin.source.Listening;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * What many policies in a real API server cost operator and sensor, each a process of its own: to
 * be loaded, to have their status written, to lie there, and to be changed. A program for {@code
 * make bench-policies CLUSTER=real}.
 */
final class PolicyRollout extends ClusterScene {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final String NODE = "worker-0";
  private static final int CLIENTS = 8;
  private static final int CHANGES = 3;

  /** CPU seconds of a second. */
  private static final double REST = 0.05;

  /** Besides, since the operator looks at each policy every 10 s. */
  private static final double REST_OF_A_POLICY = 0.000_05;

  private final List<String> launcher;
  private final int count;
  private final SensorAccount account;
  private final EmbeddedTetragon tetragon;
  private @Nullable Replica operator;
  private @Nullable TocsinProcess sensor;

  /**
   * @param launcher the command up to and without the name of its subcommand
   * @param count of the policies
   */
  PolicyRollout(ControlPlane plane, List<String> launcher, int count) throws Exception {
    super(plane);
    this.launcher = launcher;
    this.count = count;
    account = newSensorAccount();
    tetragon = EmbeddedTetragon.start(Listening.onUnixSocket(folder().resolve("tetragon.sock")));
    create(ImportedVariety.manifests(count));
  }

  private void create(List<ObjectNode> manifests) throws Exception {
    List<Future<?>> created = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (ObjectNode each : manifests) {
        created.add(clients.submit(() -> client().resource(each.toString()).create()));
      }
    }
    for (Future<?> each : created) {
      each.get();
    }
  }

  private KubernetesClient client() {
    return plane().client();
  }

  private List<DetectionPolicy> policies() {
    return client().resources(DetectionPolicy.class).inAnyNamespace().list().getItems();
  }

  private boolean all(Predicate<DetectionPolicyStatus> what) {
    return policies().stream()
        .allMatch(each -> each.getStatus() != null && what.test(each.getStatus()));
  }

  /** Waits, and says how long and for what. */
  private void measure(String what, long pid, ProcessUsage before, Condition condition)
      throws Exception {
    Map<String, Long> requests = plane().requests();
    long begin = System.nanoTime();
    await(condition);
    say(
        "%s: %.1f s, %s%n  requests: %s",
        what,
        seconds(begin),
        ProcessUsage.of(pid).since(before),
        Failover.difference(requests, plane().requests()));
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private void await(Condition condition) {
    await(Duration.ofMillis(250), condition);
  }

  private void await(Duration poll, Condition condition) {
    Awaitility.await().atMost(LONG).pollInterval(poll).ignoreExceptions().until(condition::holds);
  }

  void operator() throws Exception {
    Replica started =
        Replica.start(launcher, plane().kubeconfig(), folder(), "operator", "--alert-rate", "10");
    operator = started;
    ProcessUsage none = new ProcessUsage(Duration.ZERO, 0, 0);
    long pid = started.process().pid();
    measure("operator, until it takes reports", pid, none, started::isAccepting);
    ProcessUsage before = started.usage();
    measure(
        "operator, from then until all status is written",
        pid,
        before,
        () -> all(status -> !status.conditions().isEmpty()));
  }

  void sensor() throws Exception {
    Replica leader = Objects.requireNonNull(operator);
    ProcessUsage before = leader.usage();
    TocsinProcess started =
        TocsinProcess.start(
            launcher,
            plane().kubeconfig(),
            folder().resolve("sensor.log"),
            Map.of("NODE_NAME", NODE, "TOCSIN_JAVA_OPTS", String.join(" ", JvmFlags.AS_IN_A_POD)),
            "sensor",
            "--operator",
            leader.address(),
            "--operator-name",
            "tocsin-operator." + NAMESPACE + ".svc",
            "--operator-ca",
            Files.writeString(folder().resolve("ca.crt"), authority()).toString(),
            "--token",
            Files.writeString(
                    folder().resolve("token"), account.token("tocsin", account.podOn(NODE)))
                .toString(),
            "--tetragon",
            tetragon.address(),
            "--tetragon-metrics",
            "none",
            "--data-dir",
            folder().resolve("data").toString());
    sensor = started;
    measure(
        "sensor, until it has loaded them",
        started.pid(),
        new ProcessUsage(Duration.ZERO, 0, 0),
        () -> started.metric("tocsin_policies", "") >= count);
    measure(
        "operator, until status says so",
        leader.process().pid(),
        before,
        () -> all(status -> status.nodes() != null && "1/1".equals(status.nodes().ready())));
  }

  /** What both use while nothing happens, and in as long a time in which one policy changes. */
  void change() throws Exception {
    awaitRest();
    for (int i = 1; i <= CHANGES; i++) {
      ProcessUsage[] begin = usage();
      Thread.sleep(WINDOW);
      ProcessUsage[] rested = usage();
      Map<String, Long> requests = plane().requests();
      long changed = System.nanoTime();
      String name = "imported-" + i * 7;
      client()
          .resources(DetectionPolicy.class)
          .inNamespace(NAMESPACE)
          .withName(name)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\": {\"match\": \"process.name == 'changed-%d'\"}}".formatted(i));
      await(Duration.ofMillis(50), () -> isLoaded(stored(name)));
      double took = seconds(changed);
      Thread.sleep(WINDOW.minusNanos(System.nanoTime() - changed));
      ProcessUsage[] after = usage();
      say(
          "a change: status says that it runs after %.2f s; CPU in %d s at rest and with the"
              + " change: operator %.2f and %.2f s, sensor %.2f and %.2f s%n  requests: %s",
          took,
          WINDOW.toSeconds(),
          cpu(begin[0], rested[0]),
          cpu(rested[0], after[0]),
          cpu(begin[1], rested[1]),
          cpu(rested[1], after[1]),
          Failover.difference(requests, plane().requests()));
    }
    for (ProcessUsage each : usage()) {
      say("%,d MiB resident", each.resident());
    }
    say(
        "live heap: operator %,d MiB, sensor %,d MiB",
        ProcessUsage.liveHeap(Objects.requireNonNull(operator).process().pid()),
        ProcessUsage.liveHeap(Objects.requireNonNull(sensor).pid()));
  }

  private ProcessUsage[] usage() throws IOException {
    return new ProcessUsage[] {
      Objects.requireNonNull(operator).usage(), Objects.requireNonNull(sensor).usage()
    };
  }

  /**
   * Waits until both are done with the beginning: for a second in which they do next to nothing.
   */
  private void awaitRest() throws Exception {
    AtomicReference<ProcessUsage[]> last = new AtomicReference<>(usage());
    await(
        Duration.ofSeconds(1),
        () -> {
          ProcessUsage[] now = usage();
          ProcessUsage[] before = last.getAndSet(now);
          return cpu(before[0], now[0]) < REST + count * REST_OF_A_POLICY
              && cpu(before[1], now[1]) < REST;
        });
  }

  private static double cpu(ProcessUsage before, ProcessUsage after) {
    return after.cpu().minus(before.cpu()).toMillis() / 1e3;
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  @Override
  public void close() {
    if (sensor != null) {
      sensor.close();
    }
    if (operator != null) {
      operator.close();
    }
    tetragon.close();
    deleteFolder();
  }

  /** Arguments: the launcher, and the number of policies. */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    try (ControlPlane plane = ControlPlane.launch();
        PolicyRollout scene = new PolicyRollout(plane, List.of(arguments[0]), count)) {
      say("%,d policies", count);
      scene.operator();
      scene.sensor();
      scene.change();
    }
    System.exit(0);
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
