package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionPolicy;
import dev.tocsin.api.v1alpha1.DetectionPolicyStatus;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Writes the status of policies: what became of each in the catalog, and what nodes say of it. */
final class DetectionPolicyReconciler implements Reconciler<DetectionPolicy> {
  /** When to look again while a policy is not loaded. */
  private static final Duration UNLOADED = Duration.ofSeconds(1);

  /** When to look again while nodes have not said how they are. */
  private static final Duration UNSETTLED = Duration.ofSeconds(5);

  private final String systemNamespace;
  private final PolicyCatalog catalog;
  private final Snapshots snapshots;
  private final InstantSource clock;
  private final StatusWrites<DetectionPolicy, DetectionPolicyStatus> writes;
  private final LoadingProgress progress = new LoadingProgress();
  private final Map<ObjectKey, PolicyHistory> histories = new ConcurrentHashMap<>();
  private final Map<String, Integer> blindNodes = new ConcurrentHashMap<>();
  private final SimpleInboundEventSource<DetectionPolicy> triggers =
      new SimpleInboundEventSource<>("loaded");
  private @Nullable LostEvents<DetectionPolicy> lost;

  DetectionPolicyReconciler(
      String systemNamespace,
      PolicyCatalog catalog,
      Snapshots snapshots,
      Duration flushInterval,
      InstantSource clock,
      BooleanSupplier mayWrite) {
    this.systemNamespace = systemNamespace;
    this.catalog = catalog;
    this.snapshots = snapshots;
    this.clock = clock;
    this.writes =
        new StatusWrites<>(flushInterval, mayWrite, DetectionPolicyReconciler::withCountsOf);
  }

  @Override
  public List<EventSource<?, DetectionPolicy>> prepareEventSources(
      EventSourceContext<DetectionPolicy> context) {
    lost = new LostEvents<>(context, DetectionPolicy::new);
    return List.of(triggers, lost);
  }

  /** The policy is another in the catalog, or no more there. */
  void loaded(ObjectKey key) {
    triggers.propagateEvent(new ResourceID(key.name(), key.namespace()));
  }

  @Override
  public UpdateControl<DetectionPolicy> reconcile(
      DetectionPolicy policy, Context<DetectionPolicy> context) {
    return Objects.requireNonNull(lost, "event sources are not prepared")
        .reconcile(policy, context, this::take, this::remove);
  }

  private void remove(ObjectKey key) {
    histories.remove(key);
    writes.forget(key);
    progress.forget(key);
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
    Optional<PolicyOutcome> loaded =
        catalog.state(key).filter(each -> each.id().equals(PolicyTranslator.id(policy)));
    if (loaded.isEmpty()) {
      return UpdateControl.<DetectionPolicy>noUpdate().rescheduleAfter(UNLOADED);
    }
    PolicyOutcome state = loaded.get();
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
            writes.nextCheck(Optional.empty(), isLoading(key, state, status, now), now));
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

  private boolean isLoading(
      ObjectKey key, PolicyOutcome state, DetectionPolicyStatus status, Instant now) {
    return state instanceof PolicyOutcome.Accepted
        && status.nodes() != null
        && progress.isNear(key, state.id(), status.nodes().loaded(), status.nodes().desired(), now);
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
}
