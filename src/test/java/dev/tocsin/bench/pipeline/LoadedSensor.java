package dev.tocsin.bench.pipeline;

import static org.awaitility.Awaitility.await;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.endtoend.RecordedWorkloads;
import dev.tocsin.endtoend.TocsinProcess;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * {@code tocsin run} with all shipped policies on a real API server, behind a {@link LoadedAgent}:
 * what a sensor does, and the writing of alerts besides.
 */
public final class LoadedSensor implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String NAMESPACE = "tocsin-system";

  private static final String MARKS =
      """
      apiVersion: tocsin.dev/v1alpha1
      kind: DetectionPolicy
      metadata: {name: mark, namespace: tocsin-system}
      spec:
        title: A mark, whose alert is to be seen soon
        severity: High
        events: [ProcessExec]
        match: process.name == 'mark'
        alert: {groupBy: [process.arguments]}
      """;

  private final Path folder = Files.createTempDirectory("tocsin-bench");
  private final ControlPlane plane = ControlPlane.launch();
  private final Watch watch;
  private final Lane lane;
  private final TocsinProcess tocsin;
  private final Duration firstEvent;

  /** Milliseconds from a mark's time to the watch's news of its alert. */
  private final ConcurrentLinkedQueue<Double> latencies = new ConcurrentLinkedQueue<>();

  /**
   * @param launcher the command up to and without the name of its subcommand
   */
  public LoadedSensor(List<String> launcher) throws IOException {
    RecordedWorkloads.create(plane.client());
    RecordedWorkloads.createNamespace(plane.client(), NAMESPACE);
    plane.kubectl("apply", "--namespace=" + NAMESPACE, "-k", "config/policies").orFail();
    plane.kubectlWithInput(MARKS, "apply", "-f", "-").orFail();
    watch = watch();
    lane = Lane.of("tocsin", folder, this::lost);
    Instant begin = Instant.now();
    tocsin =
        TocsinProcess.start(
            launcher,
            plane.kubeconfig(),
            folder.resolve("tocsin.log"),
            Map.of("TOCSIN_JAVA_OPTS", String.join(" ", Lane.FLAGS)),
            "run",
            "--tetragon",
            lane.address());
    lane.receive(tocsin.pid(), tocsin::close);
    lane.begin(1_000, Duration.ofSeconds(1));
    eventually("the first event", () -> tocsin.isReady() && evaluated() > 0);
    firstEvent = Duration.between(begin, Instant.now());
    lane.end();
  }

  private Watch watch() {
    return plane
        .client()
        .resources(SecurityAlert.class)
        .inAnyNamespace()
        .watch(
            new Watcher<>() {
              @Override
              public void eventReceived(Action action, SecurityAlert alert) {
                Instant now = Instant.now();
                String mark = alert.getSpec().group().getOrDefault("process.arguments", "");
                // an overflow alert of the policy has no group
                if (action == Action.ADDED
                    && alert.getSpec().policy().name().equals("mark")
                    && !mark.isEmpty()) {
                  double nanos = now.getEpochSecond() * 1e9 + now.getNano();
                  latencies.add((nanos - Long.parseLong(mark)) / 1e6);
                  // a policy has 20 alerts for a pod
                  plane.client().resource(alert).delete();
                }
              }

              @Override
              public void onClose(WatcherException cause) {
                throw new IllegalStateException("the watch of alerts ended", cause);
              }
            });
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

  private long lost() {
    return (long) tocsin.metric("tocsin_events_lost_total", "hop=\"queue\"");
  }

  /** Where it is measured. */
  Lane lane() {
    return lane;
  }

  /** CPU time of an event, in seconds, at a rate. */
  public double cpuSeconds(long rate, Duration time) {
    return lane.measure(rate, time).cpuNanos() / 1e9;
  }

  /** From the start of the process to the first evaluated event, as its metrics show it. */
  Duration firstEvent() {
    return firstEvent;
  }

  /** Milliseconds from event to alert since this was asked last, sorted. */
  List<Double> takeLatencies() {
    List<Double> taken = new ArrayList<>();
    for (Double next = latencies.poll(); next != null; next = latencies.poll()) {
      taken.add(next);
    }
    taken.sort(null);
    return taken;
  }

  @Override
  public void close() {
    watch.close();
    lane.close();
    plane.close();
  }
}
