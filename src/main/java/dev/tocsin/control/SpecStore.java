package dev.tocsin.control;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An informer's store that keeps what people wrote: the spec and what identifies an object, not its
 * status, not who manages which field.
 */
final class SpecStore<T extends CustomResource<S, ?>, S> implements ItemStore<T> {
  private final ConcurrentMap<String, T> objects = new ConcurrentHashMap<>();
  private final Supplier<T> newObject;

  SpecStore(Supplier<T> newObject) {
    this.newObject = newObject;
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable T put(String key, T object) {
    return objects.put(key, reduced(object));
  }

  private T reduced(T object) {
    ObjectMeta metadata = object.getMetadata();
    T reduced = newObject.get();
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

  @Override
  public @Nullable T remove(String key) {
    return objects.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return objects.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return objects.values().stream();
  }

  @Override
  public int size() {
    return objects.size();
  }

  @Override
  public @Nullable T get(String key) {
    return objects.get(key);
  }

  @Override
  public boolean isFullState() {
    return false;
  }
}
