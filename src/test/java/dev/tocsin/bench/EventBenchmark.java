package dev.tocsin.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Redaction;
import dev.tocsin.event.Event;
import dev.tocsin.inventory.Attributor;
import dev.tocsin.library.ShippedInput;
import dev.tocsin.source.proto.GetEventsResponse;
import java.nio.file.Path;
import java.time.InstantSource;
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
import org.openjdk.jmh.infra.Blackhole;

/** What one event costs at each step of its way. An operation is one event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(EventBenchmark.EVENTS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(2)
public class EventBenchmark {
  /** Of the recordings, the first ones. */
  static final int EVENTS = 7_000;

  static final Path SAMPLES = Path.of("config/samples");

  /** Of the agent: with {@code all} an event has credentials, namespaces and ancestors too. */
  @Param({"all", "default"})
  String flags = "";

  private EventStream stream = EventStream.ofDefaultFlags(0);
  private byte[][] messages = {};
  private final WireScan scan = new WireScan();
  private final Attributor attributor = new Attributor(ShippedInput.pods());
  private long findings;
  private final Engine engine =
      new Engine(InstantSource.system(), Redaction.defaults(), finding -> findings++);
  private final Event event = Event.of(new byte[0]);

  @Setup
  public void install() {
    stream = EventStream.of(flags, EVENTS);
    messages = stream.messages();
    engine.install(ShippedInput.policies(SAMPLES));
  }

  @Setup(Level.Invocation)
  public void later() {
    stream.nextRound();
  }

  @Benchmark
  public long wireScan() {
    return scan.scan(messages);
  }

  /** What most policies ask for, by the event view alone. */
  @Benchmark
  public void eventView(Blackhole sink) {
    for (byte[] message : messages) {
      event.wrap(message);
      sink.consume(event.kind());
      sink.consume(event.timeNanos());
      sink.consume(event.process().name());
      sink.consume(event.process().arguments());
      sink.consume(event.parent().name());
    }
  }

  /** Which pod the event belongs to. */
  @Benchmark
  public void attribution(Blackhole sink) {
    for (byte[] message : messages) {
      sink.consume(attributor.settle(event.wrap(message)));
    }
  }

  /** From the bytes to the findings: pod, all policies of {@code config/samples}, windows. */
  @Benchmark
  public long evaluation() {
    for (byte[] message : messages) {
      event.wrap(message);
      engine.evaluate(event, attributor.settle(event));
    }
    return findings;
  }

  @Benchmark
  public void protobufDecode(Blackhole sink) throws InvalidProtocolBufferException {
    for (byte[] message : messages) {
      sink.consume(GetEventsResponse.parseFrom(message));
    }
  }
}
