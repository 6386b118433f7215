package dev.tocsin.control;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The ConfigMaps that policies refer to, and no others: one watch each, for as long as somebody
 * refers to it.
 */
final class FollowedConfigMaps implements ConfigMaps, AutoCloseable {
  private static final Duration SYNC_LIMIT = Duration.ofSeconds(20);

  private final KubernetesClient client;
  private final Consumer<ObjectKey> onChange;

  /** Policy to what it refers to. */
  private final Map<ObjectKey, Set<ObjectKey>> references = new HashMap<>();

  private final Map<ObjectKey, Followed> followed = new HashMap<>();

  private record Followed(
      SharedIndexInformer<ConfigMap> informer, CompletableFuture<Void> synced) {}

  /**
   * @param onChange is told the policy, for each one that refers to what changed
   */
  FollowedConfigMaps(KubernetesClient client, Consumer<ObjectKey> onChange) {
    this.client = client;
    this.onChange = onChange;
  }

  /** States what a policy refers to now, and waits, but not for ever, until that is known. */
  void follow(ObjectKey policy, Set<ObjectKey> configMaps) {
    CompletableFuture<?>[] synced = update(policy, configMaps).toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(synced)
        .completeOnTimeout(null, SYNC_LIMIT.toSeconds(), TimeUnit.SECONDS)
        .exceptionally(failure -> null) // get() tells which one it was
        .join();
  }

  private synchronized Set<CompletableFuture<Void>> update(
      ObjectKey policy, Set<ObjectKey> configMaps) {
    if (configMaps.isEmpty()) {
      references.remove(policy);
    } else {
      references.put(policy, configMaps);
    }
    Set<ObjectKey> wanted = new HashSet<>();
    references.values().forEach(wanted::addAll);
    followed
        .entrySet()
        .removeIf(
            entry -> {
              boolean unwanted = !wanted.contains(entry.getKey());
              if (unwanted) {
                entry.getValue().informer().stop();
              }
              return unwanted;
            });
    Set<CompletableFuture<Void>> synced = new HashSet<>();
    for (ObjectKey configMap : configMaps) {
      synced.add(followed.computeIfAbsent(configMap, this::start).synced().copy());
    }
    return synced;
  }

  private Followed start(ObjectKey key) {
    SharedIndexInformer<ConfigMap> informer =
        client
            .configMaps()
            .inNamespace(key.namespace())
            .withName(key.name())
            .runnableInformer(0)
            .exceptionHandler((started, failure) -> true); // retry, whatever it was
    informer.addEventHandler(new Handler(key));
    return new Followed(informer, informer.start().toCompletableFuture());
  }

  @Override
  public Answer get(ObjectKey configMap) {
    Followed entry;
    synchronized (this) {
      entry = followed.get(configMap);
    }
    if (entry == null) {
      throw new IllegalStateException("ConfigMap " + configMap + " is not followed");
    }
    return switch (entry.synced().state()) {
      case RUNNING -> new Unreadable("the API server has not answered yet");
      case FAILED -> new Unreadable(String.valueOf(entry.synced().exceptionNow().getMessage()));
      case CANCELLED -> new Unreadable("its watch was stopped");
      case SUCCESS ->
          entry.informer().getStore().list().stream()
              .findFirst()
              .<Answer>map(
                  found -> new Found(Objects.requireNonNullElse(found.getData(), Map.of())))
              .orElseGet(NotFound::new);
    };
  }

  private void changed(ObjectKey configMap) {
    Set<ObjectKey> policies = new HashSet<>();
    synchronized (this) {
      references.forEach(
          (policy, configMaps) -> {
            if (configMaps.contains(configMap)) {
              policies.add(policy);
            }
          });
    }
    policies.forEach(onChange);
  }

  @Override
  public synchronized void close() {
    followed.values().forEach(each -> each.informer().stop());
    followed.clear();
    references.clear();
  }

  private final class Handler implements ResourceEventHandler<ConfigMap> {
    private final ObjectKey key;

    Handler(ObjectKey key) {
      this.key = key;
    }

    @Override
    public void onAdd(ConfigMap added) {
      changed(key);
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap after) {
      if (!Objects.equals(before.getData(), after.getData())) {
        changed(key);
      }
    }

    @Override
    public void onDelete(ConfigMap deleted, boolean finalStateUnknown) {
      changed(key);
    }
  }
}
