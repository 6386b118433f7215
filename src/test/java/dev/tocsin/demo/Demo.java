package dev.tocsin.demo;

import com.google.protobuf.Any;
import com.google.protobuf.StringValue;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.endtoend.RecordedWorkloads;
import dev.tocsin.endtoend.TocsinProcess;
import dev.tocsin.source.EmbeddedTetragon;
import dev.tocsin.source.Listening;
import dev.tocsin.source.Recordings;
import dev.tocsin.source.proto.GetInfoResponse;
import dev.tocsin.source.proto.ListTracingPoliciesResponse;
import dev.tocsin.source.proto.TracingPolicyState;
import dev.tocsin.source.proto.TracingPolicyStatus;
import dev.tocsin.telemetry.Logs;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The main job, from end to end, in under a minute: an API server, a Tetragon that says again what
 * a real one said while attacks ran in a lab, and {@code tocsin run} between them as a process of
 * its own.
 *
 * <p>The API server is embedded; with the argument {@code real} it is a real one, and kubectl shows
 * the result. Ends with 0 only if the alerts that must come came.
 */
public final class Demo {
  /** Recording to what happens in it. */
  private static final Map<String, String> SCENES = new LinkedHashMap<>();

  static {
    SCENES.put("01-benign-web", "ordinary work in a web server: nothing should fire");
    SCENES.put("03-nsenter-escape-agent", "nsenter into the node from a privileged pod");
    SCENES.put("05-imds-web", "a web server asks the cloud's metadata service for credentials");
    SCENES.put("06-insecure-tls-web", "curl -k piped into bash");
    SCENES.put("13-kprobe-spike-web", "60 reads of /etc/shadow");
  }

  /** The policies that must have an alert at the end. */
  private static final Set<String> EXPECTED =
      Set.of(
          "below-nsenter",
          "shell-in-privileged-container",
          "cloud-metadata-access",
          "insecure-download",
          "download-then-shell",
          "password-hashes-opened",
          "shadow-read-spike");

  private static final double SPEED = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final PrintStream out;
  private final DemoCluster cluster;
  private final Path folder;
  private final List<String> launcher;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  private Demo(PrintStream out, DemoCluster cluster, Path folder, List<String> launcher) {
    this.out = out;
    this.cluster = cluster;
    this.folder = folder;
    this.launcher = launcher;
  }

  public static void main(String[] arguments) throws Exception {
    Logs.setUp(Logs.Format.TEXT, false, "demo");
    System.exit(
        run(System.out, List.of(arguments).contains("real"), List.of("target/tocsin")) ? 0 : 1);
  }

