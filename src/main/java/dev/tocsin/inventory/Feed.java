package dev.tocsin.inventory;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.concurrent.CompletableFuture;

/**
 * One informer that never gives up: it lists again after any error, with backoff. Fabric8's own
 * would stop for good at an error before its first list, and at an unreadable watch event. No
 * resync: nobody wants to hear what has not changed.
 */
final class Feed<T extends HasMetadata> implements AutoCloseable {
  private final String what;
  private final SharedIndexInformer<T> informer;
  private volatile String lastError = "not listed yet";

  /**
   * @param what names the objects in {@link #problem}: {@code pods}
   */
  Feed(String what, Informable<T> objects, ReducedStore<T> store) {
    this.what = what;
    this.informer =
        objects
            .runnableInformer(0)
            .removeIndexer(Cache.NAMESPACE_INDEX)
            .itemStore(store)
            .exceptionHandler(
                (started, error) -> {
                  lastError = message(error);
                  return true;
                });
  }

  /** Completes when everything has been listed and handed on. */
  CompletableFuture<Void> start() {
    return informer
        .start()
        .toCompletableFuture()
        .thenRun(() -> lastError = "the watch is interrupted");
  }

  /** Empty while it hears of changes; else why not. */
  String problem() {
    return informer.isWatching() ? "" : what + ": " + lastError;
  }

  @Override
  public void close() {
    informer.stop();
  }

  /** What the API server said, or else the first cause. */
  private static String message(Throwable error) {
    Throwable cause = error;
    while (true) {
      if (cause instanceof KubernetesClientException answer && answer.getStatus() != null) {
        return answer.getStatus().getMessage();
      }
      if (cause.getCause() == null) {
        return cause.toString();
      }
      cause = cause.getCause();
    }
  }
}
