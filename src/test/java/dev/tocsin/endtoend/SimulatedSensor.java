package dev.tocsin.endtoend;

import com.google.protobuf.Timestamp;
import com.google.protobuf.UInt32Value;
import dev.tocsin.alert.Reported;
import dev.tocsin.engine.Engine;
import dev.tocsin.engine.Redaction;
import dev.tocsin.engine.compile.CompiledPolicy;
import dev.tocsin.event.Attribution;
import dev.tocsin.event.Container;
import dev.tocsin.event.Event;
import dev.tocsin.event.Node;
import dev.tocsin.event.Pod;
import dev.tocsin.source.proto.GetEventsResponse;
import dev.tocsin.source.proto.Process;
import dev.tocsin.source.proto.ProcessExec;
import dev.tocsin.transport.protocol.SensorReport;
import dev.tocsin.transport.sensor.LinkSettings;
import dev.tocsin.transport.sensor.OperatorLink;
import dev.tocsin.transport.spool.Spool;
import dev.tocsin.transport.spool.SpoolSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * What a sensor is to the operator, in this process: its engine, a spool in memory, its own
 * connection and its own token. It reads no agent and follows no policies by itself.
 */
final class SimulatedSensor implements AutoCloseable {
  private static final long SPOOL_BYTES = 1 << 20;

  private final String node;
  private final Attribution host;
  private final Engine engine;
  private final Spool spool;
  private final OperatorLink link;
  private final AtomicLong found = new AtomicLong();

  SimulatedSensor(String node, LinkSettings settings) {
    this.node = node;
    this.host =
        new Attribution(
            Attribution.Source.HOST, Pod.NONE, Container.NONE, new Node(node, Map.of()));
    this.spool = Spool.open(SpoolSettings.inMemory(SPOOL_BYTES), InstantSource.system());
    this.engine =
        Engine.forwarding(
            InstantSource.system(),
            Redaction.defaults(),
            finding -> spool.append(Reported.once(finding)),
            spool::append);
    this.link = new OperatorLink(settings, node, "simulated", spool, RandomGenerator.getDefault());
    link.start();
  }

  void install(List<CompiledPolicy> policies) {
    engine.install(policies);
    report();
  }

  void report() {
    link.report(
        new SensorReport(
            node,
            Instant.now(),
            "run",
            engine.stats(),
            new SensorReport.AgentStatus(true, "", "1.7.1", true, List.of(), Map.of(), ""),
            Map.of(),
            Map.of()));
  }

  /** Evaluates one execution of a program, and so reports a finding. */
  void execute(String program) {
    long number = found.incrementAndGet();
    Instant now = Instant.now();
    engine.evaluate(
        Event.of(
            GetEventsResponse.newBuilder()
                .setNodeName(node)
                .setTime(
                    Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .setProcessExec(
                    ProcessExec.newBuilder()
                        .setProcess(
                            Process.newBuilder()
                                .setExecId(node + ":" + number)
                                .setPid(UInt32Value.of((int) number))
                                .setBinary("/usr/bin/" + program)
                                .setFlags("execve clone")))
                .build()
                .toByteArray()),
        host);
  }

  /** Evaluates an event of a pod of this node. */
  void evaluate(byte[] event, Attribution where) {
    engine.evaluate(Event.of(event), where);
  }

  boolean isConnected() {
    return link.state().connected();
  }

  /** Findings that wait in the spool. */
  long waiting() {
    return spool.counters().entries();
  }

  @Override
  public void close() {
    link.close();
    spool.close();
  }
}
