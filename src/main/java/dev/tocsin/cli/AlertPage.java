package dev.tocsin.cli;

import dev.tocsin.api.v1alpha1.DetectionPolicySpec;
import dev.tocsin.api.v1alpha1.MitreTechnique;
import dev.tocsin.api.v1alpha1.SecurityAlert;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec;
import dev.tocsin.api.v1alpha1.SecurityAlertSpec.EventFacts;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus;
import dev.tocsin.api.v1alpha1.SecurityAlertStatus.ReceiverState;
import dev.tocsin.api.v1alpha1.Timestamps;
import dev.tocsin.api.v1alpha1.Triage;
import dev.tocsin.text.Quantity;
import dev.tocsin.text.Visible;
import dev.tocsin.triage.AlertQuery;
import dev.tocsin.triage.IncidentView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One alert to read: what fired, where, how it came to it, what to do next. */
final class AlertPage {
  private static final int LONGEST = 200;

  /** Of the texts on the left. */
  private static final String LINE = "%-11s %s%n";

  private final SecurityAlert alert;
  private final SecurityAlertSpec spec;
  private final Instant now;
  private final StringBuilder page = new StringBuilder();

  private AlertPage(SecurityAlert alert, Instant now) {
    this.alert = alert;
    this.spec = alert.getSpec();
    this.now = now;
  }

  /**
   * @param policy that made it, as it is now; null where it cannot be read
   * @param program how the user calls it: {@code tocsin} or {@code kubectl tocsin}
   */
  static String of(
      SecurityAlert alert, @Nullable DetectionPolicySpec policy, Instant now, String program) {
    AlertPage page = new AlertPage(alert, now);
    page.head();
    page.place();
    page.event();
    page.state();
    page.deliveries();
    page.processes();
    page.parts();
    page.samples();
    page.policy(policy);
    page.next(program);
    return page.page.toString();
  }

  private void head() {
    page.append(line(spec.title())).append('\n');
    if (!IncidentView.message(alert).equals(spec.title())) {
      page.append(line(IncidentView.message(alert))).append('\n');
    }
    page.append('\n');
    add("alert", alert.getMetadata().getNamespace() + "/" + alert.getMetadata().getName());
    add(
        "severity",
        AlertColumns.name(IncidentView.severity(alert))
            + (spec.riskScore() == null ? "" : ", risk score " + spec.riskScore()));
    add(
        "policy",
        spec.policy().namespace()
            + "/"
            + spec.policy().name()
            + (spec.policy().generation() == null
                ? ""
                : ", generation " + spec.policy().generation()));
    IncidentView.incidentOf(alert).ifPresent(whole -> add("incident", whole.toString()));
    if (!spec.mitreAttack().isEmpty()) {
      add(
          "ATT&CK",
          spec.mitreAttack().stream().map(AlertPage::technique).collect(Collectors.joining("; ")));
    }
    SecurityAlertStatus status = alert.getStatus();
    if (status != null && status.incident() != null) {
      attack(status.incident());
    }
    if (status != null) {
      add(
          "seen",
          (status.count() == null ? "?" : Quantity.of(status.count(), "time"))
              + ", first "
              + ago(status.firstSeen())
              + ", last "
              + ago(status.lastSeen()));
      if (Boolean.TRUE.equals(status.gap())) {
        add(
            "gap",
            "at least "
                + Objects.toString(status.lostEvents(), "some")
                + " events were lost meanwhile: it may have happened more often");
      }
    }
  }

  private void attack(SecurityAlertStatus.Incident incident) {
    List<String> all = new ArrayList<>(incident.tactics());
    all.addAll(incident.techniques());
    if (!all.isEmpty()) {
      add("ATT&CK", String.join(", ", all));
    }
  }

  private static String technique(MitreTechnique named) {
    return named.technique()
        + (named.tactics().isEmpty() ? "" : " (" + String.join(", ", named.tactics()) + ")");
  }

  private String ago(@Nullable String time) {
    return time == null ? "?" : time + " (" + Age.of(Timestamps.parse(time), now) + " ago)";
  }

  private void place() {
    if (spec.pod() == null) {
      add("where", "the host " + Objects.toString(spec.node(), "") + ", outside containers");
    } else {
      add("pod", spec.pod().namespace() + "/" + spec.pod().name());
      if (spec.workload() != null) {
        add("workload", spec.workload().kind() + "/" + spec.workload().name());
      }
      if (spec.container() != null) {
        add(
            "container",
            Objects.toString(spec.container().name(), "")
                + (spec.container().image() == null ? "" : ", " + spec.container().image()));
        if (spec.container().imageID() != null) {
          add("image", spec.container().imageID());
        }
      }
      if (spec.pod().serviceAccount() != null) {
        add("account", spec.pod().serviceAccount());
      }
    }
    SecurityAlertStatus status = alert.getStatus();
    if (status != null && !status.nodes().isEmpty()) {
      int more =
          status.nodeCount() == null ? 0 : Math.max(0, status.nodeCount() - status.nodes().size());
      add(
          status.nodes().size() + more == 1 ? "node" : "nodes",
          String.join(", ", status.nodes()) + (more == 0 ? "" : " and " + more + " more"));
    } else if (spec.node() != null) {
      add("node", spec.node());
    }
  }

