package dev.tocsin.transport.sensor;

import dev.tocsin.transport.proto.Entry;
import dev.tocsin.transport.proto.Hello;
import dev.tocsin.transport.proto.NodeReport;
import dev.tocsin.transport.proto.Receipt;
import dev.tocsin.transport.proto.ToOperator;
import dev.tocsin.transport.proto.ToSensor;
import dev.tocsin.transport.proto.Welcome;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One stream to one replica. gRPC's thread puts down what comes and rings; the link's thread does
 * all else.
 */
final class OperatorStream {
  private final Semaphore wakeUp;
  private final ClientCallStreamObserver<ToOperator> out;

  private final Queue<Receipt> receipts = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Welcome welcome;
  private volatile @Nullable Status ended;

  /** Entries that have been sent, and are not covered by {@link Receipt#getReceived} yet. */
  private final Deque<Long> underWay = new ArrayDeque<>();

  private long lastSent;

  OperatorStream(ReplicaConnection connection, Hello hello, Semaphore wakeUp) {
    this.wakeUp = wakeUp;
    Incoming incoming = new Incoming();
    this.out = (ClientCallStreamObserver<ToOperator>) connection.calls().report(incoming);
    out.onNext(ToOperator.newBuilder().setHello(hello).build());
  }

  private final class Incoming implements ClientResponseObserver<ToOperator, ToSensor> {
    @Override
    public void beforeStart(ClientCallStreamObserver<ToOperator> stream) {
      stream.setOnReadyHandler(wakeUp::release);
    }

    @Override
    public void onNext(ToSensor message) {
      switch (message.getContentCase()) {
        case WELCOME -> welcome = message.getWelcome();
        case RECEIPT -> receipts.add(message.getReceipt());
        case CONTENT_NOT_SET -> {
          // of an operator that is newer
        }
      }
      wakeUp.release();
    }

    @Override
    public void onError(Throwable failure) {
      ended = Status.fromThrowable(failure);
      wakeUp.release();
    }

    @Override
    public void onCompleted() {
      ended = Status.UNAVAILABLE.withDescription("the operator ended the stream");
      wakeUp.release();
    }
  }

  /** Null before it came. */
  @Nullable Welcome welcome() {
    return welcome;
  }

  /** What the stream ended with; null while it has not. */
  @Nullable Status ended() {
    return ended;
  }

  /** The next receipt, null when there is none now. */
  @Nullable Receipt receipt() {
    Receipt receipt = receipts.poll();
    if (receipt != null) {
      while (!underWay.isEmpty() && underWay.getFirst() <= receipt.getReceived()) {
        underWay.removeFirst();
      }
    }
    return receipt;
  }

  /** Whether the operator has taken all that was sent. */
  boolean isAllTaken() {
    return underWay.isEmpty();
  }

  /** Whether one more entry may be sent now. */
  boolean takes(Welcome terms) {
    return out.isReady() && underWay.size() < Math.max(1, terms.getWindow());
  }

  boolean isReady() {
    return out.isReady();
  }

  void send(Entry entry) {
    underWay.addLast(entry.getSequence());
    lastSent = entry.getSequence();
    out.onNext(ToOperator.newBuilder().setEntry(entry).build());
  }

  void send(NodeReport report) {
    out.onNext(ToOperator.newBuilder().setReport(report).build());
  }

  /** The greatest sequence that was sent on this stream, 0 before the first. */
  long lastSent() {
    return lastSent;
  }

  void cancel() {
    out.cancel("the sensor is done with this stream", null);
  }
}
