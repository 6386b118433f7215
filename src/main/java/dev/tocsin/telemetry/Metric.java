package dev.tocsin.telemetry;

import java.util.List;
import java.util.Locale;

/**
 * All metrics of Tocsin. The name on {@code /metrics} is {@code tocsin_} and the constant in lower
 * case; counters end in {@code _total}.
 *
 * <p>Labels have few values: an agent, a policy, a kind, a namespace within a bound. Never a pod, a
 * process or a file.
 */
public enum Metric {
  BUILD_INFO(Kind.GAUGE, "Always 1. The version is in the label.", "version"),

  // What comes in. `agent` is the address, or the file, that the events are read from.
  EVENTS_RECEIVED(Kind.COUNTER, "Events read from an agent.", "agent", "kind"),
  EVENTS_LOST(
      Kind.COUNTER,
      "Events that were not evaluated, by the hop that lost them: kernel, ringbuf and listener (in"
          + " the agent, as its metrics page reports), queue (Tocsin's queue was full),"
          + " undecodable, other_node (a discovered agent claimed that they are from a node other"
          + " than its own).",
      "agent",
      "hop"),
  AGENT_LOSS_KNOWN(
      Kind.GAUGE,
      "1 while the agent's metrics page reports its losses. While it is 0,"
          + " tocsin_events_lost_total does not grow for the hops kernel, ringbuf and listener.",
      "agent"),
  QUEUE_EVENTS(Kind.GAUGE, "Received events that are not evaluated yet."),
  AGENT_CONNECTED(Kind.GAUGE, "1 while the agent's stream is open.", "agent"),
  AGENT_RECONNECTS(Kind.COUNTER, "Reconnections to an agent after its stream was lost.", "agent"),
  AGENT_OUTAGE_SECONDS(
      Kind.COUNTER, "Seconds without a stream from the agent since the process started.", "agent"),

  // Ports: `listener` is http (this page and the probes), webhook or sensors.
  LISTENER_CONNECTIONS(Kind.GAUGE, "Open connections of a listener.", "listener"),
  LISTENER_REFUSED(
      Kind.COUNTER,
      "Connections and requests that a listener refused. Connections: too_many (from one address,"
          + " or in total), displaced (closed in favor of an address with fewer), too_slow."
          + " Requests: too_large, malformed, busy (too many at once).",
      "listener",
      "why"),

  // Syslog. `listener` is the address, which is also the `agent` of what it receives.
  SYSLOG_MESSAGES(
      Kind.COUNTER,
      "Syslog messages by outcome: event, other_event (a Sysmon record that is not read),"
          + " other_message (not from Sysmon), broken, too_long, dropped (the queue was full).",
      "listener",
      "outcome"),
  SYSLOG_CONNECTIONS(Kind.GAUGE, "Open connections of syslog senders.", "listener"),
  SYSLOG_CONNECTIONS_ENDED(
      Kind.COUNTER,
      "Ended connections of syslog senders, by reason: closed, idle, refused (too many), displaced"
          + " (closed in favor of an address with fewer), failed (an error in Tocsin).",
      "listener",
      "how"),

  // Which pod an event belongs to.
  INVENTORY_PODS(Kind.GAUGE, "Pods known from the API server."),
  EVENTS_WAITING(Kind.GAUGE, "Events waiting for their pod to appear."),
  EVENTS_WAITED(Kind.COUNTER, "Events that had to wait for their pod to appear."),
  EVENTS_ATTRIBUTED(
      Kind.COUNTER,
      "Events that waited for their pod, by the pod data they were evaluated with: live (the pod"
          + " appeared), agent (what Tetragon knew about it), unknown (none).",
      "source"),
  EVENTS_WAITING_OVERFLOWED(
      Kind.COUNTER, "Events evaluated before their pod appeared because too many were waiting."),