  /**
   * Runs the demonstration; true when every alert that must come came.
   *
   * @param launcher the command that is Tocsin
   */
  static boolean run(PrintStream out, boolean real, List<String> launcher)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("tocsin-demo-");
    try (DemoCluster cluster = real ? new RealDemoCluster() : new EmbeddedCluster(folder);
        EmbeddedTetragon tetragon =
            EmbeddedTetragon.start(Listening.onUnixSocket(folder.resolve("tetragon.sock")))) {
      configure(tetragon);
      return new Demo(out, cluster, folder, launcher).play(tetragon);
    }
  }

  private boolean play(EmbeddedTetragon tetragon) throws IOException, InterruptedException {
    out.println("Cluster:  " + cluster.description());
    out.println("Tetragon: " + tetragon.address() + ", replaying recordings of a real agent");
    RecordedWorkloads.createNamespace(cluster.client(), "tocsin-system");
    RecordedWorkloads.create(cluster.client());
    apply(Path.of("config/samples"));
    Path log = folder.resolve("tocsin.log");
    try (TocsinProcess tocsin =
            TocsinProcess.start(
                launcher, cluster.kubeconfig(), log, "run", "--tetragon", tetragon.address());
        Watch watch =
            cluster.client().resources(SecurityAlert.class).inAnyNamespace().watch(new Printer())) {
      out.println("Tocsin:   tocsin run, logging to " + log);
      await("tocsin run to be ready", tocsin, tocsin::isReady);
      tetragon.awaitSubscribers(1);
      for (Map.Entry<String, String> scene : SCENES.entrySet()) {
        out.printf("%n== %s: %s%n", scene.getKey(), scene.getValue());
        tetragon.replay(
            PresentEvents.of(Recordings.messages(scene.getKey()), Instant.now(), SPEED), 1);
      }
      await("the alerts " + EXPECTED, tocsin, () -> seen.containsAll(EXPECTED));
      await("status to say what the alerts say", tocsin, this::statusIsWritten);
      int exitCode = tocsin.stop();
      out.printf("%nkubectl get securityalerts -A%n%s", cluster.table("securityalerts"));
      out.printf("%nkubectl get detectionpolicies -A%n%s", cluster.table("detectionpolicies"));
      out.printf(
          "%nEvery alert that must come came. tocsin run ended with exit code %d.%n", exitCode);
      return exitCode == 0;
    } catch (DemoFailure e) {
      out.println(e.getMessage());
      return false;
    }
  }

  /**
   * Status is written every 10 seconds, so that counting costs the API server nothing: it is shown
   * when it is about the one node, and counts the alerts that are there.
   */
  private boolean statusIsWritten() {
    Map<String, Long> open =
        cluster.client().resources(SecurityAlert.class).inAnyNamespace().list().getItems().stream()
            .collect(
                Collectors.groupingBy(
                    alert -> String.valueOf(alert.getSpec().policy().name()),
                    Collectors.counting()));
    return cluster
        .client()
        .resources(DetectionPolicy.class)
        .inAnyNamespace()
        .list()
        .getItems()
        .stream()
        .allMatch(
            policy ->
                says(policy.getStatus(), open.getOrDefault(policy.getMetadata().getName(), 0L)));
  }

  private static boolean says(@Nullable DetectionPolicyStatus status, long open) {
    return status != null
        && status.nodes() != null
        && "1/1".equals(status.nodes().ready())
        && status.nodes().blind() == 0
        && status.alerts() != null
        && status.alerts().open() == open;
  }

  /** What the recorded agent had: the tracing policies that the samples look at, and ancestors. */
  private static void configure(EmbeddedTetragon tetragon) {
    ListTracingPoliciesResponse.Builder policies = ListTracingPoliciesResponse.newBuilder();
    for (String name : List.of("tocsin-connect", "tocsin-files")) {
      policies.addPolicies(
          TracingPolicyStatus.newBuilder()
              .setName(name)
              .setState(TracingPolicyState.TP_STATE_ENABLED));
    }
    tetragon
        .tracingPolicies(policies.build())
        .info(
            GetInfoResponse.newBuilder()
                .addConf(
                    GetInfoResponse.ConfVal.newBuilder()
                        .setKey("enable-ancestors")
                        .setValue(Any.pack(StringValue.of("base"))))
                .build());
  }

  private void apply(Path manifests) throws IOException {
    try (Stream<Path> files = Files.list(manifests)) {
      for (Path file : files.sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          for (HasMetadata object : cluster.client().load(in).items()) {
            cluster.client().resource(object).create();
          }
        }
      }
    }
    out.println("Policies: those of " + manifests);
  }

  private void await(String what, TocsinProcess tocsin, BooleanSupplier condition) {
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> condition.getAsBoolean() || !tocsin.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new DemoFailure(what, tocsin, e);
    }
    if (!tocsin.isAlive()) {
      throw new DemoFailure(what, tocsin, null);
    }
  }

  /** What must come did not. */
  private final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailure(String what, TocsinProcess tocsin, @Nullable Exception cause) {
      super(
          "FAILED while waiting for %s; alerts came of %s%n%s%n%s"
              .formatted(what, seen, tocsin.log(), tocsin.isAlive() ? tocsin.metrics() : ""),
          cause);
    }
  }

  /** Shows each alert once, as it appears. */
  private final class Printer implements Watcher<SecurityAlert> {
    @Override
    public void eventReceived(Action action, SecurityAlert alert) {
      if (action == Action.ADDED) {
        seen.add(String.valueOf(alert.getSpec().policy().name()));
        out.printf(
            "  ALERT %-8s %-30s %s%n",
            alert.getSpec().severity(), alert.getSpec().policy().name(), alert.getSpec().message());
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      out.println("the watch on alerts ended: " + cause.getMessage());
    }
  }
}
