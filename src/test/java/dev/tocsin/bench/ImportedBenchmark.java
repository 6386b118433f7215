package dev.tocsin.bench;

import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.engine.policy.Policy;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.inventory.Attributor;
import dev.tocsin.library.ShippedInput;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
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
 * What the execution of a program costs before policies that were imported, and before the same
 * rules converted plainly. An operation is one event whose pod is known.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(ImportedBenchmark.EVENTS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(1)
public class ImportedBenchmark {
  /** Of the executions in the recordings, the first ones. */
  static final int EVENTS = 1_900;

  @Param({"120", "3000"})
  int policies;

  /**
   * {@code imported}: as {@code tocsin import} writes them; {@code plain}: each field in small
   * letters, the command line put together of name and arguments.
   */
  @Param({"imported", "plain"})
  String form = "";

  private final EventStream stream = EventStream.recorded(PoliciesBenchmark.EVENTS);
  private final byte[][] messages =
      Stream.of(stream.messages())
          .filter(message -> Event.of(message).is(EventKind.PROCESS_EXEC))
          .limit(EVENTS)
          .toArray(byte[][]::new);
  private final Attribution[] places = new Attribution[EVENTS];
  private final Event event = Event.of(messages[0]);
  private long findings;
  private final Engine engine =
      new Engine(InstantSource.system(), Redaction.defaults(), finding -> findings++);

  @Setup
  public void install() {
    Attributor attributor = new Attributor(ShippedInput.pods());
    for (int i = 0; i < EVENTS; i++) {
      places[i] = attributor.settle(event.wrap(messages[i]));
    }
    List<Policy> set = ImportedVariety.of(policies, form.equals("plain"));
    long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    List<CompiledPolicy> compiled = set.stream().map(PolicyVariety::compiled).toList();
    engine.install(compiled);
    long taken = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun;
    executions();
    System.out.printf(
        Locale.ROOT,
        "%n%d policies, %s: compiled and installed in %.1f s of CPU; %.2f findings an event%n",
        policies,
        form,
        taken / 1e9,
        (double) findings / EVENTS);
  }

  @Setup(Level.Invocation)
  public void later() {
    stream.nextRound();
  }

  @Benchmark
  public long executions() {
    for (int i = 0; i < EVENTS; i++) {
      engine.evaluate(event.wrap(messages[i]), places[i]);
    }
    return findings;
  }
}
