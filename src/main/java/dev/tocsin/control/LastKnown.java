package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What policies are made of, in an order that is always the same. */
record LastKnown(
    List<DetectionPolicy> policies,
    List<DetectionException> exceptions,
    List<ConfigMap> configMaps) {
  LastKnown(
      @Nullable List<DetectionPolicy> policies,
      @Nullable List<DetectionException> exceptions,
      @Nullable List<ConfigMap> configMaps) {
    this.policies = policies == null ? List.of() : List.copyOf(policies);
    this.exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
    this.configMaps = configMaps == null ? List.of() : List.copyOf(configMaps);
  }

  /** With nothing of the objects but their identity, labels and spec. */
  static LastKnown of(
      List<DetectionPolicy> policies,
      List<DetectionException> exceptions,
      List<ConfigMap> configMaps) {
    return new LastKnown(
        sorted(policies, LastKnown::reduced), sorted(exceptions, LastKnown::reduced), configMaps);
  }

  private static <T extends HasMetadata> List<T> sorted(List<T> objects, UnaryOperator<T> each) {
    return objects.stream()
        .sorted(Comparator.comparing(object -> ObjectKey.of(object).toString()))
        .map(each)
        .toList();
  }

  private static DetectionPolicy reduced(DetectionPolicy policy) {
    DetectionPolicy reduced = new DetectionPolicy();
    reduced.setMetadata(identity(policy));
    reduced.setSpec(policy.getSpec());
    return reduced;
  }

  private static DetectionException reduced(DetectionException exception) {
    DetectionException reduced = new DetectionException();
    reduced.setMetadata(identity(exception));
    reduced.setSpec(exception.getSpec());
    return reduced;
  }

  private static ObjectMeta identity(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    return new ObjectMetaBuilder()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .withGeneration(metadata.getGeneration())
        .withCreationTimestamp(metadata.getCreationTimestamp())
        .withLabels(metadata.getLabels())
        .build();
  }
}
