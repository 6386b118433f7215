package dev.tocsin.bench.pipeline;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.endtoend.CopiedWorkloads;
import dev.tocsin.endtoend.RecordedWorkloads;
import dev.tocsin.identity.SensorAccount;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A real API server with all shipped policies, the recorded node and its pods, and somebody who
 * watches for alerts about the marks of a {@link LoadedAgent}.
 */
final class LoadedCluster implements AutoCloseable {
  static final String NAMESPACE = "tocsin-system";
  static final String NODE = "lab-node-1";
  private static final String SENSOR_ACCOUNT = "tocsin-sensor";

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

  private final ControlPlane plane = ControlPlane.launch();
  private final String sensorToken;
  private final Watch watch;

  /** Each mark counts once, should its alert be created again. */
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /** Milliseconds from a mark's time to the watch's news of its alert. */
  private final ConcurrentLinkedQueue<Double> latencies = new ConcurrentLinkedQueue<>();

  /** Of the first mark whose time to its alert is of interest: nanoseconds since 1970. */
  private volatile long since;

  /**
   * @param pods of the recorded node
   */
  LoadedCluster(CopiedWorkloads pods) {
    RecordedWorkloads.createNamespace(plane.client(), NAMESPACE);
    SensorAccount account = new SensorAccount(plane, NAMESPACE, SENSOR_ACCOUNT);
    sensorToken = account.token("tocsin", account.podOn(NODE));
    pods.create(plane.client());
    plane.kubectl("apply", "--namespace=" + NAMESPACE, "-k", "config/policies").orFail();
    plane.kubectlWithInput(MARKS, "apply", "-f", "-").orFail();
    watch = watch();
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
                if (!alert.getSpec().policy().name().equals("mark") || mark.isEmpty()) {
                  return;
                }
                if (action == Action.ADDED && seen.add(mark)) {
                  long marked = Long.parseLong(mark);
                  if (marked >= since) {
                    latencies.add((nanos(now) - marked) / 1e6);
                  }
                }
                // A policy has 20 alerts for a pod; one without status would be created again.
                if (action != Action.DELETED && alert.getStatus() != null) {
                  plane.client().resource(alert).delete();
                }
              }

              @Override
              public void onClose(WatcherException cause) {
                throw new IllegalStateException("the watch of alerts ended", cause);
              }
            });
  }

  Path kubeconfig() {
    return plane.kubeconfig();
  }

  /** Of a pod on the recorded node, for the operator. */
  String sensorToken() {
    return sensorToken;
  }

  /** What sensors are to trust, empty before an operator has published it. */
  String authority() {
    ConfigMap map =
        plane.client().configMaps().inNamespace(NAMESPACE).withName("tocsin-operator-ca").get();
    return map == null ? "" : map.getData().getOrDefault("ca.crt", "");
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000 + time.getNano();
  }

  /** What happened before is of no interest any more, and may still be on its way. */
  void beginLatencies() {
    since = nanos(Instant.now());
    latencies.clear();
  }

  /** Milliseconds from event to alert since they began, sorted; of alerts that are there. */
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
    plane.close();
  }
}
