package dev.tocsin.doctor;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pods of a workload that should be ready, and those that are. */
record Replicas(String namespace, String name, String image, int desired, int ready) {

  static Replicas of(DaemonSet set) {
    Optional<DaemonSetStatus> status = Optional.ofNullable(set.getStatus());
    return new Replicas(
        set.getMetadata().getNamespace(),
        set.getMetadata().getName(),
        set.getSpec().getTemplate().getSpec().getContainers().getLast().getImage(),
        number(status.map(DaemonSetStatus::getDesiredNumberScheduled).orElse(null), 0),
        number(status.map(DaemonSetStatus::getNumberReady).orElse(null), 0));
  }

  static Replicas of(Deployment deployment) {
    ObjectMeta meta = deployment.getMetadata();
    return new Replicas(
        meta.getNamespace(),
        meta.getName(),
        deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage(),
        number(deployment.getSpec().getReplicas(), 1),
        number(
            Optional.ofNullable(deployment.getStatus())
                .map(DeploymentStatus::getReadyReplicas)
                .orElse(null),
            0));
  }

  private static int number(@Nullable Integer number, int otherwise) {
    return Objects.requireNonNullElse(number, otherwise);
  }

  /**
   * @param consequence of a pod that is missing
   * @param command that shows more, with {@code %s} for namespace and name
   */
  Diagnosis judge(String subject, String consequence, String command) {
    String found =
        "%d of %d pods of %s/%s are ready, image %s"
            .formatted(ready, desired, namespace, name, image);
    String remedy = "See why: '" + command.formatted(namespace, name) + "'.";
    if (ready == 0) {
      return Diagnosis.problem(subject, found + ": " + consequence, remedy);
    }
    return ready < desired
        ? Diagnosis.warning(subject, found + ": " + consequence, remedy)
        : Diagnosis.ok(subject, found);
  }
}
