package dev.tocsin.sink;

import dev.tocsin.alert.Composition;
import dev.tocsin.alert.ContributingAlert;
import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.Limits;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus.AlertPart;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus.Incident;
import dev.tocsin.api.v1alpha1.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an alert over alerts is made of, in the status of its object: there and back. */
final class AlertParts {
  private AlertParts() {}

  /** Null where it is made of findings. */
  static @Nullable Incident incident(Composition composition) {
    return composition.isEmpty()
        ? null
        : new Incident(
            composition.alerts(),
            SecurityAlerts.severity(composition.severity()),
            plain(composition.techniques(), Limits.TECHNIQUES),
            plain(composition.tactics(), Limits.TACTICS),
            Plain.orAbsent(composition.message(), Limits.TEXT));
  }

  private static List<String> plain(List<String> texts, int most) {
    return texts.stream().limit(most).map(each -> Plain.text(each, Limits.LABEL)).toList();
  }

  static List<AlertPart> parts(Composition composition) {
    return composition.parts().stream().limit(Limits.PARTS).map(AlertParts::part).toList();
  }

  private static AlertPart part(ContributingAlert alert) {
    return new AlertPart(
        Plain.text(alert.namespace(), Limits.LABEL),
        Plain.text(alert.name(), Limits.NAME),
        Plain.text(alert.policy(), Limits.LABEL_KEY),
        SecurityAlerts.severity(alert.severity()),
        SecurityAlerts.time(alert.firstSeenNanos()),
        Plain.orAbsent(alert.message(), Limits.LINE));
  }

  /** What the status says. */
  static Composition of(SecurityAlertStatus status) {
    Incident incident = status.incident();
    if (incident == null || incident.alerts() == null) {
      return Composition.NONE;
    }
    List<ContributingAlert> parts = status.contributors().stream().map(AlertParts::of).toList();
    return new Composition(
        Math.max(incident.alerts(), parts.size()),
        StoredAlerts.severity(Objects.requireNonNullElse(incident.severity(), AlertSeverity.INFO)),
        incident.techniques(),
        incident.tactics(),
        parts);
  }

  private static ContributingAlert of(AlertPart part) {
    return new ContributingAlert(
        Objects.requireNonNullElse(part.namespace(), ""),
        Objects.requireNonNullElse(part.name(), ""),
        Objects.requireNonNullElse(part.policy(), ""),
        StoredAlerts.severity(Objects.requireNonNullElse(part.severity(), AlertSeverity.INFO)),
        Objects.requireNonNullElse(part.message(), ""),
        part.firstSeen() == null ? 0 : nanos(Timestamps.parse(part.firstSeen())),
        List.of(),
        List.of());
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
