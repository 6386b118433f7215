package dev.tocsin.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One informer that never gives up: it lists again after any error, with backoff. Fabric8's own
 * would stop for good at an error before its first list, and at an unreadable watch event. No
 * resync: nobody wants to hear what has not changed.
 */
public final class Feed<T extends HasMetadata> implements AutoCloseable {
  private final String what;
  private final SharedIndexInformer<T> informer;
  private final CompletableFuture<Void> refused = new CompletableFuture<>();
  private volatile String lastError = "the API server has not answered yet";

  /**
   * @param what names the objects in {@link #problem}: {@code pods}
   * @param store what is kept of them; may observe every change itself
   */
  public Feed(String what, Informable<T> objects, ItemStore<T> store) {
    this.what = what;
    this.informer =
        objects
            .runnableInformer(0)
            .removeIndexer(Cache.NAMESPACE_INDEX)
            .itemStore(store)
            .exceptionHandler(
                (started, error) -> {
                  lastError = ApiRequests.error(error);
                  if (ApiRequests.isRefusal(error)) {
                    refused.complete(null);
                  }
                  return true;
                });
  }

  /**
   * As above.
   *
   * @param handler is notified of changes, on another thread than the store
   */
  public Feed(
      String what, Informable<T> objects, ItemStore<T> store, ResourceEventHandler<T> handler) {
    this(what, objects, store);
    informer.addEventHandler(handler);
  }

  /** Completes when everything has been listed and handed on. */
  public CompletableFuture<Void> start() {
    return informer
        .start()
        .toCompletableFuture()
        .thenRun(() -> lastError = "the watch is interrupted");
  }

  /**
   * Completes when the API server has said that it may not hear of them, which it may until
   * somebody grants it. It goes on asking.
   */
  public CompletableFuture<Void> refused() {
    return refused;
  }

  /** What the store keeps of all of them. */
  public List<T> list() {
    return informer.getStore().list();
  }

  /** Null when there is none. */
  public @Nullable T get(String namespace, String name) {
    return informer.getStore().getByKey(Cache.namespaceKeyFunc(namespace, name));
  }

  /** Empty while it observes changes; else why not. */
  public String reason() {
    return informer.isWatching() ? "" : lastError;
  }

  /** As {@link #reason}, with what is not observed. */
  public String problem() {
    String reason = reason();
    return reason.isEmpty() ? "" : what + ": " + reason;
  }

  @Override
  public void close() {
    informer.stop();
  }
}
