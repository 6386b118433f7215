package dev.tocsin.control;

import dev.tocsin.kubernetes.ApiRequests;
import dev.tocsin.kubernetes.Feed;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The ConfigMaps that policies refer to, and no others: one watch each, for as long as somebody
 * refers to it.
 */
final class FollowedConfigMaps implements ConfigMaps, AutoCloseable {
  private final KubernetesClient client;
  private final Consumer<ObjectKey> onChange;

  /** Policy to what it refers to. */
  private final Map<ObjectKey, Set<ObjectKey>> references = new HashMap<>();

  private final Map<ObjectKey, Followed> followed = new HashMap<>();

  /**
   * @param onChange is called with each policy that refers to what changed or became known
   */
  FollowedConfigMaps(KubernetesClient client, Consumer<ObjectKey> onChange) {
    this.client = client;
    this.onChange = onChange;
  }

  /**
   * States what a policy refers to now.
   *
   * @return completes when all of that is known, or known not to be for us, which may be never; its
   *     own for each call
   */
  synchronized CompletableFuture<Void> follow(ObjectKey policy, Set<ObjectKey> configMaps) {
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
                entry.getValue().stop();
              }
              return unwanted;
            });
    return CompletableFuture.allOf(
        configMaps.stream()
            .map(configMap -> followed.computeIfAbsent(configMap, Followed::new).known())
            .toArray(CompletableFuture[]::new));
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
    return entry.answer();
  }

  /** Empty while every change is observed; else which ConfigMaps' are not, and why. */
  String problem() {
    List<Followed> all;
    synchronized (this) {
      all = List.copyOf(followed.values());
    }
    return all.stream()
        .map(Followed::problem)
        .filter(problem -> !problem.isEmpty())
        .sorted()
        .collect(Collectors.joining("; "));
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
    followed.values().forEach(Followed::stop);
    followed.clear();
    references.clear();
  }

  /** One ConfigMap, whether or not it exists. */
  private final class Followed implements ResourceEventHandler<ConfigMap> {
    private final ObjectKey key;
    private final Feed<ConfigMap> feed;
    private final CompletableFuture<Void> listed;
    private final CompletableFuture<Void> known;

    Followed(ObjectKey key) {
      this.key = key;
      this.feed =
          new Feed<>(
              "ConfigMap " + key,
              client.configMaps().inNamespace(key.namespace()).withName(key.name()),
              new BasicItemStore<>(Cache::metaNamespaceKeyFunc),
              this);
      listed = feed.start();
      known = CompletableFuture.anyOf(listed, feed.refused()).handle((_, _) -> null);
      var unused = listed.thenRun(() -> changed(key)); // that there is none is news, too
    }

    /**
     * Completes when it is known whether there is one, when that is not for us to know, or when
     * nobody wants to know any more.
     */
    CompletableFuture<Void> known() {
      return known;
    }

    Answer answer() {
      return switch (listed.state()) {
        case RUNNING -> new Unreadable(feed.reason());
        case FAILED -> new Unreadable(ApiRequests.error(listed.exceptionNow()));
        case CANCELLED -> new Unreadable("its watch was stopped");
        case SUCCESS ->
            feed.list().stream()
                .findFirst()
                .<Answer>map(
                    found -> new Found(Objects.requireNonNullElse(found.getData(), Map.of())))
                .orElseGet(NotFound::new);
      };
    }

    String problem() {
      return feed.problem();
    }

    void stop() {
      feed.close();
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
