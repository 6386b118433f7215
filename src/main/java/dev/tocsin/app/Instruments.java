package dev.tocsin.app;

import dev.tocsin.alert.Aggregator;
import dev.tocsin.alert.AlertWriter;
import dev.tocsin.control.ControlLoop;
import dev.tocsin.control.PolicySource;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.event.EventKind;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.inventory.WaitingRoom;
import dev.tocsin.listen.ListenerStats;
import dev.tocsin.notify.OutputStats;
import dev.tocsin.notify.Outputs;
import dev.tocsin.pipeline.Agents;
import dev.tocsin.pipeline.Pipeline;
import dev.tocsin.pipeline.SyslogListeners;
import dev.tocsin.source.SourceCounters;
import dev.tocsin.source.syslog.SyslogCounters;
import dev.tocsin.source.syslog.SyslogCounters.Outcome;
import dev.tocsin.telemetry.Meters;
import dev.tocsin.telemetry.Metric;
import dev.tocsin.telemetry.TelemetryServer;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Binds what the rooms count to the metrics that are served. The rooms know nothing of metrics. */
final class Instruments {
  private final Meters meters;

  Instruments(Meters meters) {
    this.meters = meters;
  }

  void version(String version) {
    meters.bindAll(Metric.BUILD_INFO, rows -> rows.add(1, version));
  }

  /**
   * @param listener its label
   */
  static void listener(Meters meters, String listener, Supplier<ListenerStats> stats) {
    meters.bindAll(
        Metric.LISTENER_CONNECTIONS, rows -> rows.add(stats.get().connections(), listener));
    meters.bindAll(
        Metric.LISTENER_REFUSED,
        rows -> stats.get().refused().forEach((why, n) -> rows.add(n, listener, label(why))));
  }

  void telemetry(TelemetryServer telemetry) {
    listener(meters, "http", telemetry::stats);
  }

  void agents(Agents agents) {
    meters.bind(Metric.QUEUE_EVENTS, () -> agents.queue().size());
    meters.bindAll(
        Metric.AGENT_CONNECTED,
        rows ->
            agents.states().forEach((agent, state) -> rows.add(state.connected() ? 1 : 0, agent)));
    perAgent(agents, Metric.AGENT_RECONNECTS, SourceCounters::reconnects);
    perAgent(agents, Metric.AGENT_OUTAGE_SECONDS, SourceCounters::outageSeconds);
    meters.bindAll(
        Metric.EVENTS_RECEIVED,
        rows ->
            agents
                .counters()
                .forEach(
                    (agent, counters) ->
                        counters
                            .received()
                            .forEach((kind, events) -> rows.add(events, agent, kind.apiName()))));
    meters.bindAll(
        Metric.EVENTS_LOST,
        rows ->
            agents
                .counters()
                .forEach(
                    (agent, counters) -> {
                      rows.add(counters.dropped(), agent, "queue");
                      rows.add(counters.malformed(), agent, "undecodable");
                      rows.add(counters.otherNode(), agent, "other_node");
                    }));
    meters.bindAll(
        Metric.EVENTS_LOST,
        rows ->
            agents
                .losses()
                .forEach(
                    (agent, losses) ->
                        losses
                            .lost()
                            .forEach((hop, events) -> rows.add(events, agent, hop.label()))));
    meters.bindAll(
        Metric.AGENT_LOSS_KNOWN,
        rows ->
            agents
                .states()
                .keySet()
                .forEach(agent -> rows.add(agents.losses(agent).isKnown() ? 1 : 0, agent)));
  }

  private void perAgent(Agents agents, Metric metric, ToDoubleFunction<SourceCounters> value) {
    meters.bindAll(
        metric,
        rows ->
            agents
                .counters()
                .forEach((agent, counters) -> rows.add(value.applyAsDouble(counters), agent)));
  }

  void syslog(SyslogListeners syslog) {
    perListener(
        syslog,
        Metric.SYSLOG_CONNECTIONS,
        (rows, listener, counters) -> rows.add(counters.connections(), listener));
    perListener(
        syslog,
        Metric.SYSLOG_MESSAGES,
        (rows, listener, counters) ->
            counters.messages().forEach((each, count) -> rows.add(count, listener, label(each))));
    perListener(
        syslog,
        Metric.SYSLOG_CONNECTIONS_ENDED,
        (rows, listener, counters) ->
            counters.ended().forEach((each, count) -> rows.add(count, listener, label(each))));
    perListener(
        syslog,
        Metric.EVENTS_RECEIVED,
        (rows, listener, counters) ->
            rows.add(
                counters.messages(Outcome.EVENT) + counters.messages(Outcome.DROPPED),
                listener,
                EventKind.PROCESS_EXEC.apiName()));
    perListener(
        syslog,
        Metric.EVENTS_LOST,
        (rows, listener, counters) -> {
          rows.add(counters.messages(Outcome.DROPPED), listener, "queue");
          rows.add(
              counters.messages(Outcome.BROKEN) + counters.messages(Outcome.TOO_LONG),
              listener,
              "undecodable");
        });
  }

  /** Adds what one listener has to say of a metric. */
  private interface ListenerRows {
    void add(Meters.Rows rows, String listener, SyslogCounters counters);
  }

