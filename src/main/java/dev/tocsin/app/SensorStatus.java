package dev.tocsin.app;

import dev.tocsin.engine.Engine;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.event.EventKind;
import dev.tocsin.pipeline.AgentReports;
import dev.tocsin.pipeline.Agents;
import dev.tocsin.pipeline.Pipeline;
import dev.tocsin.source.AgentLosses;
import dev.tocsin.source.SourceCounters;
import dev.tocsin.transport.protocol.SensorReport;
import dev.tocsin.transport.sensor.OperatorLink;
import dev.tocsin.transport.spool.Spool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** How the node of this sensor is. Thread safe. */
final class SensorStatus implements Supplier<SensorReport> {
  private static final SensorReport.AgentStatus NOT_STARTED =
      new SensorReport.AgentStatus(
          false,
          "the sensor has not started reading",
          "",
          false,
          List.of(),
          Map.of(),
          "the sensor has not started reading");

  /** Longer than it takes to report again after a stream broke. */
  private static final Duration SAMPLES_LAST = Duration.ofMinutes(2);

  private final String run = UUID.randomUUID().toString();
  private final String node;
  private final Engine engine;
  private final Agents agents;
  private final Pipeline pipeline;
  private final Spool spool;
  private final OperatorLink link;
  private final InstantSource clock;

  SensorStatus(
      String node,
      Engine engine,
      Agents agents,
      Pipeline pipeline,
      Spool spool,
      OperatorLink link,
      InstantSource clock) {
    this.node = node;
    this.engine = engine;
    this.agents = agents;
    this.pipeline = pipeline;
    this.spool = spool;
    this.link = link;
    this.clock = clock;
  }

  @Override
  public SensorReport get() {
    Instant now = clock.instant();
    return new SensorReport(
        node,
        now,
        run,
        engine.stats().stream().map(stats -> recent(stats, now)).toList(),
        agent(),
        lost(),
        events());
  }

  /** Earlier reports had the others: a report comes every 15 seconds, of all policies. */
  private static PolicyStats recent(PolicyStats stats, Instant now) {
    if (stats.samples().isEmpty()) {
      return stats;
    }
    long since = now.minus(SAMPLES_LAST).getEpochSecond() * 1_000_000_000L;
    return stats.withSamples(
        stats.samples().stream().filter(each -> each.timeNanos() >= since).toList());
  }

  /** A sensor has one agent. */
  private SensorReport.AgentStatus agent() {
    return agents.states().values().stream()
        .findFirst()
        .map(state -> AgentReports.of(state, agents.losses(state.address()).problem()))
        .orElse(NOT_STARTED);
  }

  private Map<String, Long> lost() {
    Map<String, Long> lost = new LinkedHashMap<>();
    long queue = 0;
    long undecodable = pipeline.malformed();
    for (SourceCounters counters : agents.counters().values()) {
      queue += counters.dropped();
      undecodable += counters.malformed();
    }
    for (AgentLosses losses : agents.losses().values()) {
      losses.lost().forEach((hop, events) -> lost.merge(hop.label(), events, Long::sum));
    }
    lost.put("queue", queue);
    lost.put("undecodable", undecodable);
    lost.put("spool", spool.counters().shed().values().stream().mapToLong(Long::longValue).sum());
    lost.put("operator", link.counters().refused());
    return lost;
  }

  private Map<String, Long> events() {
    Map<String, Long> events = new LinkedHashMap<>();
    for (EventKind kind : EventKind.values()) {
      if (pipeline.events(kind) > 0) {
        events.put(kind.apiName(), pipeline.events(kind));
      }
    }
    return events;
  }
}
