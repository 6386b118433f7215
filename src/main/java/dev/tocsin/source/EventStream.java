package dev.tocsin.source;

import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.source.proto.Filter;
import dev.tocsin.source.proto.GetEventsRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * One GetEvents call. Messages go to the intake on gRPC's thread; how the call ends is reported
 * once, unless it was closed from here.
 */
final class EventStream implements AutoCloseable {
  /**
   * How many messages are asked for at a time: there is no back pressure, so it only has to be
   * many.
   */
  private static final int REQUESTED = 1 << 16;

  private final Set<EventKind> kinds;
  private final AgentIntake intake;
  private final BiConsumer<EventStream, Status> ended;
  private final ClientCall<GetEventsRequest, byte[]> call;
  private volatile boolean closed;

  /** Whether it is the newer stream, as all but the old one of an overlap are. */
  private volatile boolean newer = true;

  private EventStream(
      Channel channel,
      Set<EventKind> kinds,
      AgentIntake intake,
      BiConsumer<EventStream, Status> ended) {
    this.kinds = kinds;
    this.intake = intake;
    this.ended = ended;
    this.call = channel.newCall(TetragonMethods.GET_EVENTS, CallOptions.DEFAULT);
  }

  /**
   * @param kinds as they are on the wire; not empty, which would mean all
   */
  static EventStream open(
      Channel channel,
      Set<EventKind> kinds,
      AgentIntake intake,
      BiConsumer<EventStream, Status> ended) {
    EventStream stream = new EventStream(channel, kinds, intake, ended);
    stream.start();
    return stream;
  }

  private void start() {
    call.start(new Listener(), new Metadata());
    call.request(2 * REQUESTED);
    call.sendMessage(request(kinds));
    call.halfClose();
  }

  private static GetEventsRequest request(Set<EventKind> kinds) {
    Filter.Builder filter = Filter.newBuilder();
    for (EventKind kind : kinds) {
      filter.addEventSetValue(kind.wireNumber());
    }
    return GetEventsRequest.newBuilder().addAllowList(filter).build();
  }

  Set<EventKind> kinds() {
    return kinds;
  }

  /** Another stream takes over. */
  void becomeOlder() {
    newer = false;
  }

  @Override
  public void close() {
    closed = true;
    call.cancel("closed", null);
  }

  private final class Listener extends ClientCall.Listener<byte[]> {
    private final Event view = Event.of(new byte[0]);
    private int taken;

    @Override
    public void onMessage(byte[] message) {
      if (++taken == REQUESTED) {
        taken = 0;
        call.request(REQUESTED);
      }
      if (!closed) {
        intake.take(message, view, newer);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (!closed) {
        ended.accept(EventStream.this, status);
      }
    }
  }
}
