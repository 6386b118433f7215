package dev.tocsin.engine;

import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.language.EventFixture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** An engine that keeps its findings, at a time that tests set. */
final class TestEngine {
  private final List<Finding> findings = new ArrayList<>();
  private Instant now = EventFixture.TIME;
  private final Engine engine = new Engine(() -> now, Redaction.defaults(), findings::add);

  void now(Instant time) {
    now = time;
  }

  void install(PolicyBuilder... policies) {
    engine.install(Arrays.stream(policies).map(PolicyBuilder::compiled).toList());
  }

  void evaluate(Event event, Attribution where) {
    engine.evaluate(event, where);
  }

  /** An execution in the pod, so many seconds after {@link EventFixture#TIME}. */
  void run(String binary, int second) {
    evaluate(exec(binary, second), EventFixture.IN_POD);
  }

  static Event exec(String binary, int second) {
    return EventFixture.exec(
        EventFixture.TIME.plusSeconds(second), EventFixture.process(binary, ""));
  }

  List<Finding> findings() {
    return findings;
  }

  /** The policies that found something, one for each finding. */
  List<String> names() {
    return findings.stream().map(finding -> finding.policy().id().name()).toList();
  }

  /** Of the policy that was installed first. */
  PolicyStats stats() {
    return allStats().getFirst();
  }

  List<PolicyStats> allStats() {
    return engine.stats();
  }

  Set<EventKind> eventKinds() {
    return engine.eventKinds();
  }
}
