package dev.tocsin.control;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.function.Supplier;

/**
 * An informer's store that keeps what people wrote: the spec and what identifies an object, not its
 * status, not who manages which field.
 */
final class SpecStore<T extends CustomResource<S, ?>, S> extends TransformingItemStore<T> {
  SpecStore(Supplier<T> newObject) {
    super(object -> reduced(object, newObject.get()));
  }

  private static <T extends CustomResource<S, ?>, S> T reduced(T object, T reduced) {
    ObjectMeta metadata = object.getMetadata();
    reduced.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(metadata.getNamespace())
            .withName(metadata.getName())
            .withUid(metadata.getUid())
            .withGeneration(metadata.getGeneration())
            .withCreationTimestamp(metadata.getCreationTimestamp())
            .withResourceVersion(metadata.getResourceVersion())
            .withLabels(metadata.getLabels())
            .build());
    reduced.setSpec(object.getSpec());
    return reduced;
  }
}
