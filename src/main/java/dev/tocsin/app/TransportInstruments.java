package dev.tocsin.app;

import dev.tocsin.admission.WebhookServer;
import dev.tocsin.election.Election;
import dev.tocsin.engine.CrossNodeWindows;
import dev.tocsin.fleet.NodeRegistry;
import dev.tocsin.fleet.SensorIntake;
import dev.tocsin.identity.TokenReviews;
import dev.tocsin.telemetry.Meters;
import dev.tocsin.telemetry.Metric;
import dev.tocsin.transport.sensor.OperatorLink;
import dev.tocsin.transport.server.SensorServer;
import dev.tocsin.transport.spool.Spool;
import java.util.Locale;

/** As {@link Instruments}, for what is between sensors and the operator. */
final class TransportInstruments {
  private final Meters meters;

  TransportInstruments(Meters meters) {
    this.meters = meters;
  }

  void spool(Spool spool) {
    meters.bind(Metric.SPOOL_ENTRIES, () -> spool.counters().entries());
    meters.bind(Metric.SPOOL_BYTES, () -> spool.counters().bytes());
    meters.bind(Metric.SPOOL_OLDEST_SECONDS, () -> spool.counters().oldest().toMillis() / 1e3);
    meters.bind(Metric.SPOOL_DURABLE, () -> spool.state().durable() ? 1 : 0);
    meters.bind(Metric.SPOOL_APPENDED, () -> spool.counters().appended());
    meters.bindAll(
        Metric.SPOOL_SHED,
        rows ->
            spool
                .counters()
                .shed()
                .forEach((what, n) -> rows.add(n, what.policy(), label(what.severity()))));
    meters.bind(Metric.SPOOL_DAMAGED, () -> spool.counters().damaged());
    meters.bind(Metric.SPOOL_WRITE_FAILURES, () -> spool.counters().failures());
  }

  void link(OperatorLink link) {
    meters.bind(Metric.OPERATOR_CONNECTED, () -> link.state().connected() ? 1 : 0);
    meters.bind(Metric.OPERATOR_RECONNECTS, () -> link.counters().reconnects());
    meters.bind(Metric.OPERATOR_SENT, () -> link.counters().sent());
    meters.bind(Metric.OPERATOR_RESENT, () -> link.counters().resent());
    meters.bind(Metric.OPERATOR_ACKNOWLEDGED, () -> link.counters().acknowledged());
    meters.bind(Metric.OPERATOR_REFUSED, () -> link.counters().refused());
  }

  void election(Election election) {
    meters.bind(Metric.LEADING, () -> election.mayWrite() ? 1 : 0);
  }

  void reviews(TokenReviews reviews) {
    meters.bindAll(
        Metric.TOKEN_REVIEWS,
        rows -> {
          var stats = reviews.stats();
          rows.add(stats.reviewed(), "reviewed");
          rows.add(stats.cached(), "cached");
          rows.add(stats.failed(), "failed");
          rows.add(stats.limited(), "limited");
        });
  }

  void sensors(SensorServer server) {
    Instruments.listener(meters, "sensors", server::listening);
    meters.bind(Metric.SENSORS_CONNECTED, () -> server.stats().streams());
    meters.bind(Metric.SENSOR_ENTRIES_HELD, () -> server.stats().held());
    meters.bindAll(
        Metric.SENSOR_STREAMS,
        rows -> server.stats().opened().forEach((outcome, n) -> rows.add(n, label(outcome))));
    meters.bindAll(
        Metric.SENSOR_ENTRIES,
        rows -> server.stats().entries().forEach((outcome, n) -> rows.add(n, label(outcome))));
    meters.bindAll(
        Metric.SENSOR_REPORTS,
        rows -> server.stats().reports().forEach((outcome, n) -> rows.add(n, label(outcome))));
  }

  void webhook(WebhookServer webhook) {
    Instruments.listener(meters, "webhook", webhook::stats);
    meters.bindAll(
        Metric.WEBHOOK_REVIEWS,
        rows -> {
          rows.add(webhook.answered(), "answered");
          rows.add(webhook.failed(), "failed");
        });
  }

  void nodes(NodeRegistry registry, SensorIntake intake) {
    meters.bindAll(
        Metric.SENSOR_NODES,
        rows -> registry.tally().states().forEach((state, n) -> rows.add(n, state)));
    meters.bindAll(
        Metric.SENSOR_NODES_BY_AGENT,
        rows -> registry.tally().agentVersions().forEach((version, n) -> rows.add(n, version)));
    meters.bind(Metric.SENSOR_NODES_LOSS_UNKNOWN, () -> registry.tally().lossUnknown());
    meters.bindAll(
        Metric.SENSOR_EVENTS_LOST, rows -> intake.lost().forEach((hop, n) -> rows.add(n, hop)));
  }

  void windows(CrossNodeWindows windows) {
    meters.bind(Metric.WINDOW_MATCHES, windows::matches);
    meters.bind(Metric.WINDOW_MATCHES_REFUSED, windows::refused);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
