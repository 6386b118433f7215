package dev.tocsin.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.Container;
import dev.tocsin.event.Pod;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodReaderTest {
  private static final String WEB = KubernetesObjects.containerId(1);
  private static final String BEFORE = KubernetesObjects.containerId(2);

  @Test
  void takesWhatPoliciesAskOfAPod() {
    Pod pod =
        PodReader.read(
                KubernetesObjects.pod(
                    """
                    metadata:
                      namespace: shop
                      name: web-5f-x
                      uid: u-1
                      labels: {app: web, pod-template-hash: 5f}
                      annotations:
                        team: checkout
                        kubectl.kubernetes.io/last-applied-configuration: '{"a very": "long text"}'
                      ownerReferences:
                      - {apiVersion: apps/v1, kind: ReplicaSet, name: web-5f, uid: r-1, controller: true}
                    spec:
                      nodeName: node-1
                      serviceAccountName: web
                      hostPID: true
                      hostNetwork: true
                      containers: [{name: web, image: nginx}]
                    """))
            .pod();

    assertThat(pod.namespace()).isEqualTo("shop");
    assertThat(pod.name()).isEqualTo("web-5f-x");
    assertThat(pod.uid()).isEqualTo("u-1");
    assertThat(pod.labels()).containsOnly(entry("app", "web"), entry("pod-template-hash", "5f"));
    assertThat(pod.annotations())
        .as("without kubectl's copy of the whole object")
        .containsOnly(entry("team", "checkout"));
    assertThat(pod.serviceAccount()).isEqualTo("web");
    assertThat(pod.workload()).isEqualTo(new Pod.Workload("Deployment", "web"));
    assertThat(pod.hostPID()).isTrue();
    assertThat(pod.hostNetwork()).isTrue();
    assertThat(pod.node()).isEqualTo("node-1");
    assertThat(pod.owners())
        .containsExactly(new Pod.Owner("apps/v1", "ReplicaSet", "web-5f", "r-1", true));
  }

  @Test
  void takesInitAndEphemeralContainers() {
    List<Container> containers =
        containers(
            """
            metadata: {namespace: shop, name: web}
            spec:
              containers: [{name: web, image: nginx}]
              initContainers: [{name: setup, image: busybox, securityContext: {privileged: true}}]
              ephemeralContainers: [{name: debugger, image: tools}]
            status:
              containerStatuses: [{name: web, containerID: "containerd://%s"}]
              initContainerStatuses: [{name: setup, containerID: "containerd://%s"}]
              ephemeralContainerStatuses: [{name: debugger, containerID: "cri-o://%s"}]
            """
                .formatted(
                    WEB, KubernetesObjects.containerId(3), KubernetesObjects.containerId(4)));

    assertThat(containers)
        .containsExactly(
            Container.builder().name("web").id(WEB).image("nginx").build(),
            Container.builder()
                .name("setup")
                .id(KubernetesObjects.containerId(3))
                .image("busybox")
                .privileged(true)
                .init(true)
                .build(),
            Container.builder()
                .name("debugger")
                .id(KubernetesObjects.containerId(4))
                .image("tools")
                .build());
  }

  @Test
  void takesTheImageFromTheSpecificationAndItsDigestFromTheStatus() {
    Container container =
        containers(
                """
                metadata: {namespace: shop, name: web}
                spec:
                  containers: [{name: web, image: "nginx:1.27"}]
                status:
                  containerStatuses:
                  - name: web
                    image: docker.io/library/nginx:1.27
                    imageID: docker.io/library/nginx@sha256:933f
                    containerID: containerd://%s
                    state: {running: {startedAt: "2026-11-24T01:00:02Z"}}
                """
                    .formatted(WEB))
            .getFirst();

    assertThat(container.image()).isEqualTo("nginx:1.27");
    assertThat(container.imageID()).isEqualTo("docker.io/library/nginx@sha256:933f");
    assertThat(container.startTimeNanos()).isEqualTo(nanos("2026-11-24T01:00:02Z"));
  }

  @Test
  void knowsARestartedContainerAndTheOneBefore() {
    assertThat(
            containers(
                """
                metadata: {namespace: shop, name: web}
                spec: {containers: [{name: web, image: nginx}]}
                status:
                  containerStatuses:
                  - name: web
                    containerID: containerd://%s
                    state: {running: {startedAt: "2026-11-24T01:05:00Z"}}
                    lastState:
                      terminated: {containerID: "containerd://%s", startedAt: "2026-11-24T01:00:00Z"}
                """
                    .formatted(WEB, BEFORE)))
        .containsExactly(
            Container.builder()
                .name("web")
                .id(WEB)
                .image("nginx")
                .startTimeNanos(nanos("2026-11-24T01:05:00Z"))
                .build(),
            Container.builder()
                .name("web")
                .id(BEFORE)
                .image("nginx")
                .startTimeNanos(nanos("2026-11-24T01:00:00Z"))
                .build());
  }

  @Test
  void knowsWhenAnEndedContainerStarted() {
    assertThat(
            containers(
                """
                metadata: {namespace: shop, name: web}
                spec: {containers: [{name: web, image: nginx}]}
                status:
                  containerStatuses:
                  - name: web
                    containerID: containerd://%s
                    state: {terminated: {startedAt: "2026-11-24T01:05:00Z"}}
                """
                    .formatted(WEB)))
        .containsExactly(
            Container.builder()
                .name("web")
                .id(WEB)
                .image("nginx")
                .startTimeNanos(nanos("2026-11-24T01:05:00Z"))
                .build());
  }

  @Test
  void knowsWhenAContainerStartedThatWaitsForItsRestart() {
    assertThat(
            containers(
                """
                metadata: {namespace: shop, name: web}
                spec: {containers: [{name: web, image: nginx}]}
                status:
                  containerStatuses:
                  - name: web
                    containerID: containerd://%s
                    state: {waiting: {reason: CrashLoopBackOff}}
                    lastState:
                      terminated: {containerID: "containerd://%s", startedAt: "2026-11-24T01:00:00Z"}
                """
                    .formatted(WEB, WEB)))
        .containsExactly(
            Container.builder()
                .name("web")
                .id(WEB)
                .image("nginx")
                .startTimeNanos(nanos("2026-11-24T01:00:00Z"))
                .build());
  }

  @Test
  void keepsAContainerThatHasNotStarted() {
    assertThat(
            containers(
                """
                metadata: {namespace: shop, name: web}
                spec: {containers: [{name: web, image: nginx, securityContext: {privileged: true}}]}
                """))
        .containsExactly(Container.builder().name("web").image("nginx").privileged(true).build());
  }

  @Test
  void readsAPodThatSaysNothing() {
    var read = PodReader.read(KubernetesObjects.pod("metadata: {namespace: shop, name: empty}"));
    assertThat(read.containers()).isEmpty();
    assertThat(read.pod().workload()).isEqualTo(new Pod.Workload("Pod", "empty"));
    assertThat(read.pod().node()).isEmpty();
  }

  private static List<Container> containers(String yaml) {
    return PodReader.read(KubernetesObjects.pod(yaml)).containers();
  }

  private static java.util.Map.Entry<String, String> entry(String key, String value) {
    return java.util.Map.entry(key, value);
  }

  private static long nanos(String time) {
    return Instant.parse(time).getEpochSecond() * 1_000_000_000L;
  }
}