  private void event() {
    EventFacts event = spec.event();
    if (event == null) {
      return;
    }
    List<String> parts = new ArrayList<>();
    parts.add(Objects.toString(event.kind(), "event"));
    if (event.time() != null) {
      parts.add("at " + event.time());
    }
    if (event.function() != null) {
      parts.add(event.function());
    }
    if (event.tracingPolicy() != null) {
      parts.add("traced by " + event.tracingPolicy());
    }
    add("event", String.join(", ", parts));
    if (event.file() != null) {
      add("file", Objects.toString(event.file().path(), ""));
    }
    if (event.connection() != null) {
      var connection = event.connection();
      add(
          "connection",
          Objects.toString(connection.protocol(), "")
              + " "
              + endpoint(connection.sourceIP(), connection.sourcePort())
              + " to "
              + endpoint(connection.destinationIP(), connection.destinationPort()));
    }
  }

  private static String endpoint(@Nullable String address, @Nullable Integer port) {
    return Objects.toString(address, "?") + (port == null ? "" : ":" + port);
  }

  /** What outputs have of it, and what holds it back. */
  private void deliveries() {
    SecurityAlertStatus status = alert.getStatus();
    if (status == null) {
      return;
    }
    for (ReceiverState each : status.deliveries()) {
      String text = Objects.toString(each.receiver(), "?") + ": ";
      text += Objects.toString(each.state(), "?");
      if (each.event() != null) {
        text += " " + each.event();
      }
      if (each.message() != null) {
        text += ", " + each.message();
      }
      add("sent to", text + (each.since() == null ? "" : ", since " + ago(each.since())));
    }
  }

  private void state() {
    Triage triage = spec.triage();
    String text = AlertColumns.name(AlertQuery.state(alert));
    boolean isBack =
        AlertQuery.state(alert) == Triage.State.OPEN && triage != null && triage.until() != null;
    if (isBack) {
      text += " again, acknowledged";
    }
    if (triage != null && triage.by() != null) {
      text += " by " + triage.by();
    }
    if (triage != null && triage.until() != null) {
      text += (isBack ? " until " : ", open again at ") + triage.until();
    }
    add("state", text);
    if (triage != null && triage.note() != null) {
      add("note", triage.note());
    }
  }

  private void processes() {
    if (spec.process() != null) {
      page.append("\nprocesses\n");
      ProcessLines.of(spec.process(), spec.ancestors()).forEach(this::indented);
    }
  }

  private void policy(@Nullable DetectionPolicySpec policy) {
    List<String> words = policy == null ? List.of() : PolicyWords.of(policy);
    if (!words.isEmpty()) {
      page.append("\nwhat the policy says\n");
      words.forEach(this::indented);
    }
  }

  private void indented(String line) {
    page.append("  ").append(line).append('\n');
  }

  /** The alerts that it is made of. */
  private void parts() {
    if (alert.getStatus() == null || alert.getStatus().contributors().isEmpty()) {
      return;
    }
    page.append("\nmade of\n");
    Table table = new Table("  FIRST SEEN", "SEVERITY", "NAME", "MESSAGE");
    for (SecurityAlertStatus.AlertPart part : alert.getStatus().contributors()) {
      table.add(
          "  " + Objects.toString(part.firstSeen(), ""),
          part.severity() == null ? "" : AlertColumns.name(part.severity()),
          line(part.name()),
          line(part.message()));
    }
    page.append(table);
    SecurityAlertStatus.Incident incident = alert.getStatus().incident();
    long more =
        incident == null || incident.alerts() == null
            ? 0
            : incident.alerts() - alert.getStatus().contributors().size();
    if (more > 0) {
      page.append("  and ").append(more).append(" more\n");
    }
  }

  private void samples() {
    if (alert.getStatus() == null || alert.getStatus().samples().isEmpty()) {
      return;
    }
    page.append("\nlatest findings\n");
    Table table = new Table("  TIME", "NODE", "WHERE", "MESSAGE");
    for (SecurityAlertStatus.FindingSample sample : alert.getStatus().samples()) {
      table.add(
          "  " + Objects.toString(sample.time(), ""),
          line(sample.node()),
          line(sample.subject()),
          line(sample.message()));
    }
    page.append(table);
  }

  private void next(String program) {
    String key = alert.getMetadata().getNamespace() + "/" + alert.getMetadata().getName();
    page.append("\nnext\n");
    if (AlertQuery.state(alert) == Triage.State.OPEN) {
      page.append("  %s ack %s --note 'looking at it'%n".formatted(program, key));
    }
    if (AlertQuery.state(alert) != Triage.State.CLOSED) {
      page.append("  %s close %s --reason 'false positive'%n".formatted(program, key));
      if (spec.process() != null) {
        page.append("  %s except %s --reason 'why this is in order'%n".formatted(program, key));
      }
    }
    page.append(
        "  kubectl get detectionpolicy -n %s %s -o yaml%n"
            .formatted(spec.policy().namespace(), spec.policy().name()));
    if (spec.pod() != null) {
      page.append(
          "  kubectl describe pod -n %s %s%n".formatted(spec.pod().namespace(), spec.pod().name()));
    }
  }

  private void add(String name, String value) {
    page.append(LINE.formatted(name, line(value)));
  }

  private static String line(@Nullable String text) {
    return Visible.line(Objects.toString(text, ""), LONGEST);
  }
}
