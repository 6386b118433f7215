package dev.tocsin.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tocsin.source.Recordings;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Process;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Copies of pods are pods of their own, and events are theirs. */
class CopiedWorkloadsTest {
  private static final List<byte[]> EVENTS = Recordings.messages("00-container-start");

  @Test
  void eventsOfContainersAreSharedByTheCopiesOfTheirPods() throws Exception {
    CopiedWorkloads workloads = new CopiedWorkloads(5);
    List<Pod> pods = new ArrayList<>(RecordedWorkloads.pods());
    pods.addAll(workloads.copies());
    Set<String> seen = new HashSet<>();

    for (byte[] event : workloads.distributed(EVENTS)) {
      Process process = exec(event);
      if (!process.getDocker().isEmpty()) {
        seen.addAll(podsWith(process.getDocker(), pods));
        assertThat(process.getPod().getContainer().getId()).contains(process.getDocker());
      }
    }

    assertThat(podNames(pods)).hasSize(5 * RecordedWorkloads.pods().size());
    assertThat(seen).hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void asManyAsWereRecordedAreThoseThatWereRecorded() {
    CopiedWorkloads workloads = CopiedWorkloads.ofAtLeast(RecordedWorkloads.pods().size());

    assertThat(workloads.copies()).isEmpty();
    assertThat(workloads.distributed(EVENTS)).isEqualTo(EVENTS);
  }

  private static Process exec(byte[] event) throws InvalidProtocolBufferException {
    return GetEventsResponse.parseFrom(event).getProcessExec().getProcess();
  }

  private static Set<String> podsWith(String container, List<Pod> pods) {
    return podNames(
        pods.stream()
            .filter(
                pod ->
                    pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(each -> each.getContainerID().contains(container)))
            .toList());
  }

  private static Set<String> podNames(List<Pod> pods) {
    Set<String> names = new HashSet<>();
    pods.forEach(pod -> names.add(pod.getMetadata().getName()));
    return names;
  }
}
