package dev.tocsin.inventory;

import dev.tocsin.event.Container;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes from a Pod object what events are joined with, and lets go of the rest. */
final class PodReader {
  /** A copy of the whole object, up to 256 KB. */
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private PodReader() {}

  /** The pod as its object describes it: without the labels of its namespace and its node. */
  static KnownPod read(io.fabric8.kubernetes.api.model.Pod object) {
    ObjectMeta metadata = object.getMetadata();
    PodSpec spec = object.getSpec() == null ? new PodSpec() : object.getSpec();
    PodStatus status = object.getStatus() == null ? new PodStatus() : object.getStatus();
    Map<String, String> annotations = strings(metadata.getAnnotations());
    if (annotations.containsKey(LAST_APPLIED)) {
      Map<String, String> others = new LinkedHashMap<>(annotations);
      others.remove(LAST_APPLIED);
      annotations = strings(others);
    }
    String name = text(metadata.getName());
    Map<String, String> labels = strings(metadata.getLabels());
    List<Pod.Owner> owners = owners(metadata);
    return new KnownPod(
        Pod.builder()
            .namespace(text(metadata.getNamespace()))
            .name(name)
            .uid(text(metadata.getUid()))
            .serviceAccount(text(spec.getServiceAccountName()))
            .labels(labels)
            .annotations(annotations)
            .workload(
                OwnerWorkload.of(
                    name,
                    owners,
                    labels,
                    KubernetesTimestamps.parse(metadata.getCreationTimestamp())))
            .hostNetwork(isTrue(spec.getHostNetwork()))
            .hostPID(isTrue(spec.getHostPID()))
            .node(text(spec.getNodeName()))
            .owners(owners)
            .build(),
        containers(spec, status),
        new Node(text(spec.getNodeName()), Map.of()));
  }

  /** Keeps the order of the object, so that what is made of it does not vary between runs. */
  static Map<String, String> strings(@Nullable Map<String, String> map) {
    if (map == null || map.isEmpty()) {
      return Map.of();
    }
    Map<String, String> copy = LinkedHashMap.newLinkedHashMap(map.size());
    map.forEach((key, value) -> copy.put(key, text(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static List<Pod.Owner> owners(ObjectMeta metadata) {
    return list(metadata.getOwnerReferences()).stream()
        .map(
            owner ->
                new Pod.Owner(
                    text(owner.getApiVersion()),
                    text(owner.getKind()),
                    text(owner.getName()),
                    text(owner.getUid()),
                    isTrue(owner.getController())))
        .toList();
  }

  private static List<Container> containers(PodSpec spec, PodStatus status) {
    Map<String, ContainerStatus> statuses = new LinkedHashMap<>();
    for (var list :
        List.of(
            list(status.getContainerStatuses()),
            list(status.getInitContainerStatuses()),
            list(status.getEphemeralContainerStatuses()))) {
      list.forEach(each -> statuses.put(text(each.getName()), each));
    }
    List<Container> containers = new ArrayList<>();
    for (var each : list(spec.getContainers())) {
      Container specified =
          specified(each.getName(), each.getImage(), each.getSecurityContext(), false);
      addInstances(containers, specified, statuses.remove(specified.name()));
    }
    for (var each : list(spec.getInitContainers())) {
      Container specified =
          specified(each.getName(), each.getImage(), each.getSecurityContext(), true);
      addInstances(containers, specified, statuses.remove(specified.name()));
    }
    for (var each : list(spec.getEphemeralContainers())) {
      Container specified =
          specified(each.getName(), each.getImage(), each.getSecurityContext(), false);
      addInstances(containers, specified, statuses.remove(specified.name()));
    }
    // a file written by hand may have a status alone
    statuses.forEach(
        (name, each) ->
            addInstances(containers, specified(name, each.getImage(), null, false), each));
    return List.copyOf(containers);
  }

  private static Container specified(
      @Nullable String name,
      @Nullable String image,
      @Nullable SecurityContext security,
      boolean init) {
    boolean privileged = security != null && isTrue(security.getPrivileged());
    return Container.builder()
        .name(text(name))
        .image(text(image))
        .privileged(privileged)
        .init(init)
        .build();
  }

  /** The instance that runs now (or ran last), and the one before it. */
  private static void addInstances(
      List<Container> containers, Container specified, @Nullable ContainerStatus status) {
    if (status == null) {
      containers.add(specified);
      return;
    }
    String id = withoutRuntime(status.getContainerID());
    ContainerState state = status.getState();
    ContainerStateTerminated last =
        status.getLastState() == null ? null : status.getLastState().getTerminated();
    String lastId = last == null ? "" : withoutRuntime(last.getContainerID());
    long lastStart = last == null ? 0 : KubernetesTimestamps.nanos(last.getStartedAt());

    long start = id.equals(lastId) ? lastStart : 0;
    if (state != null && state.getRunning() != null) {
      start = KubernetesTimestamps.nanos(state.getRunning().getStartedAt());
    } else if (state != null && state.getTerminated() != null) {
      start = KubernetesTimestamps.nanos(state.getTerminated().getStartedAt());
    }
    containers.add(instance(specified, id, status, start));
    if (!lastId.isEmpty() && !lastId.equals(id)) {
      containers.add(instance(specified, lastId, status, lastStart));
    }
  }

  private static Container instance(
      Container specified, String id, ContainerStatus status, long startTimeNanos) {
    return specified.toBuilder()
        .id(id)
        .imageID(text(status.getImageID()))
        .startTimeNanos(startTimeNanos)
        .build();
  }

  /** {@code containerd://4b5e...} without the runtime's name. */
  private static String withoutRuntime(@Nullable String containerId) {
    String id = text(containerId);
    int separator = id.indexOf("://");
    return separator < 0 ? id : id.substring(separator + 3);
  }

  private static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
