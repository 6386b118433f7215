package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus;
import dev.tocsin.triage.AlertBoard;
import dev.tocsin.triage.AlertKey;
import dev.tocsin.triage.AlertQuery;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;

/** The order of alerts; what is equal in it is in the usual one. */
enum SortBy {
  SEVERITY(Comparator.comparingInt(_ -> 0)),
  LAST_SEEN(Comparator.comparing(AlertQuery::lastSeen).reversed()),
  FIRST_SEEN(Comparator.comparing(SortBy::firstSeen).reversed()),
  COUNT(Comparator.comparingLong(SortBy::count).reversed()),
  POLICY(Comparator.comparing(alert -> alert.getSpec().policy().name())),
  SUBJECT(Comparator.comparing(alert -> Objects.toString(alert.getSpec().subject(), ""))),
  NAME(Comparator.comparing(alert -> AlertKey.of(alert).toString()));

  private final Comparator<SecurityAlert> order;

  SortBy(Comparator<SecurityAlert> order) {
    this.order = order.thenComparing(AlertBoard.ORDER);
  }

  Comparator<SecurityAlert> order() {
    return order;
  }

  private static String firstSeen(SecurityAlert alert) {
    SecurityAlertStatus status = alert.getStatus();
    return status == null ? "" : Objects.toString(status.firstSeen(), "");
  }

  private static long count(SecurityAlert alert) {
    SecurityAlertStatus status = alert.getStatus();
    Long count = status == null ? null : status.count();
    return count == null ? 0 : count;
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
