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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A recorded event that fires nothing, before a thousand policies that the index knows the
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

  @Param({"ProcessExec", "FileAccess", "ProcessConnect"})
  String kind = "";

  private final Event event = Event.of(new byte[0]);
  private byte[] message = {};
  private final Attributor attributor = new Attributor(ShippedInput.pods());
  private Attribution place = attributor.settle(event);
  private long findings;
  private final Engine engine =
      new Engine(InstantSource.system(), Redaction.defaults(), finding -> findings++);

  @Setup
  public void choose() {
    engine.install(PolicyVariety.of(POLICIES, true).stream().map(PolicyVariety::compiled).toList());
    EventKind wanted = EventKind.ofApiName(kind).orElseThrow();
    for (String recording : Recordings.names()) {
      for (byte[] candidate : Recordings.messages(recording)) {
        event.wrap(candidate);
        if (event.is(wanted) && !Engine.isInventory(event)) {
          place = attributor.settle(event);
          message = candidate;
          if (isSilent()) {
            return;
          }
        }
      }
    }
    throw new IllegalStateException("every recorded " + kind + " makes a finding");
  }

  private boolean isSilent() {
    long before = findings;
    silent();
    return findings == before;
  }

  @Benchmark
  public void silent() {
    engine.evaluate(event.wrap(message), place);
  }
}
