package dev.tocsin.inventory;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Kubernetes objects, written as people write them. */
final class KubernetesObjects {
  private KubernetesObjects() {}

  static Pod pod(String yaml) {
    return new KubernetesSerialization().unmarshal(yaml, Pod.class);
  }

  /**
   * A running pod of one container, {@code app}, on node-1.
   *
   * @param containerId 64 hex digits
   */
  static Pod runningPod(String namespace, String name, String uid, String containerId) {
    return pod(
        """
        metadata:
          namespace: %s
          name: %s
          uid: %s
          labels: {app: %s}
        spec:
          nodeName: node-1
          containers: [{name: app, image: "registry.example/app:1"}]
        status:
          containerStatuses:
          - name: app
            containerID: containerd://%s
            state: {running: {startedAt: "2026-11-24T01:00:02Z"}}
        """
            .formatted(namespace, name, uid, name, containerId));
  }

  /** 64 hex digits that begin with, and are unique by, the number. */
  static String containerId(int number) {
    return "%08x".formatted(0xabc00000 + number).repeat(8);
  }
}
