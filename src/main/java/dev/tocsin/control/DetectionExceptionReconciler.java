package dev.tocsin.control;

import dev.tocsin.api.v1alpha1.DetectionException;
import dev.tocsin.api.v1alpha1.DetectionExceptionStatus;
import dev.tocsin.engine.PolicyStats;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Writes what became of an exception; that it takes effect is the policies' business. */
final class DetectionExceptionReconciler implements Reconciler<DetectionException> {
  private final PolicyCatalog catalog;
  private final Snapshots snapshots;
  private final InstantSource clock;
  private final StatusWrites<DetectionException, DetectionExceptionStatus> writes;
  private final Map<ObjectKey, ExceptionHistory> histories = new ConcurrentHashMap<>();
  private @Nullable LostEvents<DetectionException> lost;

  DetectionExceptionReconciler(
      PolicyCatalog catalog,
      Snapshots snapshots,
      Duration flushInterval,
      InstantSource clock,
      BooleanSupplier mayWrite) {
    this.catalog = catalog;
    this.snapshots = snapshots;
    this.clock = clock;
    this.writes =
        new StatusWrites<>(flushInterval, mayWrite, DetectionExceptionReconciler::withCountsOf);
  }

  @Override
  public List<EventSource<?, DetectionException>> prepareEventSources(
      EventSourceContext<DetectionException> context) {
    lost = new LostEvents<>(context, DetectionException::new);
    return List.of(lost);
  }

  @Override
  public UpdateControl<DetectionException> reconcile(
      DetectionException exception, Context<DetectionException> context) {
    return Objects.requireNonNull(lost, "event sources are not prepared")
        .reconcile(exception, context, this::take, this::remove);
  }

  private void remove(ObjectKey key) {
    histories.remove(key);
    writes.forget(key);
  }

  private UpdateControl<DetectionException> take(
      DetectionException exception, Context<DetectionException> context) {
    ObjectKey key = ObjectKey.of(exception);
    Instant now = clock.instant();
    String uid = exception.getMetadata().getUid();
    ExceptionHistory history =
        histories.compute(
            key,
            (same, known) ->
                known != null && known.uid().equals(uid)
                    ? known
                    : new ExceptionHistory(uid, exception.getStatus()));
    List<PolicyStats> stats = snapshots.at(now).all();
    history.observe(ExceptionRules.source(key), stats, now);
    ExceptionAssessment assessment =
        new ExceptionAssessment(exception, catalog.states(), stats, now);
    writes.write(exception, exception.getStatus(), assessment.status(history), context, now);
    return UpdateControl.<DetectionException>noUpdate()
        .rescheduleAfter(writes.nextCheck(assessment.expiry().filter(now::isBefore), false, now));
  }

  private static DetectionExceptionStatus withCountsOf(
      DetectionExceptionStatus status, DetectionExceptionStatus other) {
    return new DetectionExceptionStatus(
        status.observedGeneration(), status.conditions(), other.matches(), other.lastMatchTime());
  }
}
