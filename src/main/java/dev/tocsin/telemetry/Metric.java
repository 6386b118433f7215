package dev.tocsin.telemetry;

import java.util.List;
import java.util.Locale;

/**
 * All metrics of Tocsin. The name on {@code /metrics} is {@code tocsin_} and the constant in lower
 * case; counters end in {@code _total}.
 *
 * <p>Labels have few values: an agent, a policy, a kind. Never a pod, a process or a file.
 */
public enum Metric {
  BUILD_INFO(Kind.GAUGE, "Always 1; the version is in the label.", "version"),

  // What comes in. `agent` is the address, or the file, that the events are read from.
  EVENTS_RECEIVED(Kind.COUNTER, "Events read from an agent.", "agent", "kind"),
  EVENTS_LOST(
      Kind.COUNTER,
      "Events that were not evaluated, by the hop that lost them: kernel, ringbuf and listener (of"
          + " the agent, as its metrics page says), queue (ours was full), undecodable, other_node"
          + " (a discovered agent says that they are of a node that is not its own).",
      "agent",
      "hop"),
  AGENT_LOSS_KNOWN(
      Kind.GAUGE,
      "1 while the agent's metrics page says what it loses; while it is 0, EVENTS_LOST does not go"
          + " on for kernel, ringbuf and listener.",
      "agent"),
  QUEUE_EVENTS(Kind.GAUGE, "Events received and not evaluated yet."),
  AGENT_CONNECTED(Kind.GAUGE, "1 while the agent's stream is open.", "agent"),
  AGENT_RECONNECTS(
      Kind.COUNTER, "Times that the connection to an agent came back after it was lost.", "agent"),
  AGENT_OUTAGE_SECONDS(Kind.COUNTER, "Time without a stream since the start.", "agent"),

  // Ports: `listener` is http (this page and the probes), webhook or sensors.
  LISTENER_CONNECTIONS(Kind.GAUGE, "Connections that are open.", "listener"),
  LISTENER_REFUSED(
      Kind.COUNTER,
      "What peers tried in vain. Connections: too_many (of one address, or in all), displaced"
          + " (closed for an address that had fewer), too_slow. Requests: too_large, malformed,"
          + " busy (too many at once).",
      "listener",
      "why"),

  // Syslog. `listener` is the address, which is also the `agent` of what it receives.
  SYSLOG_MESSAGES(
      Kind.COUNTER,
      "Messages of syslog, by what became of them: event, other_event (Sysmon, not read),"
          + " other_message (not of Sysmon), broken, too_long, dropped (the queue was full).",
      "listener",
      "outcome"),
  SYSLOG_CONNECTIONS(Kind.GAUGE, "Connections of senders that are open.", "listener"),
  SYSLOG_CONNECTIONS_ENDED(
      Kind.COUNTER,
      "Connections of senders by how they ended: closed, idle, refused (too many), displaced"
          + " (closed for an address that had fewer), failed (our mistake).",
      "listener",
      "how"),

  // Which pod an event belongs to.
  INVENTORY_PODS(Kind.GAUGE, "Pods known from the API server."),
  EVENTS_WAITING(Kind.GAUGE, "Events that wait for their pod to appear."),
  EVENTS_WAITED(Kind.COUNTER, "Events that waited for their pod."),
  EVENTS_ATTRIBUTED(
      Kind.COUNTER,
      "Events that waited, by what they were evaluated with: live (the pod appeared), agent (what"
          + " the agent knew of it), unknown (nothing).",
      "source"),
  EVENTS_WAITING_OVERFLOWED(
      Kind.COUNTER, "Events evaluated before their time because too many waited."),

  // Policies. `policy` is namespace/name.
  POLICIES(Kind.GAUGE, "Policies that events are evaluated against."),
  POLICIES_LIVE(
      Kind.GAUGE,
      "1 when a sensor's policies are those of the API server, 0 while they are those last known on"
          + " its node."),
  POLICY_FILE_FAILURES(
      Kind.COUNTER, "Times that the last known policies could not be read from disk, or kept."),
  EVENTS_EVALUATED(Kind.COUNTER, "Events that went through the policies."),
  POLICY_MATCHES(Kind.COUNTER, "Events that satisfied the policy.", "policy"),
  POLICY_FINDINGS(Kind.COUNTER, "Times that the policy fired.", "policy"),
  POLICY_ERRORS(Kind.COUNTER, "Evaluations that failed.", "policy"),
  POLICY_TIMED(
      Kind.COUNTER,
      "Evaluations of the policy that were timed: those of one event in 1,021.",
      "policy"),
  POLICY_TIMED_SECONDS(
      Kind.COUNTER,
      "What they took; divided by their number, what the policy costs for an event.",
      "policy"),
  POLICY_SUSPENDED(
      Kind.GAUGE,
      "1 while the policy is not evaluated, because it broke or took more than its share of time.",
      "policy"),
  EXCEPTION_MATCHES(
      Kind.COUNTER, "Events that an exception kept from firing.", "policy", "exception"),
  EXCEPTION_SUSPENDED(
      Kind.GAUGE,
      "1 while the exception is not evaluated, because it failed, broke or took too much time: the"
          + " policy fires without it.",
      "policy",
      "exception"),

