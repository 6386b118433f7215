package dev.tocsin.bench;

import dev.tocsin.engine.Engine;
import dev.tocsin.engine.PolicyStats;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.event.RepeatedWrites;
import dev.tocsin.inventory.Attributor;
import dev.tocsin.library.ShippedInput;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same {@link Twenty} conditions by everybody who could evaluate them, over the same events,
 * which all find to match as often. An operation is one event whose pod is known.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(TwentyBenchmark.EVENTS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(2)
public class TwentyBenchmark {
  static final int EVENTS = 6_500;

  /** See {@link EventBenchmark#flags}. */
  @Param({"all", "default"})
  String flags = "";

  private EventStream stream = EventStream.ofDefaultFlags(0);
  private byte[][] messages = {};
  private String[] documents = {};
  private final Attribution[] places = new Attribution[EVENTS];
  private final Event event = Event.of(new byte[0]);
  private final WireScan scan = new WireScan();
  private final HandWritten handWritten = new HandWritten();
  private final RuledEvents ruled = new RuledEvents();
  private final List<Policy> policies = Twenty.policies();
  private final InterpretedPolicies planned = new InterpretedPolicies(policies);
  private long findings;
  private final Engine engine =
      new Engine(InstantSource.system(), Redaction.defaults(), finding -> findings++);

  @Setup
  public void install() {
    stream = EventStream.of(flags, EventBenchmark.EVENTS);
    RepeatedWrites writes = new RepeatedWrites();
    messages =
        Stream.of(stream.messages())
            .filter(message -> isEvaluated(event.wrap(message), writes))
            .limit(EVENTS)
            .toArray(byte[][]::new);
    Attributor attributor = new Attributor(ShippedInput.pods());
    for (int i = 0; i < EVENTS; i++) {
      places[i] = attributor.settle(event.wrap(messages[i]));
    }
    documents =
        Stream.of(messages)
            .map(message -> RuledEvents.json(event.wrap(message)))
            .toArray(String[]::new);
    engine.install(policies.stream().map(PolicyVariety::compiled).toList());
    engine();
    long byEngine = engine.stats().stream().mapToLong(PolicyStats::matches).sum();
    System.out.printf("%n%d matches in %d events%n", byEngine, EVENTS);
    if (handWritten() != byEngine || eventRuler() != byEngine || planner() != byEngine) {
      throw new IllegalStateException(
          "matches: engine %d, by hand %d, event-ruler %d, planner %d"
              .formatted(byEngine, handWritten(), eventRuler(), planner()));
    }
  }

  /** What the engine leaves out is left out for all. */
  private static boolean isEvaluated(Event event, RepeatedWrites writes) {
    return event.kind() != EventKind.UNKNOWN
        && !Engine.isInventory(event)
        && !writes.repeats(event);
  }

  @Setup(Level.Invocation)
  public void later() {
    stream.nextRound();
  }

  /** Reads three fields and asks nothing. */
  @Benchmark
  public long wireScan() {
    return scan.scan(messages);
  }

  /** In Java, over the view of an event. */
  @Benchmark
  public long handWritten() {
    long matches = 0;
    for (byte[] message : messages) {
      matches += handWritten.matches(event.wrap(message));
    }
    return matches;
  }

  /** The only one that goes beyond matches, to findings. */
  @Benchmark
  public long engine() {
    for (int i = 0; i < EVENTS; i++) {
      engine.evaluate(event.wrap(messages[i]), places[i]);
    }
    return findings;
  }

  /** Of JSON that is there already. */
  @Benchmark
  public long eventRuler() {
    long matches = 0;
    for (String document : documents) {
      matches += ruled.matches(document);
    }
    return matches;
  }

  /** Of JSON that is made of the event. */
  @Benchmark
  public long eventRulerWithJson() {
    long matches = 0;
    for (byte[] message : messages) {
      matches += ruled.matches(RuledEvents.json(event.wrap(message)));
    }
    return matches;
  }

  /** By cel-java, each condition of the event's kind by itself. */
  @Benchmark
  public long planner() {
    long matches = 0;
    for (int i = 0; i < EVENTS; i++) {
      matches += planned.matches(event.wrap(messages[i]), places[i]);
    }
    return matches;
  }
}
