package dev.tocsin.bench.pipeline;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.CodedOutputStream;
import dev.tocsin.bench.EventStream;
import dev.tocsin.cluster.Port;
import dev.tocsin.endtoend.CopiedWorkloads;
import dev.tocsin.endtoend.TocsinProcess;
import dev.tocsin.image.JvmFlags;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What evaluates on a node, with all shipped policies and a real API server, behind a {@link
 * LoadedAgent}: {@code tocsin sensor}, with its operator in a process of its own, or {@code tocsin
 * run}, which writes alerts besides.
 */
public final class LoadedSensor implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Of the recordings, the first ones. */
  private static final int EVENTS = 7_000;

  private final List<String> launcher;
  private final Path folder = Files.createTempDirectory("tocsin-bench");
  private final Path events = folder.resolve("events.pb");
  private final LoadedCluster cluster;
  private final List<TocsinProcess> processes = new ArrayList<>();
  private final Lane lane;
  private final TocsinProcess tocsin;
  private Optional<Duration> operatorReady = Optional.empty();
  private final Duration firstEvent;
  private final Duration firstEventCpu;

  /** Which events there are, and who evaluates them. */
  public enum Load {
    /** {@code tocsin sensor}, and events that are about no attack but one a second. */
    SENSOR,
    /** {@code tocsin run}, and the same events. */
    RUN,
    /** {@code tocsin sensor} under attack: one recorded event in 25 is a finding. */
    ATTACKED_SENSOR,
    /** {@code tocsin run} under attack. */
    ATTACKED_RUN;

    boolean isAttack() {
      return this == ATTACKED_SENSOR || this == ATTACKED_RUN;
    }

    boolean isSensor() {
      return this == SENSOR || this == ATTACKED_SENSOR;
    }
  }

  /**
   * @param launcher the command up to and without the name of its subcommand
   */
  public LoadedSensor(List<String> launcher, Load load) throws IOException {
    this(launcher, load, new CopiedWorkloads(1));
  }

  /**
   * As above.
   *
   * @param pods that the events are of
   */
  LoadedSensor(List<String> launcher, Load load, CopiedWorkloads pods) throws IOException {
    this.launcher = launcher;
    cluster = new LoadedCluster(pods);
    writeEvents(load.isAttack(), pods);
    lane = Lane.of(load.name().toLowerCase(Locale.ROOT), events, this::lost);
    List<String> arguments = load.isSensor() ? sensor(operator()) : List.of();
    Instant begin = Instant.now();
    tocsin = start(load.isSensor() ? "sensor" : "run", arguments);
    lane.receive(tocsin.pid(), tocsin::close);
    lane.begin(1_000, Duration.ofMillis(10));
    lane.end(); // not before the agent is asked for events
    eventually("the first event", () -> evaluated() > 0);
    firstEvent = Duration.between(begin, Instant.now());
    firstEventCpu = lane.cpu();
    eventually("ready", tocsin::isReady);
  }

  private void writeEvents(boolean attacks, CopiedWorkloads pods) throws IOException {
    EventStream recorded = EventStream.recorded(EVENTS);
    List<byte[]> sent =
        attacks ? pods.distributed(List.of(recorded.messages())) : QuietEvents.of(recorded, pods);
    try (OutputStream file = Files.newOutputStream(events)) {
      CodedOutputStream out = CodedOutputStream.newInstance(file);
      for (byte[] message : sent) {
        out.writeByteArrayNoTag(message);
      }
      out.flush();
    }
  }

  /** Starts an operator, and returns where it listens for sensors. */
  private String operator() throws IOException {
    String address = "127.0.0.1:" + Port.free();
    Instant begin = Instant.now();
    TocsinProcess operator =
        start("operator", List.of("--sensor-address", address, "--webhook-address", "none"));
    eventually(
        "an operator that has compiled the policies",
        () -> operator.isReady() && operator.log().contains("accepting reports from sensors"));
    operatorReady = Optional.of(Duration.between(begin, Instant.now()));
    return address;
  }

  private List<String> sensor(String operator) throws IOException {
    eventually("the operator's certificate", () -> !cluster.authority().isEmpty());
    return List.of(
        "--node",
        LoadedCluster.NODE,
        "--operator",
        operator,
        "--operator-name",
        "tocsin-operator." + LoadedCluster.NAMESPACE + ".svc",
        "--operator-ca",
        Files.writeString(folder.resolve("ca.crt"), cluster.authority()).toString(),
        "--token",
        Files.writeString(folder.resolve("token"), cluster.sensorToken()).toString(),
        "--tetragon-metrics",
        "none",
        "--data-dir",
        folder.resolve("data").toString());
  }

  private TocsinProcess start(String subcommand, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    if (!subcommand.equals("operator")) {
      all.addAll(List.of("--tetragon", lane.address()));
    }
    TocsinProcess process =
        TocsinProcess.start(
            launcher,
            cluster.kubeconfig(),
            folder.resolve(subcommand + ".log"),
            Map.of(
                "JDK_JAVA_OPTIONS", String.join(" ", JvmFlags.AS_IN_A_POD), "POD_NAME", subcommand),
            subcommand,
            all.toArray(String[]::new));
    processes.add(process);
    return process;
  }

  private static void eventually(String what, Callable<Boolean> condition) {
    await(what)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .until(condition);
  }

  private long evaluated() {
    return (long) tocsin.metric("tocsin_events_evaluated_total", "");
  }

  /** Where an event can be lost: in the queue, or with its finding in the spool. */
  private long lost() {
    return (long)
        (tocsin.metric("tocsin_events_lost_total", "hop=\"queue\"")
            + tocsin.metric("tocsin_spool_shed_total", ""));
  }

  /** Where it is measured. */
  Lane lane() {
    return lane;
  }

  /** What its agent sends. */
  Path events() {
    return events;
  }

  /** CPU time of an event, in seconds, at a rate. */
  public double cpuSeconds(long rate, Duration time) {
    return lane.measure(rate, time).cpuNanos() / 1e9;
  }

  /** From the start of the operator until it leads and takes reports; of a sensor's only. */
  Optional<Duration> operatorReady() {
    return operatorReady;
  }

  /** From the start of the process to the first evaluated event, as its metrics show it. */
  Duration firstEvent() {
    return firstEvent;
  }

  /** CPU time of the process until then. */
  Duration firstEventCpu() {
    return firstEventCpu;
  }

  /** From now on it is of interest what time an event takes to its alert. */
  void beginLatencies() {
    cluster.beginLatencies();
  }

  /** Milliseconds from event to alert since they began, sorted. */
  List<Double> takeLatencies() {
    return cluster.takeLatencies();
  }

  @Override
  public void close() {
    lane.close();
    processes.forEach(TocsinProcess::close);
    cluster.close();
  }
}
