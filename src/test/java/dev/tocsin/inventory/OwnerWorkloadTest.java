package dev.tocsin.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.event.Pod.Owner;
import dev.tocsin.event.Pod.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerWorkloadTest {
  /** Minute 29,859,480 since 1970. */
  private static final Instant CREATED = Instant.parse("2026-10-10T02:00:05Z");

  @ParameterizedTest(name = "{0} {1} with hash {2} is {3} {4}")
  @CsvSource({
    "ReplicaSet, web-7d9c5b9f6d, 7d9c5b9f6d, Deployment, web",
    "ReplicaSet, web-v2-7d9c5b9f6d, 7d9c5b9f6d, Deployment, web-v2",
    "ReplicaSet, web-7d9c5b9f6d, '', ReplicaSet, web-7d9c5b9f6d",
    "ReplicaSet, web-7d9c5b9f6d, 5b9f6d, ReplicaSet, web-7d9c5b9f6d",
    "ReplicaSet, web, 7d9c5b9f6d, ReplicaSet, web",
    "StatefulSet, db, '', StatefulSet, db",
    "DaemonSet, node-agent, '', DaemonSet, node-agent",
    "ReplicationController, old-1, '', ReplicationController, old-1",
    "CloneSet, web, '', CloneSet, web",
    "Job, migrate, '', Job, migrate",
    "Job, backup-29859480, '', CronJob, backup",
    "Job, nightly-db-backup-29859480, '', CronJob, nightly-db-backup",
    "Job, backup-20261124, '', Job, backup-20261124",
    "Job, backup-24112026, '', Job, backup-24112026",
    "Job, backup-1234, '', Job, backup-1234",
    "Job, backup29859480, '', Job, backup29859480",
    "Node, node-1, '', Pod, the-pod",
  })
  void isToldFromTheController(
      String kind, String name, String hash, String isKind, String isName) {
    Map<String, String> labels = hash.isEmpty() ? Map.of() : Map.of("pod-template-hash", hash);
    List<Owner> owners =
        List.of(
            new Owner("v1", "ConfigMap", "no-controller", "u0", false),
            new Owner("apps/v1", kind, name, "u1", true));
    assertThat(OwnerWorkload.of("the-pod", owners, labels, CREATED))
        .isEqualTo(new Workload(isKind, isName));
  }

  @ParameterizedTest(name = "pod made at {0}: {1}")
  @CsvSource({
    "2026-10-10T01:59:59Z, CronJob", // the clock of the controller is a little ahead
    "2026-11-08T02:00:00Z, CronJob", // a late retry
    "2026-11-10T02:00:00Z, Job",
    "2025-10-10T02:00:00Z, Job",
  })
  void ofAJobWhoseNameEndsInMinutesDependsOnWhenItsPodWasMade(Instant created, String kind) {
    List<Owner> owners = List.of(new Owner("batch/v1", "Job", "backup-29859480", "u1", true));
    assertThat(OwnerWorkload.of("the-pod", owners, Map.of(), created).kind()).isEqualTo(kind);
  }

  @Test
  void ofAPodWithoutAControllerIsThePod() {
    List<Owner> owners = List.of(new Owner("v1", "ConfigMap", "no-controller", "u0", false));
    assertThat(OwnerWorkload.of("debug", owners, Map.of(), CREATED))
        .isEqualTo(new Workload("Pod", "debug"));
  }
}