  // Policies. `policy` is namespace/name.
  POLICIES(Kind.GAUGE, "Policies that events are evaluated against."),
  POLICIES_LIVE(
      Kind.GAUGE,
      "1 while a sensor's policies come from the API server, 0 while they are the last known ones"
          + " from its node's disk."),
  POLICY_FILE_FAILURES(
      Kind.COUNTER, "Failed attempts to read the last known policies from disk or to store them."),
  EVENTS_EVALUATED(Kind.COUNTER, "Events that were evaluated against the policies."),
  POLICY_MATCHES(Kind.COUNTER, "Events that matched the policy.", "policy"),
  POLICY_FINDINGS(Kind.COUNTER, "Findings of the policy: how often it fired.", "policy"),
  POLICY_ERRORS(Kind.COUNTER, "Evaluations of the policy that failed with an error.", "policy"),
  POLICY_TIMED(
      Kind.COUNTER, "Evaluations of the policy that were timed, about one in 1,021.", "policy"),
  POLICY_TIMED_SECONDS(
      Kind.COUNTER,
      "Total duration of the timed evaluations. Divided by their number, the cost of the policy per"
          + " event.",
      "policy"),
  POLICY_SUSPENDED(
      Kind.GAUGE,
      "1 while the policy is suspended because it failed or exceeded its share of CPU time.",
      "policy"),
  EXCEPTION_MATCHES(Kind.COUNTER, "Matches that an exception suppressed.", "policy", "exception"),
  EXCEPTION_SUSPENDED(
      Kind.GAUGE,
      "1 while the exception is suspended because it failed or took too much CPU time. The policy"
          + " then fires without it.",
      "policy",
      "exception"),

  // A sensor's findings on their way to the operator.
  SPOOL_ENTRIES(Kind.GAUGE, "Findings and matches in the spool, waiting for the operator."),
  SPOOL_BYTES(Kind.GAUGE, "Bytes used by the spool."),
  SPOOL_OLDEST_SECONDS(Kind.GAUGE, "Age of the oldest entry in the spool."),
  SPOOL_DURABLE(Kind.GAUGE, "1 while the spool is on disk, 0 while it is in memory only."),
  SPOOL_APPENDED(
      Kind.COUNTER, "Findings and matches given to the spool, including those it dropped."),
  SPOOL_SHED(
      Kind.COUNTER,
      "Findings and matches dropped because the spool was full.",
      "policy",
      "severity"),
  SPOOL_DAMAGED(Kind.COUNTER, "Damaged spool files and entries that could not be read back."),
  SPOOL_WRITE_FAILURES(Kind.COUNTER, "Failed attempts to write the spool to disk."),
  OPERATOR_CONNECTED(Kind.GAUGE, "1 while the sensor is connected to the leading operator."),
  OPERATOR_RECONNECTS(Kind.COUNTER, "Reconnections to an operator."),
  OPERATOR_SENT(Kind.COUNTER, "Spool entries sent to an operator, including those sent again."),
  OPERATOR_RESENT(Kind.COUNTER, "Spool entries sent again on a new stream."),
  OPERATOR_ACKNOWLEDGED(
      Kind.COUNTER, "Spool entries acknowledged by the operator, including refused ones."),
  OPERATOR_REFUSED(Kind.COUNTER, "Spool entries refused by the operator."),

