package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.text.Visible;
import dev.tocsin.triage.AlertQuery;
import dev.tocsin.triage.IncidentView;
import java.time.Instant;
import java.util.Objects;

/** The columns of a watch in a given width: what matters most keeps its place the longest. */
final class WatchRow {
  private static final int SEVERITY = 8;
  private static final int AGE = 4;
  private static final int COUNT = 5;
  private static final int STATE = 4;
  private static final int ID = 6;
  private static final int GAP = 2;

  /** From this width on there is room for the id. */
  private static final int WIDE = 100;

  private static final int LONGEST_SUBJECT = 44;

  private final int subject;
  private final int message;
  private final boolean hasId;
  private final boolean namespaces;

  /**
   * @param namespaces whether subjects say their namespace
   */
  WatchRow(int width, boolean namespaces) {
    this.namespaces = namespaces;
    this.hasId = width >= WIDE;
    int rest = width - SEVERITY - AGE - COUNT - STATE - 5 * GAP - (hasId ? ID + GAP : 0);
    this.subject = Math.clamp(rest / 3, 1, LONGEST_SUBJECT);
    this.message = Math.max(1, rest - subject);
  }

  String head() {
    return row("SEVERITY", "AGE", "COUNT", "", "SUBJECT", "MESSAGE", "ID");
  }

  String of(SecurityAlert alert, Instant now) {
    Long count = alert.getStatus() == null ? null : alert.getStatus().count();
    return row(
        AlertColumns.name(IncidentView.severity(alert)),
        Age.of(AlertQuery.lastSeen(alert), now),
        brief(count == null ? 0 : count),
        switch (AlertQuery.state(alert)) {
          case OPEN -> "";
          case ACKNOWLEDGED -> "ack";
          case CLOSED -> "shut";
          case UNKNOWN -> "?";
        },
        subject(alert),
        IncidentView.message(alert),
        id(alert.getMetadata().getName()));
  }

  private String row(
      String severity,
      String age,
      String count,
      String state,
      String what,
      String text,
      String id) {
    String row =
        left(severity, SEVERITY)
            + right(age, AGE)
            + right(count, COUNT)
            + left(state, STATE)
            + left(what, subject)
            + left(text, message);
    return (hasId ? row + left(id, ID) : row).stripTrailing();
  }

  private String subject(SecurityAlert alert) {
    String own = Objects.toString(alert.getSpec().subject(), "");
    if (IncidentView.isIncident(alert) && alert.getSpec().workload() != null) {
      own = alert.getMetadata().getNamespace() + "/" + alert.getSpec().workload().name();
    }
    return namespaces ? own : own.substring(own.indexOf('/') + 1);
  }

  /** The end of the digest in a name: enough to recognise it by. */
  static String id(String name) {
    String base = name.replaceFirst("-[0-9]{1,9}$", "");
    return base.substring(Math.max(0, base.length() - ID));
  }

  private static String brief(long count) {
    return count < 100_000 ? Long.toString(count) : count / 1000 + "k";
  }

  private static String left(String text, int width) {
    return cut(text, width) + " ".repeat(GAP);
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text + " ".repeat(GAP);
  }

  private static String cut(String text, int width) {
    String line = Visible.line(text);
    return line.length() > width
        ? line.substring(0, width - 1) + "…"
        : line + " ".repeat(width - line.length());
  }
}
