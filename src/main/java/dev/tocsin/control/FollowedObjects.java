package dev.tocsin.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All objects of one kind, as the API server has them. Goes on after any error, with Fabric8's
 * backoff. What somebody only writes status of has not changed.
 */
final class FollowedObjects<T extends CustomResource<?, ?>> implements AutoCloseable {
  private final String kind;
  private final SharedIndexInformer<T> informer;
  private volatile String lastError = "the API server has not answered yet";

  /**
   * @param kind names the objects in {@link #problem}, in plural
   * @param onChange is told of what was made, meant otherwise, or deleted
   */
  FollowedObjects(String kind, Informable<T> objects, SpecStore<T, ?> store, Consumer<T> onChange) {
    this.kind = kind;
    this.informer =
        objects
            .runnableInformer(0)
            .removeIndexer(Cache.NAMESPACE_INDEX)
            .itemStore(store)
            .exceptionHandler(
                (started, error) -> {
                  lastError = ApiRequests.error(error);
                  return true; // retry, whatever it was
                });
    informer.addEventHandler(new Handler<>(onChange));
  }

  /** Completes when all objects were listed. */
  CompletableFuture<Void> start() {
    return informer
        .start()
        .toCompletableFuture()
        .thenRun(() -> lastError = "the watch is interrupted");
  }

  List<T> list() {
    return informer.getStore().list();
  }

  /** Null when there is none. */
  @Nullable T get(ObjectKey key) {
    return informer.getStore().getByKey(Cache.namespaceKeyFunc(key.namespace(), key.name()));
  }

  /** Empty while every change is heard of; else why not. */
  String problem() {
    return informer.isWatching() ? "" : kind + ": " + lastError;
  }

  @Override
  public void close() {
    informer.stop();
  }

  private record Handler<T extends HasMetadata>(Consumer<T> onChange)
      implements ResourceEventHandler<T> {
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
}
