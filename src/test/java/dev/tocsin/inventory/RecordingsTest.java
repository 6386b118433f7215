package dev.tocsin.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Attribution.Source;
import dev.tocsin.event.Event;
import dev.tocsin.event.Pod;
import dev.tocsin.event.PodView;
import dev.tocsin.source.Recordings;
import dev.tocsin.source.proto.GetEventsResponse;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real agent sent, joined with the pods that ran. */
class RecordingsTest {
  /** Events of containers that pods.json does not have, by recording; all others are LIVE. */
  private static final Map<String, Map<Source, Long>> NOT_LIVE =
      Map.of(
          "21-unknown-container", Map.of(Source.UNKNOWN, 36L),
          "23-late-pod", Map.of(Source.AGENT, 12L),
          "28-standalone-nok8s", Map.of(Source.UNKNOWN, 6L),
          "b04-ci-job", Map.of(Source.AGENT, 326L));

  private final Attributor attributor;

  RecordingsTest() throws InvalidInventoryException {
    attributor =
        new Attributor(InventoryFile.read(List.of(Recordings.directory().resolve("pods.json"))));
  }

  static List<String> recordings() {
    return Recordings.names();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void everyContainerIsJoinedWithItsPod(String recording) {
    Map<Source, Long> notLive = new EnumMap<>(Source.class);
    for (byte[] message : Recordings.messages(recording)) {
      Event event = Event.of(message);
      Attribution where = attributor.settle(event);
      if (event.process().docker().isEmpty()) {
        assertThat(where.source()).isEqualTo(Source.HOST);
      } else if (where.source() == Source.LIVE) {
        assertAgrees(where, event.process().pod());
      } else {
        notLive.merge(where.source(), 1L, Long::sum);
      }
      assertThat(where.node().name()).isEqualTo(event.node());
      assertThat(where.node().labels()).isEqualTo(event.nodeLabels());
    }
    assertThat(notLive).isEqualTo(NOT_LIVE.getOrDefault(recording, Map.of()));
  }

  /** The agent derives pod, container and workload from the same objects by its own code. */
  private static void assertAgrees(Attribution where, PodView agent) {
    assertThat(where.pod().uid()).isEqualTo(agent.uid());
    assertThat(where.pod().namespace()).isEqualTo(agent.namespace());
    assertThat(where.pod().name()).isEqualTo(agent.name());
    assertThat(where.pod().labels()).isEqualTo(agent.labels());
    assertThat(where.pod().workload())
        .isEqualTo(new Pod.Workload(agent.workloadKind(), agent.workload()));
    assertThat(where.container().id()).isEqualTo(agent.containerId());
    assertThat(where.container().name()).isEqualTo(agent.containerName());
    assertThat(where.container().image()).isEqualTo(agent.image());
    assertThat(where.container().imageID()).isEqualTo(agent.imageId());
    assertThat(where.container().startTimeNanos()).isEqualTo(agent.containerStartTimeNanos());
    assertThat(where.container().privileged()).isEqualTo(agent.privileged());
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void theContainerIdAloneGivesTheSameAnswer(String recording) throws Exception {
    for (byte[] message : Recordings.messages(recording)) {
      Attribution where = attributor.settle(Event.of(message));
      if (where.source() == Source.LIVE) {
        assertThat(attributor.settle(Event.of(withoutPod(message)))).isSameAs(where);
      }
    }
  }

  private static byte[] withoutPod(byte[] message) throws InvalidProtocolBufferException {
    GetEventsResponse.Builder event = GetEventsResponse.parseFrom(message).toBuilder();
    switch (event.getEventCase()) {
      case PROCESS_EXEC -> event.getProcessExecBuilder().getProcessBuilder().clearPod();
      case PROCESS_EXIT -> event.getProcessExitBuilder().getProcessBuilder().clearPod();
      case PROCESS_KPROBE -> event.getProcessKprobeBuilder().getProcessBuilder().clearPod();
      case PROCESS_LSM -> event.getProcessLsmBuilder().getProcessBuilder().clearPod();
      case PROCESS_LOADER -> event.getProcessLoaderBuilder().getProcessBuilder().clearPod();
      case PROCESS_UPROBE -> event.getProcessUprobeBuilder().getProcessBuilder().clearPod();
      case PROCESS_TRACEPOINT -> event.getProcessTracepointBuilder().getProcessBuilder().clearPod();
      default -> throw new IllegalArgumentException(event.getEventCase() + " is not recorded here");
    }
    return event.build().toByteArray();
  }

  static Stream<Arguments> containers() {
    return Stream.of(
        arguments("01-benign-web", "shop", "Deployment", "web", false, false),
        arguments("07-persistence-db", "shop", "StatefulSet", "db", false, false),
        arguments("03-nsenter-escape-agent", "kube-system", "DaemonSet", "node-agent", true, true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("containers")
  void whatOnlyTheApiServerKnowsIsThere(
      String recording,
      String namespace,
      String kind,
      String workload,
      boolean hostPID,
      boolean privileged) {
    List<Attribution> containers =
        Recordings.messages(recording).stream()
            .map(message -> attributor.settle(Event.of(message)))
            .filter(where -> where.source() == Source.LIVE)
            .toList();
    assertThat(containers)
        .isNotEmpty()
        .allSatisfy(
            where -> {
              assertThat(where.pod().namespace()).isEqualTo(namespace);
              assertThat(where.pod().workload()).isEqualTo(new Pod.Workload(kind, workload));
              assertThat(where.pod().hostPID()).isEqualTo(hostPID);
              assertThat(where.pod().serviceAccount()).isEqualTo("default");
              assertThat(where.container().privileged()).isEqualTo(privileged);
            });
  }

  @Test
  void aPodWithoutAnOwnerIsItsOwnWorkload() {
    assertThat(Recordings.messages("00-container-start"))
        .map(message -> attributor.settle(Event.of(message)).pod().workload())
        .contains(new Pod.Workload("Pod", "debug"));
  }
}
