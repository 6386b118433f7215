package dev.tocsin.transport.server;

import dev.tocsin.alert.Origin;
import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.log.LogObject;
import dev.tocsin.transport.proto.Entry;
import dev.tocsin.transport.proto.Hello;
import dev.tocsin.transport.proto.NodeReport;
import dev.tocsin.transport.proto.ToOperator;
import dev.tocsin.transport.proto.ToSensor;
import dev.tocsin.transport.protocol.Protocol;
import dev.tocsin.transport.protocol.SensorReport;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One sensor's stream, from its Hello on. gRPC calls it on a virtual thread, message by message, so
 * it may block: then this sensor waits, and nobody else.
 *
 * <p>The lock {@code turn} is held while a message is processed, so that whoever ends the stream
 * can wait until nothing more of it reaches the intake.
 */
final class SensorStream implements StreamObserver<ToOperator> {
  private static final Logger LOG = LoggerFactory.getLogger(SensorStream.class);

  private final NodeIdentity identity;
  private final StreamContext shared;
  private final SensorResponses answers;
  private final Context context = Context.current();
  private final Set<EntryOutcome> saidOfEntries = EnumSet.noneOf(EntryOutcome.class);
  private final Set<ReportOutcome> saidOfReports = EnumSet.noneOf(ReportOutcome.class);

  private final ReentrantLock turn = new ReentrantLock();
  private final Queue<Future<?>> limits = new ConcurrentLinkedQueue<>();

  /** Set by Hello. */
  private String spool = "";

  SensorStream(
      NodeIdentity identity, ServerCallStreamObserver<ToSensor> out, StreamContext shared) {
    this.identity = identity;
    this.shared = shared;
    this.answers = new SensorResponses(out, shared);
    // Without a handler a receipt to a sensor that has gone would throw.
    out.setOnCancelHandler(() -> end(Status.CANCELLED));
  }

  String node() {
    return identity.node();
  }

  int open() {
    return answers.open();
  }

  boolean isWelcomed() {
    return answers.isWelcomed();
  }

  /** Ends the stream when a time has come, unless it has ended before or {@code unless} holds. */
  void endAfter(Duration time, Status status, BooleanSupplier unless) {
    limits.add(
        shared.later(
            time,
            () -> {
              if (!unless.getAsBoolean()) {
                // Ending may wait for the stream's turn: not on the timer's thread.
                Thread.ofVirtual().name("end of " + node()).start(() -> end(status));
              }
            }));
  }

