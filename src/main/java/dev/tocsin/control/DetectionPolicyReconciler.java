package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Observes a policy with its lists and exceptions, puts it into the catalog, writes its status. */
final class DetectionPolicyReconciler implements Reconciler<DetectionPolicy>, AutoCloseable {
  /** When to look again while nodes have not said how they are. */
  private static final Duration UNSETTLED = Duration.ofSeconds(1);

  /** How long a policy waits for its lists; it is looked at again when they come later. */
  private static final Duration LISTS_PATIENCE = Duration.ofSeconds(20);

  private final String systemNamespace;
  private final PolicySource source;
  private final FollowedConfigMaps configMaps;
  private final Snapshots snapshots;
  private final InstantSource clock;
  private final StatusWrites<DetectionPolicy, DetectionPolicyStatus> writes;
  private final Map<ObjectKey, PolicyHistory> histories = new ConcurrentHashMap<>();
  private final Map<String, Integer> blindNodes = new ConcurrentHashMap<>();
  private final SimpleInboundEventSource<DetectionPolicy> triggers =
      new SimpleInboundEventSource<>("lists");
  private @Nullable InformerEventSource<DetectionException, DetectionPolicy> exceptions;
  private @Nullable IndexerResourceCache<DetectionPolicy> policies;
  private @Nullable LostEvents<DetectionPolicy> lost;

  DetectionPolicyReconciler(
      KubernetesClient client,
      String systemNamespace,
      PolicyCatalog catalog,
      Snapshots snapshots,
      Duration flushInterval,
      InstantSource clock,
      BooleanSupplier mayWrite) {
    this.systemNamespace = systemNamespace;
    this.configMaps =
        new FollowedConfigMaps(
            client, key -> triggers.propagateEvent(new ResourceID(key.name(), key.namespace())));
    this.source = new PolicySource(systemNamespace, configMaps, catalog);
    this.snapshots = snapshots;
    this.clock = clock;
    this.writes =
        new StatusWrites<>(flushInterval, mayWrite, DetectionPolicyReconciler::withCountsOf);
  }

  @Override
  public List<EventSource<?, DetectionPolicy>> prepareEventSources(
      EventSourceContext<DetectionPolicy> context) {
    policies = context.getPrimaryCache();
    exceptions =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(DetectionException.class, DetectionPolicy.class)
                .withName("exceptions")
                .withWatchAllNamespaces()
                .withSecondaryToPrimaryMapper(this::whoMightCare)
                .withPrimaryToSecondaryMapper((DetectionPolicy policy) -> Set.of())
                .withOnUpdateFilter(LostEvents::differ)
                .build(),
            context);
    lost = new LostEvents<>(context, DetectionPolicy::new);
    return List.of(exceptions, triggers, lost);
  }

  private Set<ResourceID> whoMightCare(DetectionException exception) {
    return source
        .reachedBy(exception, policies().list())
        .map(key -> new ResourceID(key.name(), key.namespace()))
        .collect(Collectors.toSet());
  }

  private IndexerResourceCache<DetectionPolicy> policies() {
    return Objects.requireNonNull(policies, "event sources are not prepared");
  }

  /** The policies that the API server has, as far as is known here. */
  Set<ObjectKey> known() {
    return policies().list().map(ObjectKey::of).collect(Collectors.toSet());
  }

  @Override
  public UpdateControl<DetectionPolicy> reconcile(
      DetectionPolicy policy, Context<DetectionPolicy> context) {
    return Objects.requireNonNull(lost, "event sources are not prepared")
        .reconcile(policy, context, this::take, this::remove);
  }

  private void remove(ObjectKey key) {
    source.remove(key);
    var unused = configMaps.follow(key, Set.of());
    histories.remove(key);
    writes.forget(key);
    blindNodes.remove(key.toString());
  }

  /** As the newest status says, by {@code namespace/name}. */
  Map<String, Integer> blindNodes() {
    return Map.copyOf(blindNodes);
  }

  private UpdateControl<DetectionPolicy> take(
      DetectionPolicy policy, Context<DetectionPolicy> context) {
    ObjectKey key = ObjectKey.of(policy);
    Instant now = clock.instant();
    configMaps
        .follow(key, ListValues.references(policy))
        .completeOnTimeout(null, LISTS_PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
    PolicySource.Derived derived =
        source.derive(
            policy,
            Objects.requireNonNull(exceptions, "event sources are not prepared").list().toList(),
            now);
    PolicyOutcome state = derived.state();
    if (!snapshots.areSettled() && isAbout(policy.getStatus(), state)) {
      return UpdateControl.<DetectionPolicy>noUpdate().rescheduleAfter(UNSETTLED);
    }
    DetectionPolicyStatus status =
        MeanCost.settled(assess(policy, key, state, now), policy.getStatus());
    writes.write(policy, policy.getStatus(), status, context, now);
    if (status.nodes() != null) {
      blindNodes.put(key.toString(), status.nodes().blind());
    }
    return UpdateControl.<DetectionPolicy>noUpdate()
        .rescheduleAfter(
            writes.nextCheck(derived.translation().nextExpiry(), isLoading(state, status), now));
  }

  /** Whether what is stored is about the generation that runs. */
  private static boolean isAbout(@Nullable DetectionPolicyStatus stored, PolicyOutcome state) {
    return stored != null && Objects.equals(stored.observedGeneration(), state.id().generation());
  }

  private DetectionPolicyStatus assess(
      DetectionPolicy policy, ObjectKey key, PolicyOutcome state, Instant now) {
    String uid = state.id().uid();
    PolicyHistory history =
        histories.compute(
            key,
            (same, known) ->
                known != null && known.uid().equals(uid)
                    ? known
                    : new PolicyHistory(uid, policy.getStatus()));
    Snapshots.Snapshot snapshot = snapshots.at(now);
    Observations.AlertCounts alerts = snapshot.alerts(key);
    history.observe(
        state.id(), snapshot.of(state.id()), snapshots.matchesBefore(state.id()), alerts);
    return PolicyAssessment.assess(
        policy,
        key.namespace().equals(systemNamespace)
            ? DetectionPolicyStatus.Scope.CLUSTER
            : DetectionPolicyStatus.Scope.NAMESPACE,
        state,
        history,
        snapshot,
        alerts);
  }

  private static boolean isLoading(PolicyOutcome state, DetectionPolicyStatus status) {
    return state instanceof PolicyOutcome.Accepted
        && status.nodes() != null
        && status.nodes().loaded() < status.nodes().desired();
  }

  /**
   * What changes with every match, and with every node that loads the policy, can wait; everything
   * else is written at once.
   */
  private static DetectionPolicyStatus withCountsOf(
      DetectionPolicyStatus status, DetectionPolicyStatus other) {
    return new DetectionPolicyStatus(
        status.scope(),
        status.observedGeneration(),
        StatusConditions.withMessagesOf(status.conditions(), other.conditions()),
        other.nodes(),
        other.matches(),
        other.alerts(),
        other.lastMatchTime(),
        other.meanCost(),
        other.samples());
  }

  @Override
  public void close() {
    configMaps.close();
  }
}
