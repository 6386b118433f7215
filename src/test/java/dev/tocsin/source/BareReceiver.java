package dev.tocsin.source;

import dev.tocsin.source.proto.FineGuidanceSensorsGrpc;
import dev.tocsin.source.proto.GetEventsRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.CountDownLatch;

/**
 * A process that receives an agent's events and does nothing with them: the floor for whatever does
 * more.
 */
public final class BareReceiver {
  private static final int REQUESTED = 1 << 16;

  private BareReceiver() {}

  /**
   * @param arguments the agent's address; {@code bytes}, or {@code decoded} for messages whose
   *     fields are all read
   */
  public static void main(String[] arguments) throws InterruptedException {
    ManagedChannel channel =
        Grpc.newChannelBuilder(
                TetragonAddress.parse(arguments[0]).target(), InsecureChannelCredentials.create())
            .directExecutor()
            .build();
    if (arguments[1].equals("bytes")) {
      receive(channel, TetragonMethods.GET_EVENTS);
    } else {
      receive(channel, FineGuidanceSensorsGrpc.getGetEventsMethod());
    }
  }

  private static <T> void receive(
      ManagedChannel channel, MethodDescriptor<GetEventsRequest, T> method)
      throws InterruptedException {
    ClientCall<GetEventsRequest, T> call = channel.newCall(method, CallOptions.DEFAULT);
    CountDownLatch over = new CountDownLatch(1);
    call.start(
        new ClientCall.Listener<>() {
          private int taken;

          @Override
          public void onMessage(T message) {
            if (++taken == REQUESTED) {
              taken = 0;
              call.request(REQUESTED);
            }
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            over.countDown();
          }
        },
        new Metadata());
    call.request(2 * REQUESTED);
    call.sendMessage(GetEventsRequest.getDefaultInstance());
    call.halfClose();
    over.await();
    channel.shutdownNow();
  }
}
