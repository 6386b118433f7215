package dev.tocsin.inventory;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Map;

/** Plays the part that a kubelet has in what the API server knows of a pod. */
final class Kubelet {
  private final KubernetesClient client;

  Kubelet(KubernetesClient client) {
    this.client = client;
  }

  /** A pod of one privileged container, {@code app}, that runs. */
  Pod run(String namespace, String name, String node, String containerId) {
    create(namespace, name, node, Map.of("app", name));
    return start(namespace, name, containerId);
  }

  /** A pod that is bound to the node but whose status tells nothing yet. */
  Pod create(String namespace, String name, String node, Map<String, String> labels) {
    return client
        .pods()
        .inNamespace(namespace)
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .addNewContainer()
                .withName("app")
                .withImage("registry.example/app:1")
                .withNewSecurityContext()
                .withPrivileged(true)
                .endSecurityContext()
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  Pod start(String namespace, String name, String containerId) {
    return client
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .editStatus(
            pod ->
                new PodBuilder(pod)
                    .editOrNewStatus()
                    .withPhase("Running")
                    .addNewContainerStatus()
                    .withName("app")
                    .withImage("registry.example/app:1")
                    .withImageID("registry.example/app@sha256:1")
                    .withContainerID("containerd://" + containerId)
                    .withReady(true)
                    .withRestartCount(0)
                    .withNewState()
                    .withNewRunning()
                    .withStartedAt(Instant.parse("2026-11-24T01:00:02Z").toString())
                    .endRunning()
                    .endState()
                    .endContainerStatus()
                    .endStatus()
                    .build());
  }

  /** Ends the pod at once, as a kubelet that has stopped its containers. */
  void delete(String namespace, String name) {
    client.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
  }
}
