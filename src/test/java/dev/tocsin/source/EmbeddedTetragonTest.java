package dev.tocsin.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.event.Event;
import dev.tocsin.event.EventKind;
import dev.tocsin.source.proto.EventType;
import dev.tocsin.source.proto.Filter;
import dev.tocsin.source.proto.FineGuidanceSensorsGrpc;
import dev.tocsin.source.proto.GetEventsRequest;
import dev.tocsin.source.proto.GetVersionRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The embedded agent behaves like the real one where a client could go wrong. */
class EmbeddedTetragonTest {
  private EmbeddedTetragon tetragon;
  private ManagedChannel channel;

  @BeforeEach
  void start() {
    tetragon = EmbeddedTetragon.start(Listening.onTcp());
    channel =
        Grpc.newChannelBuilder(tetragon.address(), InsecureChannelCredentials.create())
            .directExecutor()
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    tetragon.close();
  }

  @Test
  void headersComeWithTheFirstEventAndNotBefore() throws Exception {
    Call call = call(Integer.MAX_VALUE);
    tetragon.awaitSubscribers(1);
    tetragon.send(throttling());
    awaitWhatWasSent();
    assertThat(call.headers.get()).isZero();
    tetragon.send(Recordings.messages("01-benign-web"));
    await().until(() -> call.headers.get() == 1);
  }

  /** Of a kind that the call does not ask for. */
  private static List<byte[]> throttling() {
    List<byte[]> messages =
        Recordings.messages("25-throttle").stream()
            .filter(message -> Event.of(message).kind() == EventKind.PROCESS_THROTTLE)
            .toList();
    assertThat(messages).isNotEmpty();
    return messages;
  }

  /** What is sent on one connection comes in its order, and its callbacks run as it comes. */
  private void awaitWhatWasSent() {
    ClientCalls.blockingUnaryCall(
        channel,
        FineGuidanceSensorsGrpc.getGetVersionMethod(),
        CallOptions.DEFAULT,
        GetVersionRequest.getDefaultInstance());
  }

  @Test
  void aClientThatDoesNotFetchLosesEventsAndIsNotTold() throws Exception {
    Call call = call(1);
    tetragon.awaitSubscribers(1);
    byte[] exec = Recordings.messages("01-benign-web").getFirst();
    for (int i = 0; i < 40_000; i++) {
      tetragon.send(exec);
    }
    await().until(() -> call.messages.get() == 1);
    assertThat(tetragon.dropped()).isBetween(10_000L, 30_000L);
    assertThat(call.status.get()).isNull();
  }

  @Test
  void aStoppedAgentEndsItsStreamsWithTheStatusItIsToldTo() throws Exception {
    Call call = call(1);
    tetragon.awaitSubscribers(1);
    tetragon.stop(Status.CANCELLED.withDescription("context canceled"));
    await().until(() -> call.status.get() != null);
    assertThat(call.status.get()).extracting(Status::getCode).isEqualTo(Status.Code.CANCELLED);
  }

  private Call call(int requested) {
    Call call = new Call();
    ClientCall<GetEventsRequest, byte[]> started =
        channel.newCall(TetragonMethods.GET_EVENTS, CallOptions.DEFAULT);
    started.start(call, new Metadata());
    started.request(requested);
    started.sendMessage(
        GetEventsRequest.newBuilder()
            .addAllowList(
                Filter.newBuilder()
                    .addEventSet(EventType.PROCESS_EXEC)
                    .addEventSet(EventType.PROCESS_KPROBE))
            .build());
    started.halfClose();
    return call;
  }

  private static final class Call extends ClientCall.Listener<byte[]> {
    private final AtomicInteger headers = new AtomicInteger();
    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicReference<@Nullable Status> status = new AtomicReference<>();

    @Override
    public void onHeaders(Metadata metadata) {
      headers.incrementAndGet();
    }

    @Override
    public void onMessage(byte[] message) {
      messages.incrementAndGet();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      this.status.set(status);
    }
  }
}
