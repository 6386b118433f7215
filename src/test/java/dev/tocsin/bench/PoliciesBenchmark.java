package dev.tocsin.bench;

import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.Unindexed;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.index.PolicyIndex;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.inventory.Attributor;
import dev.tocsin.language.EventContext;
import dev.tocsin.library.ShippedInput;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
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
 * What an event costs as policies become more, by the engine and by plainer ways. An operation is
 * one event whose pod is known; attribution is not part of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(PoliciesBenchmark.EVENTS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(1)
public class PoliciesBenchmark {
  static final int EVENTS = 7_000;

  @Param({"10", "100", "1000"})
  int policies;

  /**
   * {@code shipped}: like the library, of which some have to be evaluated for every event of a
   * kind; {@code conditional}: only those that have not.
   */
  @Param({"conditional", "shipped"})
  String mix = "";

  /**
   * {@code engine}: as Tocsin does it; {@code unindexed}: the engine, with each event offered to
   * each policy of its kind; {@code interpreted}: {@link InterpretedPolicies}.
   */
  @Param({"engine", "unindexed", "interpreted"})
  String way = "";

  /** Of the agent: see {@link EventBenchmark#flags}. */
  @Param({"all", "default"})
  String flags = "";

  private EventStream stream = EventStream.ofDefaultFlags(0);
  private byte[][] messages = {};
  private final Attribution[] places = new Attribution[EVENTS];
  private final Event event = Event.of(new byte[0]);
  private long findings;
  private final Engine engine =
      new Engine(InstantSource.system(), Redaction.defaults(), finding -> findings++);
  private InterpretedPolicies interpreted = new InterpretedPolicies(List.of());

  @Setup
  public void install() {
    stream = EventStream.of(flags, EVENTS);
    messages = stream.messages();
    Attributor attributor = new Attributor(ShippedInput.pods());
    for (int i = 0; i < EVENTS; i++) {
      places[i] = attributor.settle(event.wrap(messages[i]));
    }
    List<Policy> set = PolicyVariety.of(policies, mix.equals("conditional"));
    if (way.equals("interpreted")) {
      interpreted = new InterpretedPolicies(set);
      return;
    }
    List<CompiledPolicy> compiled =
        set.stream().map(way.equals("engine") ? PolicyVariety::compiled : Unindexed::of).toList();
    engine.install(compiled);
    System.out.printf(
        Locale.ROOT,
        "%n%d policies, %s, %s, %s flags: an event of %,d bytes is offered to %.1f of them on average%n",
        policies,
        mix,
        way,
        flags,
        stream.meanBytes(),
        offersPerEvent(compiled));
  }

  private double offersPerEvent(List<CompiledPolicy> compiled) {
    PolicyIndex<CompiledPolicy> index =
        new PolicyIndex<>(
            compiled.stream()
                .map(
                    policy ->
                        new PolicyIndex.Entry<>(
                            policy, policy.policy().scope(), policy.kinds(), policy.conditions()))
                .toList());
    EventContext context = new EventContext();
    long[] offers = {0};
    for (int i = 0; i < EVENTS; i++) {
      event.wrap(messages[i]);
      if (!Engine.isInventory(event)) {
        context.enter(event, places[i]);
        index.offer(
            event,
            places[i],
            (policy, firstHere) -> {
              if (firstHere && policy.place().rulesOut(context)) {
                return true;
              }
              offers[0]++;
              return false;
            });
      }
    }
    return (double) offers[0] / EVENTS;
  }

  @Setup(Level.Invocation)
  public void later() {
    stream.nextRound();
  }

  @Benchmark
  public long evaluate() {
    if (way.equals("interpreted")) {
      for (int i = 0; i < EVENTS; i++) {
        findings += interpreted.matches(event.wrap(messages[i]), places[i]);
      }
      return findings;
    }
    for (int i = 0; i < EVENTS; i++) {
      engine.evaluate(event.wrap(messages[i]), places[i]);
    }
    return findings;
  }
}
