package dev.tocsin.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import dev.tocsin.transport.spool.SpooledFindings;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real API server, operators and sensors in processes of their own, and a Tetragon on each node.
 */
final class Fleet extends ClusterScene {
  private static final Pattern BEARER = Pattern.compile("token: \"?([0-9a-f]{16,})");

  private static final String POLICY =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata: {name: %1$s, namespace: tocsin-system}
      spec:
        title: A program on a node
        severity: High
        scope: {host: Only}
        events: [ProcessExec]
        match: process.name == '%1$s'
        alert: {groupBy: [node.name]}
      """;

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
    private long sentSinceStart;

    SensorNode(EmbeddedTetragon tetragon, Path token) {
      this.tetragon = tetragon;
      this.token = token;
    }
  }

  /** With no node and no process yet. */
  Fleet(ControlPlane plane) throws IOException {
    super(plane);
    account = newSensorAccount();
  }

  /** A policy with an alert for each node, of the name of the program that sets it off. */
  static String policyOf(String program) {
    return POLICY.formatted(program);
  }

  /** Starts those of the replicas that do not run, and waits until one leads. */
  void ensureOperators(String... names) throws IOException {
    for (String name : names) {
      if (!operators.containsKey(name) || !operator(name).isAlive()) {
        begin(name);
      }
    }
    for (String name : names) {
      eventually("ready: " + name, operator(name)::isReady);
    }
    leader();
  }

  /** Starts a replica, under the same address each time, and waits until it listens. */
  void startOperator(String name) throws IOException {
    begin(name);
    eventually("ready: " + name, operator(name)::isReady);
  }

  private void begin(String name) throws IOException {
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
  }

  /**
   * Starts those replicas that have ended, as kubelet would.
   *
   * @return how many
   */
  int restartEnded() throws IOException {
    int ended = 0;
    for (String name : List.copyOf(operators.keySet())) {
      if (!operator(name).isAlive()) {
        begin(name);
        ended++;
      }
    }
    return ended;
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

  /** Makes those nodes that are not there, and starts the sensors that do not run. */
  void ensureNodes(String... names) throws IOException, InterruptedException {
    for (String name : names) {
      if (!nodes.containsKey(name)) {
        addNode(name);
      }
      if (on(name).sensor == null || !sensor(name).isAlive()) {
        begin(name, on(name));
      }
    }
    for (String name : names) {
      on(name).tetragon.awaitSubscribers(1);
    }
  }

  private void addNode(String node) throws IOException {
    Pod pod = account.podOn(node);
    Path token = Files.writeString(folder().resolve(node + ".token"), account.token("tocsin", pod));
    nodes.put(
        node,
        new SensorNode(
            EmbeddedTetragon.start(Listening.onUnixSocket(folder().resolve(node + ".sock"))),
            token));
  }

  /** Starts the sensor of a node, with what the one before has left, and waits until it reads. */
  void startSensor(String node) throws IOException, InterruptedException {
    begin(node, on(node));
    on(node).tetragon.awaitSubscribers(1);
  }

  private void begin(String name, SensorNode node) throws IOException {
    node.sentSinceStart = 0;
    node.sensor =
        start(
            name,
            Map.of("NODE_NAME", name),
            "sensor",
            sensorArguments(name, authorityFile()).toArray(String[]::new));
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
            data(node).toString()));
    return arguments;
  }

  private Path data(String node) {
    return folder().resolve(node + ".data");
  }

  /** What the operator has published for sensors; what was published first when it is away. */
  private Path authorityFile() throws IOException {
    Path file = folder().resolve("ca.crt");
    return Files.exists(file) ? file : Files.writeString(file, authority());
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
        TocsinProcess.shortLived(),
        plane().kubeconfig(),
        folder().resolve(name + "-" + logs++ + ".log"),
        environment,
        subcommand,
        arguments);
  }

  /** What all processes have said so far, those that have ended included. */
  List<String> logLines() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder())) {
      for (Path log : files.filter(file -> file.toString().endsWith(".log")).toList()) {
        String text = Files.readString(log);
        // the last line may be half written
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(lines::add);
      }
    }
    return lines;
  }

  /**
   * What nobody may read in a log, in pieces as it would stand there: tokens of sensors, the token
   * of the operators, the lines of private keys.
   */
  List<String> secrets() throws IOException {
    List<String> secrets = new ArrayList<>();
    for (SensorNode node : nodes.values()) {
      String token = Files.readString(node.token).strip();
      secrets.add(token);
      secrets.add(token.substring(token.lastIndexOf('.') + 1));
    }
    Matcher operators = BEARER.matcher(Files.readString(plane().kubeconfig()));
    assertThat(operators.find()).as("a token in the kubeconfig").isTrue();
    secrets.add(operators.group(1));
    plane().client().secrets().inNamespace(NAMESPACE).list().getItems().stream()
        .flatMap(secret -> secret.getData().values().stream())
        .peek(secrets::add)
        .flatMap(data -> new String(Base64.getDecoder().decode(data), UTF_8).lines())
        .filter(line -> line.length() >= 40)
        .forEach(secrets::add);
    return secrets;
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
    on(node).sentSinceStart += times;
    on(node).tetragon.send(events);
  }

  /** Windows go by event time, and what is far from now is late. */
  private static long now() {
    return System.currentTimeMillis() / 1_000;
  }

  /** Waits until a sensor has evaluated what was sent since it was started. */
  void awaitEvaluated(String node) {
    eventually(
        "evaluated on " + node,
        () -> sensor(node).metric("tocsin_events_evaluated_total", "") >= on(node).sentSinceStart);
  }

  /** The findings of a policy that a sensor would go on from after a crash. */
  long spooled(String node, String policy) throws IOException {
    return SpooledFindings.count(data(node).resolve("spool"), policy);
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
    deleteFolder();
  }
}
