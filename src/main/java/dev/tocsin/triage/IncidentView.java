package dev.tocsin.triage;

import dev.tocsin.api.v1alpha1.AlertSeverity;
import dev.tocsin.api.v1alpha1.ApiGroup;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus;
import dev.tocsin.api.v1alpha1.Triage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Alerts as incidents: those that stand for themselves, each with the alerts that it is made of. A
 * part is never hidden behind an incident that is closed while the part is not.
 */
public final class IncidentView {
  /** The label of an alert that is part of another. */
  static final String INCIDENT = ApiGroup.NAME + "/incident";

  private final Map<SecurityAlert, List<SecurityAlert>> byIncident = new LinkedHashMap<>();

  private IncidentView() {}

  /** The alerts keep their order. */
  public static IncidentView of(List<SecurityAlert> alerts) {
    Map<AlertKey, SecurityAlert> byKey = new HashMap<>();
    alerts.forEach(alert -> byKey.put(AlertKey.of(alert), alert));
    IncidentView view = new IncidentView();
    Map<SecurityAlert, List<SecurityAlert>> parts = new HashMap<>();
    for (SecurityAlert alert : alerts) {
      SecurityAlert whole = outermost(alert, byKey);
      if (whole == alert) {
        view.byIncident.put(alert, List.of());
      } else {
        parts.computeIfAbsent(whole, _ -> new ArrayList<>()).add(alert);
      }
    }
    parts.forEach(view.byIncident::put);
    return view;
  }

  /** Itself where it is part of nothing that is at hand. */
  private static SecurityAlert outermost(SecurityAlert alert, Map<AlertKey, SecurityAlert> byKey) {
    SecurityAlert whole = alert;
    Set<AlertKey> passed = new HashSet<>();
    while (passed.add(AlertKey.of(whole))) {
      SecurityAlert outer = incidentOf(whole).map(byKey::get).orElse(null);
      if (outer == null || isClosed(outer) && !isClosed(alert)) {
        return whole;
      }
      whole = outer;
    }
    return alert; // somebody wrote labels that go in a circle
  }

  private static boolean isClosed(SecurityAlert alert) {
    return AlertQuery.state(alert) == Triage.State.CLOSED;
  }

  /** The alert that it is part of. */
  public static Optional<AlertKey> incidentOf(SecurityAlert alert) {
    Map<String, String> labels = alert.getMetadata().getLabels();
    return Optional.ofNullable(labels == null ? null : labels.get(INCIDENT))
        .map(name -> new AlertKey(alert.getMetadata().getNamespace(), name));
  }

  /** Whether it is made of alerts. */
  public static boolean isIncident(SecurityAlert alert) {
    return incident(alert) != null;
  }

  private static SecurityAlertStatus.@Nullable Incident incident(SecurityAlert alert) {
    return alert.getStatus() == null ? null : alert.getStatus().incident();
  }

  /** Its own severity, or the highest of the alerts that it is made of. */
  public static AlertSeverity severity(SecurityAlert alert) {
    AlertSeverity own = alert.getSpec().severity();
    SecurityAlertStatus.Incident incident = incident(alert);
    AlertSeverity highest = incident == null ? null : incident.severity();
    return highest == null || highest.compareTo(own) < 0 ? own : highest;
  }

  /** What has happened: of an incident how things stand, else what the policy says of it. */
  public static String message(SecurityAlert alert) {
    SecurityAlertStatus.Incident incident = incident(alert);
    String own = Objects.requireNonNullElse(alert.getSpec().message(), alert.getSpec().title());
    return incident == null ? own : Objects.requireNonNullElse(incident.message(), own);
  }

  /** Those that are part of nothing that is at hand. */
  public List<SecurityAlert> wholes() {
    return List.copyOf(byIncident.keySet());
  }

  /** What of it is at hand. */
  public List<SecurityAlert> parts(SecurityAlert whole) {
    return byIncident.getOrDefault(whole, List.of());
  }
}
