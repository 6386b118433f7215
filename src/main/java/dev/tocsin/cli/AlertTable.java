package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus;
import dev.tocsin.text.Visible;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Alerts for people: the columns of kubectl, and what the alert says. */
final class AlertTable {
  private static final int LONGEST_MESSAGE = 100;

  private AlertTable() {}

  static String of(List<SecurityAlert> alerts) {
    if (alerts.isEmpty()) {
      return "No alerts.\n";
    }
    Table table =
        new Table(
            "SEVERITY", "POLICY", "NAMESPACE/POD", "PROCESS", "COUNT", "FIRST SEEN", "MESSAGE");
    for (SecurityAlert alert : alerts) {
      SecurityAlertStatus status = alert.getStatus();
      var spec = alert.getSpec();
      table.add(
          text(spec.severity()),
          text(spec.policy().name()),
          text(spec.subject()),
          spec.process() == null ? "" : text(spec.process().name()),
          text(status.count()),
          text(status.firstSeen()),
          Visible.line(text(spec.message()), LONGEST_MESSAGE));
    }
    return table.toString();
  }

  private static String text(@Nullable Object value) {
    return Objects.toString(value, "");
  }
}
