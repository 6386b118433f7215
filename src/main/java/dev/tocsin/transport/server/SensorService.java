package dev.tocsin.transport.server;

import dev.tocsin.transport.proto.SensorServiceGrpc;
import dev.tocsin.transport.proto.ToOperator;
import dev.tocsin.transport.proto.ToSensor;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Opens streams for sensors that have been authenticated. */
final class SensorService extends SensorServiceGrpc.SensorServiceImplBase {

  /** Put there before a call gets here. */
  static final Context.Key<NodeIdentity> IDENTITY = Context.key("tocsin-node");

  private final StreamContext shared;
  private final InstantSource clock;

  SensorService(StreamContext shared, InstantSource clock) {
    this.shared = shared;
    this.clock = clock;
  }

  @Override
  public StreamObserver<ToOperator> report(StreamObserver<ToSensor> responses) {
    NodeIdentity identity = IDENTITY.get();
    SensorStream stream =
        new SensorStream(identity, (ServerCallStreamObserver<ToSensor>) responses, shared);
    stream.endAfter(
        shared.settings().helloWait(),
        Status.DEADLINE_EXCEEDED.withDescription("no Hello came"),
        stream::isWelcomed);
    if (!identity.validUntil().equals(Instant.MAX)) {
      // UNAVAILABLE, as that is what it is: the sensor has a newer token, and comes back with it.
      stream.endAfter(
          Duration.between(clock.instant(), identity.validUntil()),
          Status.UNAVAILABLE.withDescription(
              "the token that the stream was opened with has expired"),
          () -> false);
    }
    return stream;
  }
}