  private void perListener(SyslogListeners syslog, Metric metric, ListenerRows each) {
    meters.bindAll(
        metric,
        rows ->
            syslog.counters().forEach((address, counters) -> each.add(rows, address, counters)));
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  void inventory(Inventory inventory) {
    meters.bind(Metric.INVENTORY_PODS, inventory::size);
  }

  void pipeline(Pipeline pipeline) {
    WaitingRoom room = pipeline.waitingRoom();
    meters.bind(Metric.EVENTS_WAITING, room::waitingEvents);
    meters.bind(Metric.EVENTS_WAITED, room::waited);
    meters.bind(Metric.EVENTS_WAITING_OVERFLOWED, room::overflowed);
    meters.bind(Metric.EVENTS_EVALUATED, pipeline::evaluated);
    meters.bindAll(
        Metric.EVENTS_ATTRIBUTED,
        rows -> {
          rows.add(room.resolved(), "live");
          rows.add(room.agentAttributed(), "agent");
          rows.add(room.unattributed(), "unknown");
        });
    meters.bindAll(Metric.EVENTS_LOST, rows -> rows.add(pipeline.malformed(), "", "undecodable"));
  }

  void policies(PolicySource source) {
    meters.bind(Metric.POLICIES_LIVE, () -> source.isLive() ? 1 : 0);
    meters.bind(Metric.POLICY_FILE_FAILURES, source::fileFailures);
  }

  /** Of a process that writes the status of policies. */
  void control(ControlLoop control) {
    meters.bindAll(
        Metric.POLICY_BLIND_NODES,
        rows -> control.blindNodes().forEach((policy, nodes) -> rows.add(nodes, policy)));
  }

  void policies(Supplier<List<PolicyStats>> policies) {
    meters.bind(Metric.POLICIES, () -> policies.get().size());
    perPolicy(policies, Metric.POLICY_MATCHES, PolicyStats::matches);
    perPolicy(policies, Metric.POLICY_FINDINGS, PolicyStats::findings);
    perPolicy(policies, Metric.POLICY_ERRORS, PolicyStats::errors);
    perPolicy(policies, Metric.POLICY_TIMED, stats -> stats.cost().samples());
    perPolicy(policies, Metric.POLICY_TIMED_SECONDS, stats -> stats.cost().nanos() / 1e9);
    perPolicy(policies, Metric.POLICY_SUSPENDED, stats -> stats.suspended() ? 1 : 0);
    meters.bindAll(
        Metric.EXCEPTION_MATCHES,
        rows ->
            policies
                .get()
                .forEach(
                    stats ->
                        stats
                            .exceptionMatches()
                            .forEach(
                                (source, matches) -> rows.add(matches, stats.id().key(), source))));
    meters.bindAll(
        Metric.EXCEPTION_SUSPENDED,
        rows ->
            policies
                .get()
                .forEach(
                    stats ->
                        stats
                            .suspendedExceptions()
                            .keySet()
                            .forEach(source -> rows.add(1, stats.id().key(), source))));
  }

  void alerts(Aggregator aggregator, AlertWriter writer) {
    meters.bind(Metric.FINDINGS, () -> aggregator.stats().findings());
    meters.bind(Metric.FINDINGS_DUPLICATE, () -> aggregator.stats().duplicates());
    meters.bind(Metric.FINDINGS_OVERFLOWED, () -> aggregator.stats().overflowedFindings());
    meters.bind(Metric.FINDINGS_UNWRITTEN, () -> aggregator.stats().pendingFindings());
    meters.bind(Metric.ALERTS, () -> aggregator.stats().alerts());
    meters.bindAll(
        Metric.ALERTS_OPEN,
        rows ->
            aggregator
                .openAlerts()
                .forEach(
                    (what, n) ->
                        rows.add(n, label(what.severity()), what.policy(), what.namespace())));
    meters.bind(Metric.ALERTS_WAITING, () -> aggregator.stats().pendingAlerts());
    meters.bind(Metric.ALERTS_DISPLACED, () -> aggregator.stats().evictedAlerts());
    meters.bindAll(
        Metric.ALERT_WRITES,
        rows -> {
          var stats = writer.stats();
          rows.add(stats.created(), "created");
          rows.add(stats.updated(), "updated");
          rows.add(stats.deleted(), "deleted");
          rows.add(stats.announced(), "announced");
          rows.add(stats.conflicts(), "conflict");
          rows.add(stats.refused(), "refused");
          rows.add(stats.failures(), "failed");
        });
  }

  void outputs(Outputs outputs) {
    perOutput(outputs, Metric.OUTPUT_DELIVERED, OutputStats::delivered);
    perOutput(outputs, Metric.OUTPUT_RETRIED, OutputStats::retried);
    perOutput(outputs, Metric.OUTPUT_REFUSED, OutputStats::refused);
    perOutput(outputs, Metric.OUTPUT_GIVEN_UP, OutputStats::givenUp);
    perOutput(outputs, Metric.OUTPUT_PENDING, OutputStats::pending);
    perOutput(outputs, Metric.OUTPUT_OLDEST_SECONDS, stats -> stats.oldest().toMillis() / 1000.0);
  }

  private void perOutput(Outputs outputs, Metric metric, ToDoubleFunction<OutputStats> value) {
    meters.bindAll(
        metric,
        rows ->
            outputs.stats().forEach(stats -> rows.add(value.applyAsDouble(stats), stats.output())));
  }

  private void perPolicy(
      Supplier<List<PolicyStats>> policies, Metric metric, ToDoubleFunction<PolicyStats> value) {
    meters.bindAll(
        metric,
        rows ->
            policies
                .get()
                .forEach(stats -> rows.add(value.applyAsDouble(stats), stats.id().key())));
  }
}
