package dev.tocsin.notify.silence;

import dev.tocsin.api.v1alpha1.AlertSilence;
import dev.tocsin.api.v1alpha1.AlertSilenceSpec;
import dev.tocsin.api.v1alpha1.Limits;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.engine.policy.Severity;
import dev.tocsin.notify.progress.KnownAlert;
import dev.tocsin.selection.InvalidExpressionException;
import dev.tocsin.selection.SilencedAlerts;
import java.time.Duration;
import java.time.Instant;

/**
 * One silence that can be used.
 *
 * @param namespace of its object
 * @param everywhere whether its object is in the system namespace: then it holds back alerts of all
 *     namespaces, from all outputs
 * @param start its first moment
 * @param end from then on it holds back nothing
 */
public record Silence(
    String namespace,
    String name,
    boolean everywhere,
    SilencedAlerts alerts,
    Instant start,
    Instant end) {

  /**
   * Reads an object.
   *
   * @throws UnusableSilenceException says why it cannot be used
   */
  static Silence of(AlertSilence object, String systemNamespace) throws UnusableSilenceException {
    AlertSilenceSpec spec = object.getSpec();
    Instant created = time("creationTimestamp", object.getMetadata().getCreationTimestamp());
    Instant start = spec.startsAt() == null ? created : time("spec.startsAt", spec.startsAt());
    if (start.isBefore(created)) {
      start = created;
    }
    Instant end = time("spec.expiresAt", spec.expiresAt());
    if (Duration.between(start, end).compareTo(Limits.SILENCE) > 0) {
      throw new UnusableSilenceException(
          SilenceCondition.TOO_LONG,
          "spec.expiresAt: it would last longer than "
              + Limits.SILENCE.toDays()
              + " days: until "
              + Timestamps.format(start.plus(Limits.SILENCE))
              + " at most");
    }
    try {
      return new Silence(
          object.getMetadata().getNamespace(),
          object.getMetadata().getName(),
          object.getMetadata().getNamespace().equals(systemNamespace),
          SilencedAlerts.of(spec),
          start,
          end);
    } catch (InvalidExpressionException e) {
      throw new UnusableSilenceException(
          SilenceCondition.INVALID_MATCH, String.valueOf(e.getMessage()));
    }
  }

  private static Instant time(String field, String text) throws UnusableSilenceException {
    try {
      return Timestamps.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UnusableSilenceException(
          SilenceCondition.INVALID_TIME, field + ": " + e.getMessage());
    }
  }

  boolean isActive(Instant now) {
    return !now.isBefore(start) && now.isBefore(end);
  }

  /** Whether it chooses the alert, at any time. */
  boolean covers(KnownAlert alert) {
    return (everywhere || namespace.equals(alert.ref().namespace())) && alerts.has(alert.view());
  }

  /**
   * Whether it may hold back an alert from the outputs of a namespace.
   *
   * @param floor from this severity on, silences of other namespaces do not bind the outputs of the
   *     system namespace, nor for alerts that stand for others
   */
  boolean binds(String outputNamespace, KnownAlert alert, Severity floor) {
    return everywhere
        || namespace.equals(outputNamespace)
        || alert.severity().compareTo(floor) < 0 && !alert.overflow();
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
