package dev.tocsin.inventory;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.cluster.OwnNamespace;
import dev.tocsin.cluster.RealCluster;
import dev.tocsin.event.Pod.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of {@link OwnerWorkload} against the pods that real controllers make. */
@RealCluster(controllers = true)
class LiveWorkloadsTest {

  @Test
  void theWorkloadsOfPodsAreThoseThatPeopleMade(
      ControlPlane plane, KubernetesClient client, @OwnNamespace String namespace) {
    plane.addNode("node-of-" + namespace, Map.of("only", namespace));
    plane
        .kubectlWithInput(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: i}]}}
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db}
            spec:
              serviceName: db
              selector: {matchLabels: {app: db}}
              template: {metadata: {labels: {app: db}}, spec: {containers: [{name: c, image: i}]}}
            ---
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: agent}
            spec:
              selector: {matchLabels: {app: agent}}
              template:
                metadata: {labels: {app: agent}}
                spec: {nodeSelector: {only: "%1$s"}, containers: [{name: c, image: i}]}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: backup-20261124}
            spec:
              template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: debug}
            spec: {containers: [{name: c, image: i}]}
            """
                .formatted(namespace),
            "apply",
            "--namespace=" + namespace,
            "--filename=-")
        .orFail();

    try (LiveInventory live = LiveInventory.ofCluster(client, InstantSource.system())) {
      live.start().join();
      await()
          .atMost(60, SECONDS)
          .untilAsserted(
              () ->
                  assertThat(workloads(client, namespace, live.inventory()))
                      .containsExactlyInAnyOrder(
                          new Workload("Deployment", "web"),
                          new Workload("StatefulSet", "db"),
                          new Workload("DaemonSet", "agent"),
                          new Workload("Job", "backup-20261124"),
                          new Workload("Pod", "debug")));
    }
  }

  private static List<Workload> workloads(
      KubernetesClient client, String namespace, Inventory inventory) {
    Stream<KnownPod> pods =
        client.pods().inNamespace(namespace).list().getItems().stream()
            .map(pod -> inventory.pod(pod.getMetadata().getUid(), "", ""))
            .filter(Objects::nonNull);
    return pods.map(known -> known.pod().workload()).toList();
  }
}
