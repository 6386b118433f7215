package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.engine.policy.PolicyId;
import dev.tocsin.kubernetes.ApiRequests;
import dev.tocsin.kubernetes.Feed;
import dev.tocsin.kubernetes.Outage;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies of an API server: owns what is watched of policies, exceptions and lists, and keeps
 * a catalog up to date, for operator, sensor and {@code run} alike. Writes nothing there. One
 * thread compiles, whatever changed.
 *
 * <p>With a {@link Memory} it may begin without the API server, with the policies that were last
 * known on this node; once the API server answers, they are what it says, without a gap. It never
 * gives up: what is wrong is reported by {@link #problem}, and tried again.
 */
public final class PolicySource implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicySource.class);

  /** How long a policy waits for its lists; it is compiled again when they come later. */
  private static final Duration LISTS_PATIENCE = Duration.ofSeconds(5);

  /** How often what is installed is compared with what there is, and with the time. */
  private static final Duration COMPARISON = Duration.ofSeconds(5);

  private static final Duration END = Duration.ofSeconds(2);

  private final PolicyCatalog catalog;
  private final InstantSource clock;
  private final Consumer<Throwable> onFailure;
  private final Consumer<ObjectKey> onLoaded;
  private final Optional<Duration> patience;
  private final FollowedConfigMaps configMaps;
  private final Feed<DetectionPolicy> policies;
  private final Feed<DetectionException> exceptions;
  private final ScheduledThreadPoolExecutor thread;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final PolicyWork work;
  private volatile boolean live;
  private volatile boolean remembered;
  private volatile boolean closed;

  // of the thread
  private final PolicyLoader loader;
  private final Outage outage;
  private final LastKnownLists lists;
  private final Optional<KeptPolicies> kept;

  /**
   * For a start without the API server.
   *
   * @param file that the last known policies are kept in
   * @param patience how long the API server may take before the policies are those of the file
   */
  public record Memory(Path file, Duration patience) {}

  /**
   * @param client may list and watch policies, exceptions and ConfigMaps; stays open
   * @param systemNamespace where a policy applies to the whole cluster
   * @param memory empty: it waits for the API server as long as it takes
   * @param onLoaded is called with each policy that was taken into the catalog as it is now, or out
   *     of it, on the thread that compiles
   * @param onFailure is notified why policies could not be installed: a mistake of this program
   */
  public PolicySource(
      KubernetesClient client,
      String systemNamespace,
      PolicyCatalog catalog,
      Optional<Memory> memory,
      InstantSource clock,
      Consumer<ObjectKey> onLoaded,
      Consumer<Throwable> onFailure) {
    this.catalog = catalog;
    this.clock = clock;
    this.onFailure = onFailure;
    this.onLoaded = onLoaded;
    this.patience = memory.map(Memory::patience);
    this.outage = new Outage(clock);
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().name("policies").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy()); // what comes after the end
    thread.setRemoveOnCancelPolicy(true);
    this.work = new PolicyWork(thread, catalog::together, this::check, onFailure);
    KubernetesClient api = ApiRequests.once(client);
    this.configMaps = new FollowedConfigMaps(api, this::changed);
    this.lists = new LastKnownLists(configMaps);
    this.loader = new PolicyLoader(systemNamespace, lists, catalog);
    this.policies =
        new Feed<>(
            "DetectionPolicies",
            api.resources(DetectionPolicy.class).inAnyNamespace(),
            new SpecStore<>(DetectionPolicy::new),
            new SpecChanges<>(policy -> changed(ObjectKey.of(policy))));
    this.exceptions =
        new Feed<>(
            "DetectionExceptions",
            api.resources(DetectionException.class).inAnyNamespace(),
            new SpecStore<>(DetectionException::new),
            new SpecChanges<>(this::changed));
    this.kept =
        memory.map(
            each ->
                new KeptPolicies(
                    new PolicyFile(each.file(), client.getKubernetesSerialization()),
                    thread,
                    this::lastKnown));
  }

  /**
   * Returns when the policies that the API server has are installed, or after {@link #close}. With
   * a memory also when those that were last known are, and after its patience when there are none.
   * Goes on following in any case.
   */
  public void start() throws InterruptedException {
    CompletableFuture<Optional<LastKnown>> last =
        CompletableFuture.supplyAsync(this::recall, thread);
    var unused =
        CompletableFuture.allOf(last, policies.start(), exceptions.start())
            .thenComposeAsync(all -> followLists(), thread)
            .thenRunAsync(this::goLive, thread)
            .whenComplete(this::begun);
    if (patience.isPresent() && !begun.await(patience.get().toMillis(), TimeUnit.MILLISECONDS)) {
      var alsoUnused = last.thenAcceptAsync(this::beginWith, thread).whenComplete(this::begun);
    }
    begun.await();
  }

  private void begun(@Nullable Void done, @Nullable Throwable failure) {
    if (failure != null && !closed) {
      onFailure.accept(failure);
    }
    begun.countDown();
  }

  private Optional<LastKnown> recall() {
    Optional<LastKnown> last = kept.flatMap(KeptPolicies::read);
    last.ifPresent(known -> lists.remember(known.configMaps()));
    return last;
  }

  private void beginWith(Optional<LastKnown> last) {
    if (!live) {
      last.ifPresentOrElse(
          this::beginWith, () -> LOG.warn("no policies are known here yet: {}", problem()));
    }
  }

  private void beginWith(LastKnown last) {
    LOG.warn("{} policies as last known here: {}", last.policies().size(), problem());
    Instant now = clock.instant();
    catalog.together(
        () -> {
          for (DetectionPolicy policy : last.policies()) {
            ObjectKey key = ObjectKey.of(policy);
            var unused = configMaps.follow(key, ListValues.references(policy));
            work.guarded(key, () -> loader.derive(policy, last.exceptions(), now));
          }
        });
    remembered = true;
  }

  /** Completes when all lists are known, or could have been. */
  private CompletableFuture<Void> followLists() {
    Stream<CompletableFuture<Void>> all =
        policies.list().stream()
            .map(each -> configMaps.follow(ObjectKey.of(each), ListValues.references(each)));
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .completeOnTimeout(null, LISTS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void goLive() {
    live = true; // from here on changes are heard, so what was listed is all there is
    catalog.together(() -> known().forEach(key -> work.guarded(key, () -> compile(key))));
    LOG.info("{} policies from the API server", policies.list().size());
    var unused =
        thread.scheduleWithFixedDelay(
            this::compare, COMPARISON.toMillis(), COMPARISON.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The policies that there are, and those that are installed. */
  private Set<ObjectKey> known() {
    Set<ObjectKey> known = new HashSet<>();
    policies.list().forEach(each -> known.add(ObjectKey.of(each)));
    for (PolicyOutcome state : catalog.states()) {
      known.add(new ObjectKey(state.id().namespace(), state.id().name()));
    }
    return known;
  }

  private void compare() {
    outage.observe(watchProblem());
    Instant now = clock.instant();
    for (ObjectKey key : known()) {
      if ((isAnother(key) && !work.isFailing(key)) || hasExpired(key, now)) {
        work.soon(key);
      }
    }
  }

  /** Whether what is installed is not what there is. */
  private boolean isAnother(ObjectKey key) {
    Optional<PolicyId> there =
        Optional.ofNullable(policies.get(key.namespace(), key.name())).map(PolicyTranslator::id);
    return !there.equals(catalog.state(key).map(PolicyOutcome::id));
  }

  /** A planned time can be wrong: the system's clock may have been changed since. */
  private boolean hasExpired(ObjectKey key, Instant now) {
    return catalog.nextExpiry(key).filter(now::isAfter).isPresent();
  }

  private void changed(DetectionException exception) {
    if (live) {
      loader.reachedBy(exception, policies.list().stream()).forEach(this::changed);
    }
  }

  private void changed(ObjectKey policy) {
    if (live) {
      thread.execute(() -> work.soon(policy));
    }
  }

  private void check(ObjectKey key) {
    DetectionPolicy policy = policies.get(key.namespace(), key.name());
    CompletableFuture<Void> known =
        configMaps.follow(key, policy == null ? Set.of() : ListValues.references(policy));
    if (known.isDone()) {
      compile(key);
    } else {
      var unused =
          known
              .completeOnTimeout(null, LISTS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
              .thenRunAsync(() -> work.guarded(key, () -> compile(key)), thread);
    }
  }

  /** Takes the policy as it is now; what it refers to is followed. */
  private void compile(ObjectKey key) {
    work.unplan(key);
    DetectionPolicy policy = policies.get(key.namespace(), key.name());
    if (policy == null) {
      var unused = configMaps.follow(key, Set.of());
      loader.remove(key);
    } else {
      Instant now = clock.instant();
      loader
          .derive(policy, exceptions.list(), now)
          .translation()
          .nextExpiry()
          .ifPresent(expiry -> work.in(key, Duration.between(now, expiry).plusMillis(1)));
    }
    // when the set it is in is installed, so that there was room for it or not
    thread.execute(() -> work.guarded(key, () -> onLoaded.accept(key)));
    kept.ifPresent(KeptPolicies::changed);
  }

  private LastKnown lastKnown() {
    Set<ObjectKey> wanted =
        policies.list().stream()
            .flatMap(each -> ListValues.references(each).stream())
            .collect(Collectors.toSet());
    return LastKnown.of(policies.list(), exceptions.list(), lists.retain(wanted));
  }

  /** Empty while all changes are observed and kept; else what is not, and why. */
  public String problem() {
    return joined(
        Stream.concat(
            Stream.of(watchProblem(), kept.map(KeptPolicies::problem).orElse("")),
            work.problems()));
  }

  private String watchProblem() {
    return joined(Stream.of(policies.problem(), exceptions.problem(), configMaps.problem()));
  }

  private static String joined(Stream<String> problems) {
    return problems.filter(problem -> !problem.isEmpty()).collect(Collectors.joining("; "));
  }

  /** Whether the policies are those of the API server, not those that were last known. */
  public boolean isLive() {
    return live;
  }

  /**
   * Whether there are policies to go by: those of the API server, or those that were last known.
   */
  public boolean isBegun() {
    return live || remembered;
  }

  /** How many times the last known policies could not be read from their file, or written. */
  public long fileFailures() {
    return kept.map(KeptPolicies::failures).orElse(0L);
  }

  @Override
  public void close() {
    closed = true;
    policies.close();
    exceptions.close();
    configMaps.close();
    thread.shutdownNow();
    begun.countDown();
    try {
      if (thread.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        kept.ifPresent(KeptPolicies::flush);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