  // A sensor's findings on their way to the operator.
  SPOOL_ENTRIES(Kind.GAUGE, "Findings and matches that wait for the operator."),
  SPOOL_BYTES(Kind.GAUGE, "What they take."),
  SPOOL_OLDEST_SECONDS(Kind.GAUGE, "How long the oldest of them has waited."),
  SPOOL_DURABLE(Kind.GAUGE, "1 while they outlive the process, 0 while they are in memory only."),
  SPOOL_APPENDED(Kind.COUNTER, "Findings and matches that came, those that were shed included."),
  SPOOL_SHED(Kind.COUNTER, "Findings and matches given up for lack of room.", "policy", "severity"),
  SPOOL_DAMAGED(Kind.COUNTER, "Files set aside and entries that could not be read back."),
  SPOOL_WRITE_FAILURES(Kind.COUNTER, "Attempts to write that failed."),
  OPERATOR_CONNECTED(Kind.GAUGE, "1 while an operator that leads takes what is sent."),
  OPERATOR_RECONNECTS(Kind.COUNTER, "Times that a stream to an operator began anew."),
  OPERATOR_SENT(Kind.COUNTER, "Entries sent, those that were sent again included."),
  OPERATOR_RESENT(Kind.COUNTER, "Entries that had been sent on an earlier stream."),
  OPERATOR_ACKNOWLEDGED(Kind.COUNTER, "Entries that the operator is done with."),
  OPERATOR_REFUSED(Kind.COUNTER, "Of those, entries that the operator refused."),

  // The operator, and what sensors tell it.
  LEADING(Kind.GAUGE, "1 while this replica may write."),
  SENSORS_CONNECTED(Kind.GAUGE, "Streams of sensors that are open."),
  SENSOR_STREAMS(
      Kind.COUNTER,
      "Streams that sensors opened, by what became of them: accepted, or why not.",
      "outcome"),
  SENSOR_ENTRIES(
      Kind.COUNTER,
      "Entries of sensors' spools: taken, done, or why they were refused.",
      "outcome"),
  SENSOR_REPORTS(Kind.COUNTER, "Reports of nodes: taken, or why they were refused.", "outcome"),
  SENSOR_NODES(
      Kind.GAUGE,
      "Nodes that should have a sensor: reporting, silent (blind), awaited (since a moment ago).",
      "state"),
  SENSOR_NODES_BY_AGENT(
      Kind.GAUGE, "Nodes that report, by the version of their Tetragon.", "version"),
  SENSOR_NODES_LOSS_UNKNOWN(
      Kind.GAUGE, "Nodes that report and cannot tell what their Tetragon loses."),
  SENSOR_EVENTS_LOST(
      Kind.COUNTER,
      "Events that nodes lost since this process heard of them, by hop as in EVENTS_LOST, and spool"
          + " (findings that did not fit) and operator (those that it refused).",
      "hop"),
  SENSOR_ENTRIES_HELD(Kind.GAUGE, "Entries that were taken and are not done."),
  TOKEN_REVIEWS(
      Kind.COUNTER,
      "Tokens of sensors, by how they were judged: reviewed by the API server, cached, failed (no"
          + " answer), limited (too many bad ones of one address).",
      "how"),
  WEBHOOK_REVIEWS(
      Kind.COUNTER,
      "Questions of the API server about policies and exceptions: answered, failed.",
      "outcome"),
  WINDOW_MATCHES(Kind.GAUGE, "Matches that may still count in windows that span nodes."),
  WINDOW_MATCHES_REFUSED(Kind.COUNTER, "Matches that did not fit their policy."),

  // From findings to alerts.
  FINDINGS(Kind.COUNTER, "Findings accepted, duplicates not included."),
  FINDINGS_DUPLICATE(Kind.COUNTER, "Findings that had been reported before."),
  FINDINGS_OVERFLOWED(Kind.COUNTER, "Findings that a cap sent into an overflow alert."),
  FINDINGS_UNWRITTEN(Kind.GAUGE, "Findings that no stored alert counts yet."),
  ALERTS(Kind.GAUGE, "Alerts in memory."),
  ALERTS_WAITING(Kind.GAUGE, "Alerts with something to write."),
  ALERTS_DISPLACED(Kind.COUNTER, "Closed alerts deleted before their time to make room."),
  ALERT_WRITES(Kind.COUNTER, "Writes of alerts and Events to the API server.", "result");

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
