package dev.tocsin.notify;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Objects;

/**
 * Passes on that objects changed, but for their status.
 *
 * @param news called by any thread
 */
record SpecNews<T extends HasMetadata>(Runnable news) implements ResourceEventHandler<T> {
  @Override
  public void onAdd(T object) {
    news.run();
  }

  @Override
  public void onUpdate(T before, T object) {
    if (!object.getMetadata().getGeneration().equals(before.getMetadata().getGeneration())
        || !Objects.equals(
            object.getMetadata().getAnnotations(), before.getMetadata().getAnnotations())) {
      news.run();
    }
  }

  @Override
  public void onDelete(T object, boolean finalStateUnknown) {
    news.run();
  }
}
