package dev.tocsin.triage;

import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.PolicyReference;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.api.v1alpha1.Triage;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts are wanted; what is empty wants all.
 *
 * @param policy name of a policy, or {@code namespace/name}
 * @param since the last finding is not older
 */
public record AlertQuery(
    Set<AlertSeverity> severities,
    Set<Triage.State> states,
    Optional<String> policy,
    Optional<Instant> since,
    AlertPlace place) {

  public static final AlertQuery ALL =
      new AlertQuery(Set.of(), Set.of(), Optional.empty(), Optional.empty(), AlertPlace.ANY);

  /** That severity and those above it. */
  public static Set<AlertSeverity> from(AlertSeverity least) {
    return EnumSet.range(least, AlertSeverity.CRITICAL);
  }

  public boolean wants(SecurityAlert alert) {
    return (severities.isEmpty() || severities.contains(IncidentView.severity(alert)))
        && (states.isEmpty() || states.contains(state(alert)))
        && policy.map(wanted -> isOf(alert.getSpec().policy(), wanted)).orElse(true)
        && since.map(earliest -> !lastSeen(alert).isBefore(earliest)).orElse(true)
        && place.wants(alert);
  }

  private static boolean isOf(PolicyReference policy, String wanted) {
    return wanted.indexOf('/') < 0
        ? policy.name().equals(wanted)
        : (policy.namespace() + "/" + policy.name()).equals(wanted);
  }

  /** Open where nobody said otherwise. */
  public static Triage.State state(SecurityAlert alert) {
    Triage triage = alert.getSpec().triage();
    Triage.@Nullable State state = triage == null ? null : triage.state();
    return state == null ? Triage.State.OPEN : state;
  }

  /** The latest finding; when it was made, for an alert that has no status yet. */
  public static Instant lastSeen(SecurityAlert alert) {
    String seen = alert.getStatus() == null ? null : alert.getStatus().lastSeen();
    String text = seen == null ? alert.getMetadata().getCreationTimestamp() : seen;
    return text == null ? Instant.EPOCH : Timestamps.parse(text);
  }
}
