package dev.tocsin.engine.compile;

import static dev.tocsin.engine.PolicyBuilder.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.engine.PolicyBuilder;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalityTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "pod.uid | on each node: groupBy has pod.uid: a pod runs on one node",
        "process.pod.uid | on each node: groupBy has process.pod.uid: a pod runs on one node",
        "container.id | on each node: groupBy has container.id: a container runs on one node",
        "process.docker | on each node: groupBy has process.docker: a container runs on one node",
        "event.node | on each node: groupBy has event.node: it is the node",
        "node.name | on each node: groupBy has node.name: it is the node",
        "pod.node | on each node: groupBy has pod.node: it is the node",
        "process.exec_id | on each node: groupBy has process.exec_id: a process runs on one node",
        "parent.exec_id | on each node: groupBy has parent.exec_id: a process runs on one node",
        "process.name; pod.uid | on each node: groupBy has pod.uid: a pod runs on one node",
        "variables.podUid | on each node: groupBy has variables.podUid: a pod runs on one node",
        "variables.image | over all nodes: nothing in groupBy belongs to one node",
        "pod.name; pod.namespace | on each node: groupBy has pod.namespace and pod.name: a pod runs"
            + " on one node",
        "pod.name | over all nodes: nothing in groupBy belongs to one node",
        "pod.namespace | over all nodes: nothing in groupBy belongs to one node",
        "pod.workload.name | over all nodes: nothing in groupBy belongs to one node",
        "container.image | over all nodes: nothing in groupBy belongs to one node",
        "event.cluster | over all nodes: nothing in groupBy belongs to one node",
        "process.pid | over all nodes: nothing in groupBy belongs to one node",
        "has(pod.uid) | over all nodes: nothing in groupBy belongs to one node",
        "pod.uid + 'x' | over all nodes: nothing in groupBy belongs to one node",
        "pod.name == '' ? node.name : '' | over all nodes: nothing in groupBy belongs to one node",
        "- | over all nodes: groupBy is empty, and there is one window for everything"
      })
  void aWindowBelongsToANodeWhenAnExpressionOfItsGroupDoes(
      @Nullable String groupBy, String reason) {
    Locality locality = locality(groupBy == null ? new String[0] : groupBy.split("; ", -1));

    assertThat(locality.reason()).isEqualTo("Counted " + reason + ".");
    assertThat(locality.spansNodes()).isEqualTo(reason.startsWith("over"));
  }

  @Test
  void withinOneNamespaceAPodsNameIsEnough() {
    Locality locality =
        localityOf(
            policy("p")
                .inNamespace("shop")
                .eventCount(2, Duration.ofMinutes(1), "pod.name", "process.name"));

    assertThat(locality.spansNodes()).isFalse();
  }

  private static Locality locality(String... groupBy) {
    return localityOf(
        policy("p")
            .variable("podUid", "pod.uid")
            .variable("image", "container.image")
            .eventCount(2, Duration.ofMinutes(1), groupBy));
  }

  private static Locality localityOf(PolicyBuilder policy) {
    return Objects.requireNonNull(policy.compiled().window()).locality();
  }
}
