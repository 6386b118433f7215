package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows policies, exceptions and lists of an API server, and writes nothing there: what a sensor
 * has instead of {@link PolicyControl}. One thread compiles, whatever changed.
 *
 * <p>While the API server does not answer at the start, the policies are those that were last known
 * on this node, from a file; once it answers, they are what it says, without a gap.
 */
public final class PolicyFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyFollower.class);

  /** How long the API server may take before the file is read. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Many changes at the same time are written once. */
  private static final Duration SAVE_DELAY = Duration.ofSeconds(1);

  private final String systemNamespace;
  private final PolicyCatalog catalog;
  private final InstantSource clock;
  private final PolicyFile file;
  private final FollowedConfigMaps configMaps;
  private final PolicyTranslator translator;
  private final FollowedObjects<DetectionPolicy> policies;
  private final FollowedObjects<DetectionException> exceptions;
  private final ScheduledThreadPoolExecutor thread;
  private final CountDownLatch installed = new CountDownLatch(1);

  // of the thread
  private final Set<ObjectKey> waiting = new HashSet<>();
  private final Map<ObjectKey, Map<String, String>> lastLists = new HashMap<>();
  private boolean saveIsDue;

  private volatile boolean live;
  private volatile String fileProblem = "";

  /**
   * @param client may list and watch policies, exceptions and ConfigMaps; stays open
   * @param systemNamespace where a policy applies to the whole cluster
   * @param file that the last known policies are kept in
   */
  public PolicyFollower(
      KubernetesClient client,
      String systemNamespace,
      PolicyCatalog catalog,
      Path file,
      InstantSource clock) {
    this.systemNamespace = systemNamespace;
    this.catalog = catalog;
    this.clock = clock;
    this.file = new PolicyFile(file, client.getKubernetesSerialization());
    this.configMaps = new FollowedConfigMaps(client, this::changed);
    this.translator = new PolicyTranslator(systemNamespace, this::list);
    this.policies =
        new FollowedObjects<>(
            "DetectionPolicies",
            client.resources(DetectionPolicy.class).inAnyNamespace(),
            policy -> changed(ObjectKey.of(policy)));
    this.exceptions =
        new FollowedObjects<>(
            "DetectionExceptions",
            client.resources(DetectionException.class).inAnyNamespace(),
            this::changed);
    this.thread =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("policies").daemon().factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Returns when the policies that the API server has are installed, or those that were last known;
   * and after a few seconds when there is neither. Goes on following in any case.
   */
  public void start() throws InterruptedException {
    CompletableFuture<Void> known = CompletableFuture.allOf(policies.start(), exceptions.start());
    var unused = known.thenRunAsync(this::goLive, thread);
    if (!installed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      thread.execute(this::beginWithLastKnown);
      installed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Empty while all changes are heard of and kept; else what is not, and why. */
  public String problem() {
    List<String> problems = new ArrayList<>();
    for (String problem : List.of(policies.problem(), exceptions.problem(), fileProblem)) {
      if (!problem.isEmpty()) {
        problems.add(problem);
      }
    }
    return String.join("; ", problems);
  }

  /** Whether the policies are those of the API server, not those that were last known. */
  public boolean isLive() {
    return live;
  }

  private void goLive() {
    live = true;
    Set<ObjectKey> there = new HashSet<>();
    policies.list().forEach(policy -> there.add(ObjectKey.of(policy)));
    there.forEach(this::look);
    for (PolicyState state : catalog.states()) {
      ObjectKey key = new ObjectKey(state.id().namespace(), state.id().name());
      if (!there.contains(key)) {
        look(key);
      }
    }
    installed.countDown();
    LOG.info("{} policies from the API server", there.size());
  }

  private void beginWithLastKnown() {
    if (live) {
      return;
    }
    try {
      PolicyFile.Content last = file.read().orElse(null);
      if (last == null) {
        LOG.warn("no policies yet: {}", problem());
        return;
      }
      last.configMaps().forEach(map -> lastLists.put(ObjectKey.of(map), map.getData()));
      Instant now = clock.instant();
      for (DetectionPolicy policy : last.policies()) {
        catalog.put(
            ObjectKey.of(policy),
            PolicyTranslator.id(policy),
            translator.translate(policy, last.exceptions(), now));
      }
      installed.countDown();
      LOG.warn("{} policies as last known here: {}", last.policies().size(), problem());
    } catch (IOException e) {
      fileFailed(e);
    }
  }

  private void changed(DetectionException exception) {
    String namespace = exception.getMetadata().getNamespace();
    boolean everywhere = namespace.equals(systemNamespace);
    for (DetectionPolicy policy : policies.list()) {
      ObjectKey key = ObjectKey.of(policy);
      if (everywhere
          || key.namespace().equals(namespace)
          || key.namespace().equals(systemNamespace)) {
        changed(key);
      }
    }
  }

  private void changed(ObjectKey policy) {
    if (!thread.isShutdown()) {
      thread.execute(() -> changedHere(policy));
    }
  }

  /** Several changes of the same policy that wait are one. */
  private void changedHere(ObjectKey policy) {
    if (live && waiting.add(policy)) {
      thread.execute(
          () -> {
            waiting.remove(policy);
            look(policy);
          });
    }
  }

  private void look(ObjectKey key) {
    DetectionPolicy policy = policies.get(key);
    if (policy == null) {
      catalog.remove(key);
      configMaps.follow(key, Set.of());
    } else {
      Instant now = clock.instant();
      configMaps.follow(key, ListValues.references(policy));
      Translation translation = translator.translate(policy, exceptions.list(), now);
      catalog.put(key, PolicyTranslator.id(policy), translation);
      translation.nextExpiry().ifPresent(expiry -> lookAgain(key, Duration.between(now, expiry)));
    }
    if (!saveIsDue) {
      saveIsDue = true;
      thread.schedule(this::save, SAVE_DELAY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void lookAgain(ObjectKey key, Duration delay) {
    thread.schedule(() -> changedHere(key), delay.toMillis() + 1, TimeUnit.MILLISECONDS);
  }

  /** What cannot be read now is as it was last known, if it was. */
  private ConfigMaps.Answer list(ObjectKey configMap) {
    ConfigMaps.Answer answer =
        live ? configMaps.get(configMap) : new ConfigMaps.Unreadable("it was not known");
    if (answer instanceof ConfigMaps.Found found) {
      lastLists.put(configMap, found.data());
    }
    Map<String, String> last = lastLists.get(configMap);
    return answer instanceof ConfigMaps.Unreadable && last != null
        ? new ConfigMaps.Found(last)
        : answer;
  }

  private void save() {
    saveIsDue = false;
    try {
      file.write(content());
      fileProblem = "";
    } catch (IOException e) {
      fileFailed(e);
    }
  }

  private void fileFailed(IOException failure) {
    if (fileProblem.isEmpty()) {
      LOG.warn(
          "the policies would not outlive an outage of the API server: {}", failure.toString());
    }
    fileProblem = "last known policies: " + failure;
  }

  private PolicyFile.Content content() {
    Set<ObjectKey> lists = new TreeSet<>(Comparator.comparing(ObjectKey::toString));
    List<DetectionPolicy> kept = new ArrayList<>();
    for (DetectionPolicy policy : sorted(policies.list())) {
      DetectionPolicy copy = new DetectionPolicy();
      copy.setMetadata(identity(policy));
      copy.setSpec(policy.getSpec());
      kept.add(copy);
      lists.addAll(ListValues.references(policy));
    }
    List<DetectionException> keptExceptions = new ArrayList<>();
    for (DetectionException exception : sorted(exceptions.list())) {
      DetectionException copy = new DetectionException();
      copy.setMetadata(identity(exception));
      copy.setSpec(exception.getSpec());
      keptExceptions.add(copy);
    }
    List<ConfigMap> maps = new ArrayList<>();
    for (ObjectKey key : lists) {
      if (lastLists.containsKey(key)) {
        maps.add(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(key.namespace())
                .withName(key.name())
                .endMetadata()
                .withData(lastLists.get(key))
                .build());
      }
    }
    return new PolicyFile.Content(kept, keptExceptions, maps);
  }

  private static <T extends HasMetadata> List<T> sorted(List<T> objects) {
    return objects.stream()
        .sorted(Comparator.comparing(object -> ObjectKey.of(object).toString()))
        .toList();
  }

  private static ObjectMeta identity(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    return new ObjectMetaBuilder()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .withGeneration(metadata.getGeneration())
        .withLabels(Objects.requireNonNullElse(metadata.getLabels(), Map.of()))
        .build();
  }

  @Override
  public void close() {
    policies.close();
    exceptions.close();
    thread.shutdownNow();
    configMaps.close();
  }
}
