package dev.tocsin.kubelet;

import dev.tocsin.cluster.ControlPlane;
import dev.tocsin.endtoend.Cable;
import dev.tocsin.image.UnpackedImage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kubelets of all nodes, for the pods of one namespace, and what a cluster has besides: names
 * of Services from their EndpointSlices, and a way to the API server. A container that ends by
 * itself is started again at once: {@link #ended} reports it.
 *
 * <p>What the API server refuses or is too slow to answer is tried again: {@link #problem} reports
 * it, for a test that waits in vain.
 */
public final class Kubelet implements AutoCloseable {
  private static final long PERIOD_MILLIS = 250;

  private final ControlPlane plane;
  private final KubernetesClient client;
  private final UnpackedImage image;
  private final String namespace;
  private final Path folder;
  private final PodNetwork network;
  private final Cable apiServer;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> nodes = new ConcurrentHashMap<>();

  /** By uid. */
  private final Map<String, RunningPod> running = new LinkedHashMap<>();

  /** By uid: a pod keeps its place, however often its container is started. */
  private final Map<String, PodNetwork.Place> places = new HashMap<>();

  /** By uid: the readiness that is in the pod's status. */
  private final Map<String, Boolean> written = new HashMap<>();

  private final List<Ended> ended = new ArrayList<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> loop;
  private volatile @Nullable KubernetesClientException problem;

  /**
   * A container that is no more.
   *
   * @param asked whether its pod was to end
   */
  public record Ended(String pod, boolean asked, int exitCode, String log) {}

  /**
   * @param folder for what nodes and pods have on disk
   */
  public Kubelet(ControlPlane plane, UnpackedImage image, String namespace, Path folder)
      throws IOException {
    this.plane = plane;
    this.client = plane.client();
    this.image = image;
    this.namespace = namespace;
    this.folder = folder;
    this.network = PodNetwork.createOrSkip();
    this.apiServer = new Cable(InetAddress.getByName(network.gateway()), plane.port());
    this.loop =
        clock.scheduleWithFixedDelay(
            this::reconcile, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * A node that is ready and runs Linux.
   *
   * @return its address
   */
  public String addNode(String name) {
    String address = network.addNode();
    nodes.put(name, address);
    plane.addNode(name, Map.of("kubernetes.io/os", "linux", "kubernetes.io/hostname", name));
    return address;
  }

  /** The root of a node's files. */
  public Path files(String node) throws IOException {
    return Files.createDirectories(folder.resolve("nodes").resolve(node));
  }

  /** The containers that ended so far, in that order. */
  public synchronized List<Ended> ended() {
    return List.copyOf(ended);
  }

  /** The last request that failed, {@code ""} if none did. */
  public String problem() {
    KubernetesClientException last = problem;
    return last == null ? "" : "the kubelet's last problem: " + last;
  }

  /** What all pods of a component that run now have said. */
  public synchronized String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    for (RunningPod pod : running.values()) {
      logs.append(PodManifest.name(pod.manifest().pod())).append('\n').append(pod.log());
    }
    return logs.toString();
  }

  private synchronized void reconcile() {
    try {
      for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
        if (pod.getSpec().getNodeName() != null) {
          reconcile(pod);
        }
      }
      String names = names();
      for (RunningPod pod : running.values()) {
        pod.refresh(http, names);
        if (!Objects.equals(written.get(uid(pod.manifest().pod())), pod.isReady())) {
          writeStatus(pod);
        }
      }
    } catch (KubernetesClientException e) {
      problem = e; // the next round does what this one did not
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reconcile(Pod pod) throws IOException {
    RunningPod container = running.get(uid(pod));
    boolean leaves = pod.getMetadata().getDeletionTimestamp() != null;
    if (container == null) {
      if (leaves) {
        forget(pod);
      } else {
        start(pod);
      }
      return;
    }
    if (leaves) {
      container.tellToEnd();
    }
    if (!container.isAlive()) {
      running.remove(uid(pod));
      ended.add(new Ended(PodManifest.name(pod), leaves, container.exitCode(), container.log()));
      if (leaves) {
        forget(pod);
      } else {
        start(pod);
      }
    }
  }

  private static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  private void start(Pod pod) throws IOException {
    PodNetwork.Place place = places.computeIfAbsent(uid(pod), made -> network.addPod());
    String node = pod.getSpec().getNodeName();
    PodManifest manifest =
        new PodManifest(pod, place.address(), Objects.requireNonNull(nodes.get(node), node));
    RunningPod container =
        RunningPod.start(
            manifest,
            place,
            image,
            client,
            folder.resolve("pods").resolve(pod.getMetadata().getName()),
            files(node),
            Map.of(
                "KUBERNETES_SERVICE_HOST",
                "kubernetes.default.svc",
                "KUBERNETES_SERVICE_PORT",
                Integer.toString(apiServer.port())));
    running.put(uid(pod), container);
    writeStatus(container);
  }

  private void forget(Pod pod) {
    client.resource(pod).withGracePeriod(0).delete();
  }

  /** What a DNS of the cluster would say, as a hosts file: Services by their ready endpoints. */
  private String names() {
    StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
    hosts.append(network.gateway()).append(" kubernetes.default.svc\n");
    for (EndpointSlice slice :
        client.discovery().v1().endpointSlices().inNamespace(namespace).list().getItems()) {
      String service = slice.getMetadata().getLabels().get("kubernetes.io/service-name");
      Stream.ofNullable(slice.getEndpoints()) // null when there is none
          .flatMap(List::stream)
          .filter(endpoint -> Boolean.TRUE.equals(endpoint.getConditions().getReady()))
          .flatMap(endpoint -> endpoint.getAddresses().stream())
          .sorted()
          .forEach(
              address -> hosts.append("%s %s.%s.svc%n".formatted(address, service, namespace)));
    }
    return hosts.toString();
  }

  private void writeStatus(RunningPod container) {
    PodManifest manifest = container.manifest();
    String ready = container.isReady() ? "True" : "False";
    client
        .resource(manifest.pod())
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            """
            {"status": {
              "phase": "Running", "hostIP": "%1$s", "podIP": "%2$s", "podIPs": [{"ip": "%2$s"}],
              "startTime": "%3$s",
              "conditions": [
                {"type": "PodScheduled", "status": "True"}, {"type": "Initialized", "status": "True"},
                {"type": "ContainersReady", "status": "%4$s"},
                {"type": "Ready", "status": "%4$s", "lastTransitionTime": "%5$s"}],
              "containerStatuses": [{
                "name": "%6$s", "image": "%7$s", "imageID": "", "restartCount": 0,
                "ready": %8$s, "started": true, "state": {"running": {"startedAt": "%3$s"}}}]}}
            """
                .formatted(
                    manifest.hostIp(),
                    manifest.podIp(),
                    container.started().truncatedTo(ChronoUnit.SECONDS),
                    ready,
                    Instant.now().truncatedTo(ChronoUnit.SECONDS),
                    manifest.container().getName(),
                    manifest.container().getImage(),
                    container.isReady()));
    written.put(uid(manifest.pod()), container.isReady());
  }

  /** Ends all containers at once; fails when playing kubelet did. */
  @Override
  public void close() throws IOException, InterruptedException {
    @Nullable Throwable failure = null;
    if (loop.isDone()) {
      try {
        loop.get();
      } catch (ExecutionException e) {
        failure = e.getCause();
      }
    }
    clock.shutdown();
    if (!clock.awaitTermination(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the kubelet does not end");
    }
    for (RunningPod pod : running.values()) {
      pod.kill();
    }
    apiServer.close();
    network.close();
    if (failure != null) {
      throw new IllegalStateException("playing kubelet failed", failure);
    }
  }
}
