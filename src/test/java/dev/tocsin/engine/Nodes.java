package dev.tocsin.engine;

import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.Node;
import dev.tocsin.language.EventFixture;
import dev.tocsin.source.proto.GetEventsResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A sensor's engine on each node, as many nodes as are asked for. */
final class Nodes {
  private final List<CompiledPolicy> policies;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Engine> engines = new HashMap<>();
  private final Consumer<Match> matches;

  Nodes(List<CompiledPolicy> policies, Consumer<Match> matches) {
    this.policies = policies;
    this.matches = matches;
  }

  void see(Event event, Attribution where) {
    engine(event.node()).evaluate(event, where);
  }

  /** What the nodes found themselves. */
  List<Finding> findings() {
    return findings;
  }

  long matches() {
    return engines.values().stream()
        .flatMap(engine -> engine.stats().stream())
        .mapToLong(PolicyStats::matches)
        .sum();
  }

  private Engine engine(String node) {
    return engines.computeIfAbsent(
        node,
        name -> {
          Engine engine =
              Engine.forwarding(
                  () -> EventFixture.TIME, Redaction.defaults(), findings::add, matches);
          engine.install(policies);
          return engine;
        });
  }

  /** An execution on a node. */
  static Event exec(String node, Instant time, String binary) {
    try {
      return Event.of(
          GetEventsResponse.parseFrom(
                  EventFixture.exec(time, EventFixture.process(binary, "")).bytes())
              .toBuilder()
              .setNodeName(node)
              .build()
              .toByteArray());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In a pod of that name, of the workload that all pods of the fixture belong to. */
  static Attribution in(String node, String pod) {
    return new Attribution(
        Attribution.Source.LIVE,
        EventFixture.pod("shop", pod, Map.of()),
        EventFixture.CONTAINER,
        new Node(node, Map.of()));
  }
}
