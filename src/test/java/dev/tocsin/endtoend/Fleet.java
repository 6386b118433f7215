package dev.tocsin.endtoend;

import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.Port;
import dev.tocsin.identity.SensorAccount;
import dev.tocsin.source.EmbeddedTetragon;
import dev.tocsin.source.Listening;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A real API server, operators and sensors in processes of their own, and a Tetragon on each node.
 */
final class Fleet extends ClusterScene {
  static final String NAMESPACE = "tocsin-system";
  private static final String ACCOUNT = "tocsin-sensor";

  private final Path folder;
  private final SensorAccount account;
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  /** Between the sensors and each operator. */
  private final Map<String, Cable> cables = new LinkedHashMap<>();

  private final Map<String, TocsinProcess> operators = new LinkedHashMap<>();
  private final Map<String, SensorNode> nodes = new LinkedHashMap<>();
  private int logs;
  private int sent;

  /** One node: its agent, and what its sensor keeps. */
  private static final class SensorNode {
    private final EmbeddedTetragon tetragon;
    private final Path token;
    private @Nullable TocsinProcess sensor;

    SensorNode(EmbeddedTetragon tetragon, Path token) {
      this.tetragon = tetragon;
      this.token = token;
    }
  }

  /** With no node and no process yet. */
  Fleet(ControlPlane plane) throws IOException {
    super(plane);
    folder = Files.createTempDirectory("tocsin-fleet-");
    kubectl("delete", "nodes", "--all");
    for (String kind : List.of("leases", "secrets", "configmaps")) {
      kubectl("delete", kind, "--all", "--namespace=" + NAMESPACE);
    }
    plane.client().serviceAccounts().inNamespace(NAMESPACE).withName(ACCOUNT).delete();
    account = new SensorAccount(plane, NAMESPACE, ACCOUNT);
  }

  /** Starts a replica, under the same address each time. */
  void startOperator(String name) throws IOException {
    if (!ports.containsKey(name)) {
      int port = Port.free();
      ports.put(name, port);
      cables.put(name, new Cable(port));
    }
    operators.put(
        name,
        start(
            name,
            Map.of("POD_NAME", name),
            "operator",
            "--sensor-address",
            "127.0.0.1:" + ports.get(name),
            "--webhook-address",
            "127.0.0.1:0"));
    eventually("ready: " + name, operator(name)::isReady);
  }

  TocsinProcess operator(String name) {
    return Objects.requireNonNull(operators.get(name), name);
  }

  /** The replica that leads; one does, within a while. */
  String leader() {
    List<String> leading = new ArrayList<>();
    eventually(
        "one replica leads",
        () -> {
          leading.clear();
          operators.forEach(
              (name, process) -> {
                if (process.isAlive() && process.metric("tocsin_leading", "") == 1) {
                  leading.add(name);
                }
              });
          return leading.size() == 1;
        });
    return leading.getFirst();
  }

  /** A node with Tetragon, and a sensor on it. */
  void addNode(String node) throws IOException, InterruptedException {
    Pod pod = account.podOn(node);
    Path token = Files.writeString(folder.resolve(node + ".token"), account.token("tocsin", pod));
    nodes.put(
        node,
        new SensorNode(
            EmbeddedTetragon.start(Listening.onUnixSocket(folder.resolve(node + ".sock"))), token));
    startSensor(node);
  }

  /** Starts the sensor of a node, with what the one before has left, and waits until it reads. */
  void startSensor(String node) throws IOException, InterruptedException {
    SensorNode on = on(node);
    on.sensor =
        start(
            node,
            Map.of("NODE_NAME", node),
            "sensor",
            sensorArguments(node, authority()).toArray(String[]::new));
    on.tetragon.awaitSubscribers(1);
  }

  private SensorNode on(String node) {
    return Objects.requireNonNull(nodes.get(node), node);
  }

  private List<String> sensorArguments(String node, Path authority) {
    SensorNode on = on(node);
    List<String> arguments = new ArrayList<>();
    cables
        .values()
        .forEach(cable -> arguments.addAll(List.of("--operator", "127.0.0.1:" + cable.port())));
    arguments.addAll(
        List.of(
            "--operator-name",
            "tocsin-operator." + NAMESPACE + ".svc",
            "--operator-ca",
            authority.toString(),
            "--token",
            on.token.toString(),
            "--tetragon",
            on.tetragon.address(),
            "--tetragon-metrics",
            "none",
            "--data-dir",
            folder.resolve(node + ".data").toString()));
    return arguments;
  }

  /** What the operator has published for sensors; what was last published when it is away. */
  private Path authority() throws IOException {
    Path file = folder.resolve("ca.crt");
    if (!Files.exists(file)) {
      eventually("the CA", () -> !published().isEmpty());
      Files.writeString(file, published());
    }
    return file;
  }

  private String published() {
    ConfigMap map =
        plane().client().configMaps().inNamespace(NAMESPACE).withName("tocsin-operator-ca").get();
    return map == null ? "" : map.getData().getOrDefault("ca.crt", "");
  }

  TocsinProcess sensor(String node) {
    TocsinProcess sensor = on(node).sensor;
    if (sensor == null) {
      throw new IllegalStateException("no sensor on " + node);
    }
    return sensor;
  }

  private TocsinProcess start(
      String name, Map<String, String> environment, String subcommand, String... arguments) {
    return TocsinProcess.start(
        TocsinProcess.fromClassPath(),
        plane().kubeconfig(),
        folder.resolve(name + "-" + logs++ + ".log"),
        environment,
        subcommand,
        arguments);
  }

  /** Nothing arrives between sensors and operators any more. */
  void cutNetwork() {
    cables.values().forEach(Cable::cut);
  }

  void mendNetwork() {
    cables.values().forEach(Cable::mend);
  }

  /** Sends executions of a program of the host, each a process of its own. */
  void send(String node, String program, int times) {
    send(node, program, times, Duration.ZERO);
  }

  /**
   * @param fast how much the clock of the node is before that of all others
   */
  void send(String node, String program, int times, Duration fast) {
    List<byte[]> events = new ArrayList<>(times);
    for (int i = 0; i < times; i++) {
      sent++;
      events.add(
          GetEventsResponse.newBuilder()
              .setNodeName(node)
              .setTime(Timestamp.newBuilder().setSeconds(now() + fast.toSeconds()).setNanos(sent))
              .setProcessExec(
                  ProcessExec.newBuilder()
                      .setProcess(
                          Process.newBuilder()
                              .setExecId(node + ":" + System.identityHashCode(this) + ":" + sent)
                              .setPid(UInt32Value.of(sent))
                              .setBinary("/usr/bin/" + program)
                              .setFlags("execve clone")))
              .build()
              .toByteArray());
    }
    on(node).tetragon.send(events);
  }

  /** Windows go by event time, and what is far from now is late. */
  private static long now() {
    return System.currentTimeMillis() / 1_000;
  }

  /** Waits until a sensor has evaluated so many events since it was started. */
  void awaitEvaluated(String node, long events) {
    eventually(
        "evaluated " + events + " on " + node,
        () -> sensor(node).metric("tocsin_events_evaluated_total", "") >= events);
  }

  @Override
  public void close() {
    cables.values().forEach(Cable::close);
    operators.values().forEach(TocsinProcess::close);
    nodes
        .values()
        .forEach(
            node -> {
              if (node.sensor != null) {
                node.sensor.close();
              }
              node.tetragon.close();
            });
  }
}
