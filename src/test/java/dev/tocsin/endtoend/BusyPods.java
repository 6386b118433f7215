package dev.tocsin.endtoend;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import dev.tocsin.source.Recordings;
import dev.tocsin.source.proto.GetEventsResponse;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Pods of many namespaces and nodes, each with a workload of its own, and executions in them that
 * are as large as a recorded one, ancestors included.
 */
final class BusyPods {
  private static final int NAMESPACES = 20;
  private static final int NODES = 50;
  private static final String RECORDING = "00-container-start";

  private final GetEventsResponse pattern = recorded();
  private long executions;

  static String namespace(int pod) {
    return "team-" + pod % NAMESPACES;
  }

  static String node(int pod) {
    return "worker-" + pod % NODES;
  }

  static Iterable<String> namespaces() {
    return IntStream.range(0, NAMESPACES).mapToObj(BusyPods::namespace)::iterator;
  }

  static Iterable<String> nodes() {
    return IntStream.range(0, NODES).mapToObj(BusyPods::node)::iterator;
  }

  /** Where what a pod executes belongs. */
  static Attribution where(int pod) {
    String app = "app-" + pod;
    return new Attribution(
        Attribution.Source.LIVE,
        Pod.builder()
            .namespace(namespace(pod))
            .name(app + "-5d8f7c9b6d-x2x7q")
            .uid("00000000-0000-4000-8000-%012d".formatted(pod))
            .serviceAccount("default")
            .labels(Map.of("app.kubernetes.io/name", app, "pod-template-hash", "5d8f7c9b6d"))
            .workload(new Pod.Workload("Deployment", app))
            .node(node(pod))
            .build(),
        Container.builder()
            .name("main")
            .id("%064x".formatted(pod))
            .image("registry.example.com/" + namespace(pod) + "/" + app + ":1.0")
            .build(),
        new Node(node(pod), Map.of()));
  }

  /** An event, as of now, of a process that was never seen before. */
  byte[] execution(String program, int pod) {
    Instant now = Instant.now();
    GetEventsResponse.Builder event = pattern.toBuilder().setNodeName(node(pod));
    event.setTime(
        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build());
    event
        .getProcessExecBuilder()
        .getProcessBuilder()
        .setBinary("/usr/bin/" + program)
        .setExecId("busy:" + executions++)
        .setDocker("%031x".formatted(pod));
    return event.build().toByteArray();
  }

  private static GetEventsResponse recorded() {
    return Recordings.messages(RECORDING).stream()
        .map(BusyPods::parse)
        .filter(event -> event.hasProcessExec() && event.getProcessExec().getAncestorsCount() > 0)
        .findFirst()
        .orElseThrow();
  }

  private static GetEventsResponse parse(byte[] message) {
    try {
      return GetEventsResponse.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
