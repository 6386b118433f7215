package dev.tocsin.language;

import dev.tocsin.event.AlertView;

/**
 * An alert as an event: empty unless the event is one. What it is about is in {@code pod}, {@code
 * node} and so on too.
 */
final class AlertSchema {
  private AlertSchema() {}

  static final StructSchema<AlertView> ALERT =
      StructSchema.<AlertView>named("tocsin.Alert")
          .presentIf(AlertView::present)
          .field("name", "Name of the SecurityAlert.", "{}.startsWith('reverse-shell-')")
          .text(AlertView::name)
          .field("namespace", "Namespace of the SecurityAlert.", "{} == 'shop'")
          .text(AlertView::namespace)
          .field("policy", "Name of the policy that fired.", "{} == 'reverse-shell'")
          .text(AlertView::policy)
          .field("policyNamespace", "Namespace of the policy that fired.", "{} == 'tocsin-system'")
          .text(AlertView::policyNamespace)
          .field("title", "Title of the alert.", "{}.contains('shell')")
          .text(AlertView::title)
          .field("message", "Message of the alert.", "{}.contains('/etc/shadow')")
          .text(AlertView::message)
          .field("severity", "Severity of the alert.", "{} in ['High', 'Critical']")
          .text(AlertView::severity)
          .field("riskScore", "Risk score of the alert, 0 to 100.", "{} >= 70")
          .number(AlertView::riskScore)
          .field("techniques", "Techniques of ATT&CK that the policy names.", "'T1611' in {}")
          .texts(AlertView::techniques)
          .field(
              "tactics", "Tactics of ATT&CK that the policy names.", "'PrivilegeEscalation' in {}")
          .texts(AlertView::tactics)
          .field("state", "State of the triage: Open, Acknowledged or Closed.", "{} == 'Open'")
          .text(AlertView::state)
          .field("count", "Findings in the alert when the event was made.", "{} >= 10")
          .number(AlertView::count)
          .field(
              "group",
              "What tells the alert from others of its policy: expression to value.",
              "'pod.uid' in {}")
          .labels(AlertView::group)
          .field(
              "firstSeen", "Time of its first finding.", "{} > timestamp('2026-01-31T12:00:00Z')")
          .time(AlertView::firstSeenNanos)
          .field("pod", "Pod of its first finding.", "has({}.name)")
          .message(PlaceSchema.POD, alert -> alert.where().pod())
          .field("workload", "Controller of that pod.", "has({}.name)")
          .message(PlaceSchema.WORKLOAD, alert -> alert.where().pod().workload())
          .field("node", "Node of its first finding.", "{} == 'worker-1'")
          .text(alert -> alert.where().node().name())
          .build();
}
