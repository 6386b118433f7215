package dev.tocsin.bench;

import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Redaction;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.inventory.Attributor;
import dev.tocsin.library.ShippedInput;
import dev.tocsin.source.Recordings;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An execution that no policy asks for, before a thousand policies that the index knows the
 * conditions of: what is left of an event then, and whether it makes garbage.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SilentEventBenchmark {
  private static final int POLICIES = 1_000;

  private static final String PROGRAM = "sleep";

  private final Event event = Event.of(message());
  private final byte[] message = event.bytes();
  private final Attribution place = new Attributor(ShippedInput.pods()).settle(event);
  private final Engine engine =
      new Engine(
          InstantSource.system(),
          Redaction.defaults(),
          finding -> {
            throw new IllegalStateException("the event is not silent");
          });

  @Setup
  public void install() {
    engine.install(PolicyVariety.of(POLICIES, true).stream().map(PolicyVariety::compiled).toList());
  }

  private static byte[] message() {
    return Recordings.names().stream()
        .flatMap(name -> Recordings.messages(name).stream())
        .filter(
            message -> {
              Event event = Event.of(message);
              return event.kind() == EventKind.PROCESS_EXEC
                  && !Engine.isInventory(event)
                  && event.process().name().equals(PROGRAM);
            })
        .findFirst()
        .orElseThrow();
  }

  @Benchmark
  public void silent() {
    engine.evaluate(event.wrap(message), place);
  }
}
