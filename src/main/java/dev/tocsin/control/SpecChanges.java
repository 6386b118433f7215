package dev.tocsin.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Observes what was made, given another spec, or deleted. What somebody only writes status of has
 * not changed.
 */
record SpecChanges<T extends HasMetadata>(Consumer<T> onChange) implements ResourceEventHandler<T> {

  @Override
  public void onAdd(T added) {
    onChange.accept(added);
  }

  @Override
  public void onUpdate(T before, T after) {
    if (!Objects.equals(generation(before), generation(after))
        || !Objects.equals(before.getMetadata().getUid(), after.getMetadata().getUid())
        || !Objects.equals(before.getMetadata().getLabels(), after.getMetadata().getLabels())) {
      onChange.accept(after);
    }
  }

  @Override
  public void onDelete(T deleted, boolean finalStateUnknown) {
    onChange.accept(deleted);
  }

  private static @Nullable Long generation(HasMetadata object) {
    return object.getMetadata().getGeneration();
  }
}
