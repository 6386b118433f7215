package dev.tocsin.policytest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.alert.Alert;
import dev.tocsin.engine.Finding;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.Redaction;
import dev.tocsin.event.Event;
import dev.tocsin.inventory.InvalidInventoryException;
import dev.tocsin.inventory.Inventory;
import dev.tocsin.inventory.InventoryFile;
import dev.tocsin.policytest.TestFile.TestCase;
import dev.tocsin.replay.Replay;
import dev.tocsin.replay.ReplayPolicies;
import dev.tocsin.sink.SecurityAlerts;
import dev.tocsin.source.Entry;
import dev.tocsin.source.EventInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One test: its events go through the pipeline, each at its own time. The clock stands still
 * between them, so windows, lateness and expiry come out the same on any machine.
 *
 * <p>The order of the events is the order in which they arrive; an event whose time is before that
 * of one before it is late.
 */
final class CaseRun {
  /** When a test begins. */
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Before that: when containers, and processes that no event began, have started. */
  private static final Duration UPTIME = Duration.ofHours(1);

  private static final Duration STEP = Duration.ofSeconds(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TestCase test;
  private final ReplayPolicies policies;
  private final TestPods pods;
  private final EventComposer composer;
  private final List<Finding> findings = new ArrayList<>();

  /** Event time of the event that came last. */
  private Instant latest = START;

  /** How much later the next event is, unless it says when. */
  private Duration gap = Duration.ZERO;

  /** How late it is, events or not. */
  private Instant now = START;

  CaseRun(TestFile file, TestCase test, ReplayPolicies policies) throws InvalidTestException {
    this.test = test;
    this.policies = policies;
    this.pods = new TestPods(file, START.minus(UPTIME));
    this.composer = new EventComposer(pods, START.minus(UPTIME));
  }

  /**
   * What came of it.
   *
   * @param alerts SecurityAlert objects
   * @param fired policies with findings, as {@code namespace/name}
   * @param problems evaluations that failed
   */
  record Outcome(List<JsonNode> alerts, Set<String> fired, List<String> problems) {}

  Outcome run() throws InvalidTestException {
    Inventory inventory = inventory();
    Replay replay = new Replay(policies, inventory, Redaction.defaults(), findings::add);
    play(replay, inventory);
    List<JsonNode> alerts = new ArrayList<>();
    for (Alert alert : replay.alerts()) {
      alerts.add(JSON.valueToTree(SecurityAlerts.toResource(alert)));
    }
    Set<String> fired = new TreeSet<>();
    findings.forEach(finding -> fired.add(finding.policy().id().key()));
    return new Outcome(alerts, fired, problems(replay));
  }

  /** What happens in the test. */
  void play(Replay replay, Inventory inventory) throws InvalidTestException {
    for (Step step : test.steps()) {
      switch (step) {
        case Step.Happens happens -> play(replay, happens);
        case Step.Recorded recorded -> play(replay, new Recording(recorded, inventory));
        case Step.Waits waits -> {
          now = now.plus(waits.duration());
          latest = now;
          gap = Duration.ZERO;
          replay.passUntil(now);
        }
      }
    }
  }

  /** The pods that the test describes, and those that its events name. */
  Inventory inventory() throws InvalidTestException {
    for (Step step : test.steps()) {
      if (step instanceof Step.Happens happens && !happens.actor().host()) {
        composer.containerOf(happens);
      }
    }
    try {
      return InventoryFile.read("pods of the test", pods.toJson());
    } catch (InvalidInventoryException e) {
      throw new InvalidTestException(test.name() + ": " + e.getMessage(), e);
    }
  }

  private void play(Replay replay, Step.Happens step) throws InvalidTestException {
    Instant time = time(step.when());
    for (long i = 0; i < step.repeat(); i++) {
      Instant at = time.plus(step.every().multipliedBy(i));
      byte[] line = composer.compose(step, at).getBytes(StandardCharsets.UTF_8);
      try (EventInput input = EventInput.of(step.place(), new ByteArrayInputStream(line))) {
        take(replay, input, step.place());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void play(Replay replay, Recording recording) throws InvalidTestException {
    try (recording) {
      take(replay, recording, recording.place());
    } catch (IOException e) {
      throw new InvalidTestException(recording.place() + ": " + e.getMessage(), e);
    }
  }

  private void take(Replay replay, Iterator<Entry> entries, String place)
      throws InvalidTestException {
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (entry instanceof Entry.Message message) {
        passUntilTimeOf(message, replay);
      }
      replay.take(List.of(entry).iterator());
    }
    if (!replay.defects().isEmpty()) {
      throw new InvalidTestException(place + ": " + replay.defects().getFirst());
    }
  }

  /** What expires before the event happens has expired when it arrives. */
  private void passUntilTimeOf(Entry.Message message, Replay replay) {
    long nanos = Event.of(message.message()).timeNanos();
    if (nanos != 0) {
      latest = Instant.ofEpochSecond(0, nanos);
      now = latest.isAfter(now) ? latest : now;
      gap = STEP;
      replay.passUntil(now);
    }
  }

  private Instant time(Step.When when) {
    return when.time()
        .or(() -> when.sinceStart().map(START::plus))
        .orElseGet(() -> latest.plus(gap));
  }

  private static List<String> problems(Replay replay) {
    List<String> problems = new ArrayList<>();
    for (PolicyStats stats : replay.summary().policies()) {
      if (stats.errors() > 0) {
        problems.add(stats.id().name() + " could not be evaluated: " + stats.lastError());
      }
    }
    return problems;
  }
}