  @Override
  public void onNext(ToOperator message) {
    turn.lock();
    try {
      if (answers.isEnded()) {
        return;
      }
      boolean greeted = answers.isWelcomed();
      if (message.hasHello() == greeted) {
        broken(
            StreamOutcome.BROKEN,
            Status.INVALID_ARGUMENT.withDescription(
                greeted ? "a second Hello" : "the first message is not a Hello"));
        return;
      }
      switch (message.getContentCase()) {
        case HELLO -> hello(message.getHello());
        case ENTRY -> entry(message.getEntry());
        case REPORT -> report(message.getReport());
        case CONTENT_NOT_SET -> {
          // of a sensor that is newer
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end(Status.UNAVAILABLE.withDescription("this replica is stopping"));
    } catch (RuntimeException e) {
      // A mistake in this program: what was not taken comes again on another stream.
      about(LOG.atError()).setCause(e).log("node {}: a message could not be processed", node());
      end(Status.INTERNAL.withDescription("the operator failed to process a message"));
    } finally {
      turn.unlock();
    }
  }

  private void hello(Hello hello) {
    if (!Protocol.worksWith(hello.getProtocol())) {
      broken(
          StreamOutcome.OTHER_PROTOCOL,
          Status.FAILED_PRECONDITION.withDescription(
              "the sensor (%s) speaks protocol %s, the operator (%s) %d: upgrade the older one"
                  .formatted(
                      hello.getVersion(),
                      Integer.toUnsignedString(hello.getProtocol()),
                      shared.settings().version(),
                      Protocol.VERSION)));
      return;
    }
    if (!hello.getNode().equals(node())) {
      broken(
          StreamOutcome.OTHER_NODE,
          Status.PERMISSION_DENIED.withDescription(
              "the sensor says it is of node %s, its token is of node %s"
                  .formatted(hello.getNode(), node())));
      return;
    }
    if (hello.getSpool().isEmpty()) {
      broken(StreamOutcome.BROKEN, Status.INVALID_ARGUMENT.withDescription("Hello names no spool"));
      return;
    }
    spool = hello.getSpool();
    if (shared.streams().enter(this)) {
      shared.counters().count(StreamOutcome.REPLACED);
    }
    // Leadership may have been lost between the check of the call and here.
    Optional<Status> refusal = shared.streams().refusal();
    if (refusal.isPresent()) {
      broken(StreamOutcome.NOT_LEADING, refusal.get());
      return;
    }
    if (!answers.welcome()) {
      return;
    }
    shared.counters().count(StreamOutcome.ACCEPTED);
    about(LOG.atInfo()).log("node {}: its sensor ({}) is connected", node(), hello.getVersion());
  }

  private void entry(Entry entry) throws InterruptedException {
    if (!shared.streams().isTaking()) {
      return;
    }
    long sequence = entry.getSequence();
    if (!answers.isNext(sequence)) {
      broken(
          StreamOutcome.BROKEN,
          Status.INVALID_ARGUMENT.withDescription(
              "entry " + sequence + " comes after a later one"));
      return;
    }
    if (!answers.isWithinWindow()) {
      broken(
          StreamOutcome.BROKEN,
          Status.RESOURCE_EXHAUSTED.withDescription(
              "more than " + shared.settings().window() + " entries under way"));
      return;
    }
    switch (shared.entries().read(entry, node(), this::isWanted)) {
      case SpoolEntryReader.Read.Finding(var reported) -> {
        Runnable done = answers.taken(sequence);
        shared.intake().finding(new Origin(node(), spool, sequence), reported, done);
      }
      case SpoolEntryReader.Read.Match(var match) -> {
        Contributor contributor = Contributor.of(match.finding().facts().where());
        Optional<Runnable> done = answers.kept(sequence, contributor);
        if (done.isPresent()) {
          shared.intake().match(new Origin(node(), spool, sequence), match, done.get());
        } else {
          refuse(
              sequence,
              EntryOutcome.TOO_MANY_MATCHES,
              "its pod or namespace has its share of the %d matches of this node that may wait"
                  .formatted(shared.settings().keptMatches()));
        }
      }
      case SpoolEntryReader.Read.Refused(EntryOutcome outcome, String reason) ->
          refuse(sequence, outcome, reason);
      case SpoolEntryReader.Read.Abandoned() -> {
        // the sensor sends it again on another stream
      }
    }
  }

  private void refuse(long sequence, EntryOutcome outcome, String reason) {
    shared.counters().count(outcome);
    if (saidOfEntries.add(outcome)) {
      about(LOG.atWarn())
          .log(
              "node {}: entry {} is refused (similar entries will not be logged): {}",
              node(),
              sequence,
              reason);
    }
    answers.refused(sequence);
  }

  /** Whether it makes sense to go on with what the sensor has sent. */
  private boolean isWanted() {
    return !answers.isEnded() && !context.isCancelled() && shared.streams().isTaking();
  }

  private void report(NodeReport report) {
    switch (shared.reports().read(report, node())) {
      case ReportReader.Read.Status(SensorReport status) -> {
        shared.counters().count(ReportOutcome.TAKEN);
        shared.intake().status(status);
      }
      case ReportReader.Read.Refused(ReportOutcome outcome, String reason) -> {
        shared.counters().count(outcome);
        if (saidOfReports.add(outcome)) {
          about(LOG.atWarn())
              .log(
                  "node {}: a report is refused (similar reports will not be logged): {}",
                  node(),
                  reason);
        }
      }
    }
  }

  private void broken(StreamOutcome outcome, Status status) {
    shared.counters().count(outcome);
    about(LOG.atWarn())
        .log(
            "node {}: the stream of its sensor is refused: {}: {}",
            node(),
            status.getCode(),
            status.getDescription());
    end(status);
  }

  private LoggingEventBuilder about(LoggingEventBuilder line) {
    return LogObject.node(node()).in(line);
  }

  @Override
  public void onError(Throwable failure) {
    end(Status.CANCELLED);
  }

  @Override
  public void onCompleted() {
    end(Status.OK);
  }

  /**
   * Sends what receipts there are and ends the stream; when it returns, nothing of it reaches the
   * intake any more. May block for as long as the intake takes, but not for policies.
   */
  void end(Status status) {
    if (answers.end(status)) {
      limits.forEach(limit -> limit.cancel(false));
      if (answers.isWelcomed()) {
        about(LOG.atInfo())
            .log("node {}: the stream of its sensor has ended: {}", node(), text(status));
      }
    }
    turn.lock();
    try {
      shared.streams().leave(this);
    } finally {
      turn.unlock();
    }
  }

  private static String text(Status status) {
    return status.getDescription() == null
        ? status.getCode().toString()
        : status.getCode() + ": " + status.getDescription();
  }

  /** Returns when the message that is being dealt with, if any, has been. */
  void awaitTurn() {
    turn.lock();
    turn.unlock();
  }
}