  // The operator, and what sensors report to it.
  LEADING(Kind.GAUGE, "1 while this replica is the leader and may write."),
  SENSORS_CONNECTED(Kind.GAUGE, "Open streams from sensors."),
  SENSOR_STREAMS(
      Kind.COUNTER,
      "Streams opened by sensors, by outcome: accepted, or the reason for the refusal.",
      "outcome"),
  SENSOR_ENTRIES(
      Kind.COUNTER,
      "Spool entries received from sensors, by outcome: taken, done, or the reason for the"
          + " refusal.",
      "outcome"),
  SENSOR_REPORTS(
      Kind.COUNTER,
      "Reports received from sensors, by outcome: taken, or the reason for the refusal.",
      "outcome"),
  SENSOR_NODES(
      Kind.GAUGE,
      "Nodes that should have a sensor, by state: reporting, silent (blind), awaited (too new to"
          + " have reported).",
      "state"),
  SENSOR_NODES_BY_AGENT(Kind.GAUGE, "Reporting nodes by the version of their Tetragon.", "version"),
  POLICY_BLIND_NODES(
      Kind.GAUGE,
      "Nodes on which the policy cannot fire, as its status says: it was not accepted, or Tetragon"
          + " there lacks what it requires.",
      "policy"),
  SENSOR_NODES_LOSS_UNKNOWN(
      Kind.GAUGE, "Reporting nodes whose sensor cannot determine what Tetragon loses."),
  SENSOR_EVENTS_LOST(
      Kind.COUNTER,
      "Losses reported by sensors since this operator started, by hop: those of"
          + " tocsin_events_lost_total, spool (findings dropped because the spool was full) and"
          + " operator (findings that it refused).",
      "hop"),
  SENSOR_ENTRIES_HELD(
      Kind.GAUGE, "Spool entries received from sensors that are not yet acknowledged."),
  TOKEN_REVIEWS(
      Kind.COUNTER,
      "Checks of sensors' tokens, by how they were decided: reviewed (by the API server), cached,"
          + " failed (no answer), limited (too many bad tokens from one address).",
      "how"),
  WEBHOOK_REVIEWS(
      Kind.COUNTER,
      "Admission reviews of policies and exceptions, by outcome: answered, failed.",
      "outcome"),
  WINDOW_MATCHES(Kind.GAUGE, "Matches held in memory for windows that span nodes."),
  WINDOW_MATCHES_REFUSED(
      Kind.COUNTER,
      "Matches refused by windows that span nodes because they do not fit their policy."),

  // From findings to alerts.
  FINDINGS(Kind.COUNTER, "Accepted findings, without duplicates."),
  FINDINGS_DUPLICATE(Kind.COUNTER, "Findings ignored because they had been reported before."),
  FINDINGS_OVERFLOWED(
      Kind.COUNTER, "Findings counted in an overflow alert because a cap was reached."),
  FINDINGS_UNWRITTEN(Kind.GAUGE, "Findings that are not yet counted in a stored alert."),
  ALERTS(Kind.GAUGE, "Alerts in memory."),
  ALERTS_OPEN(
      Kind.GAUGE,
      "Alerts that are neither acknowledged nor closed, by severity, policy and the namespace that"
          + " they belong in. Each namespace has an equal share of 2,000 rows; what is above its"
          + " share is in the row of the policy (other).",
      "severity",
      "policy",
      "namespace"),
  ALERTS_WAITING(Kind.GAUGE, "Alerts with changes that are not written yet."),
  ALERTS_DISPLACED(Kind.COUNTER, "Closed alerts deleted early to make room for new ones."),
  ALERT_WRITES(
      Kind.COUNTER, "Writes of SecurityAlerts and Events to the API server, by result.", "result"),

  // Alerts on their way to receivers. `output` is the AlertOutput, as namespace/name.
  OUTPUT_DELIVERED(Kind.COUNTER, "Messages that the receiver accepted.", "output"),
  OUTPUT_RETRIED(Kind.COUNTER, "Failed attempts that are retried.", "output"),
  OUTPUT_REFUSED(
      Kind.COUNTER, "Messages that the receiver rejected because of their content.", "output"),
  OUTPUT_GIVEN_UP(
      Kind.COUNTER,
      "Messages dropped because the receiver did not accept them within seven days.",
      "output"),
  OUTPUT_PENDING(Kind.GAUGE, "Alerts that still have to be sent.", "output"),
  OUTPUT_OLDEST_SECONDS(
      Kind.GAUGE, "How long the oldest alert has waited to be sent, in seconds.", "output");

  /** What the values mean to a reader of {@code /metrics}. */
  public enum Kind {
    /** Grows from the start of the process. */
    COUNTER,
    /** Goes up and down. */
    GAUGE
  }

  private final Kind kind;
  private final String help;
  private final List<String> labels;

  Metric(Kind kind, String help, String... labels) {
    this.kind = kind;
    this.help = help;
    this.labels = List.of(labels);
  }

  public Kind kind() {
    return kind;
  }

  public String help() {
    return help;
  }

  /** The names of the labels, in the order in which values are given. */
  public List<String> labels() {
    return labels;
  }

  /** Without the {@code _total} of a counter. */
  String baseName() {
    return "tocsin_" + name().toLowerCase(Locale.ROOT);
  }
}
