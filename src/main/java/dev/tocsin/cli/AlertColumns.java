package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.text.Visible;
import dev.tocsin.triage.AlertQuery;
import dev.tocsin.triage.IncidentView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Alerts of a cluster as rows, the columns that kubectl has and more. */
final class AlertColumns {
  private static final int LONGEST = 60;
  private static final int LONGEST_MESSAGE = 120;

  private final boolean namespace;
  private final boolean wide;

  AlertColumns(boolean namespace, boolean wide) {
    this.namespace = namespace;
    this.wide = wide;
  }

  String of(List<SecurityAlert> alerts, Instant now) {
    Table table = new Table(head());
    alerts.forEach(alert -> table.add(row(alert, "", 0, now)));
    return table.toString();
  }

  /** An incident stands for its alerts. */
  String of(IncidentView incidents, Instant now) {
    Table table = new Table(head());
    incidents
        .wholes()
        .forEach(whole -> table.add(row(whole, "", incidents.parts(whole).size(), now)));
    return table.toString();
  }

  /** Below each incident the alerts that it is made of. */
  String expanded(IncidentView incidents, Instant now) {
    Table table = new Table(head());
    for (SecurityAlert whole : incidents.wholes()) {
      table.add(row(whole, "", 0, now));
      incidents.parts(whole).forEach(part -> table.add(row(part, "└ ", 0, now)));
    }
    return table.toString();
  }

  private String[] head() {
    List<String> head = new ArrayList<>();
    if (namespace) {
      head.add("NAMESPACE");
    }
    head.addAll(
        List.of(
            "NAME",
            "SEVERITY",
            "POLICY",
            "POD",
            "PROCESS",
            "COUNT",
            "PARTS",
            "STATE",
            "LAST SEEN"));
    if (wide) {
      head.addAll(List.of("NODE", "BY", "MESSAGE"));
    }
    return head.toArray(String[]::new);
  }

  /**
   * @param hidden how many alerts it stands for that have no row
   */
  private String[] row(SecurityAlert alert, String indent, int hidden, Instant now) {
    SecurityAlertSpec spec = alert.getSpec();
    List<String> row = new ArrayList<>();
    if (namespace) {
      row.add(alert.getMetadata().getNamespace());
    }
    row.add(indent + alert.getMetadata().getName());
    row.add(name(IncidentView.severity(alert)));
    row.add(spec.policy().name());
    row.add(subject(spec));
    row.add(spec.process() == null ? "" : text(spec.process().name(), LONGEST));
    row.add(alert.getStatus() == null ? "" : text(alert.getStatus().count(), LONGEST));
    row.add(hidden == 0 ? "" : "+" + hidden);
    row.add(name(AlertQuery.state(alert)));
    row.add(Age.of(AlertQuery.lastSeen(alert), now));
    if (wide) {
      row.add(text(spec.node(), LONGEST));
      row.add(spec.triage() == null ? "" : text(spec.triage().by(), LONGEST));
      row.add(text(IncidentView.message(alert), LONGEST_MESSAGE));
    }
    return row.toArray(String[]::new);
  }

  /** The pod by its name, since its namespace is the alert's; the node of a host process. */
  private static String subject(SecurityAlertSpec spec) {
    return spec.pod() == null
        ? "(" + Objects.toString(spec.node(), "host") + ")"
        : spec.pod().name();
  }

  /** {@code High}. */
  static String name(Enum<?> constant) {
    String name = constant.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String text(@Nullable Object value, int most) {
    return Visible.line(Objects.toString(value, ""), most);
  }
}
