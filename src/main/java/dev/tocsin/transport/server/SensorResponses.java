package dev.tocsin.transport.server;

import dev.tocsin.engine.fair.Contributor;
import dev.tocsin.transport.proto.ToSensor;
import dev.tocsin.transport.proto.Welcome;
import dev.tocsin.transport.protocol.Protocol;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * What one sensor is sent: a Welcome, then receipts, then why the stream ends. For any thread.
 *
 * <p>Its lock guards gRPC's observer, which is for one thread at a time, and is never held while
 * calling anything else of ours but the account.
 */
final class SensorResponses {
  /** Receipts are sent when so many changes wait, or a moment after the first of them. */
  private static final int RECEIPT_BATCH = 256;

  private final ServerCallStreamObserver<ToSensor> out;
  private final StreamContext shared;
  private final StreamProgress receipts;
  private final MatchPlaces places;
  private final Object sending = new Object();
  private volatile boolean welcomed;
  private volatile boolean ended;

  SensorResponses(ServerCallStreamObserver<ToSensor> out, StreamContext shared) {
    this.out = out;
    this.shared = shared;
    this.receipts = new StreamProgress(shared.settings().held());
    this.places = new MatchPlaces(shared.settings().keptMatches());
    out.setOnReadyHandler(this::sendReceipt);
  }

  boolean isWelcomed() {
    return welcomed;
  }

  boolean isEnded() {
    return ended;
  }

  /** Entries that were taken or kept, and are not done. */
  int open() {
    return receipts.open() + receipts.kept();
  }

  /** Whether an entry may be the next one. */
  boolean isNext(long sequence) {
    return receipts.isNext(sequence);
  }

  boolean isWithinWindow() {
    return receipts.unreceived() < shared.settings().window();
  }

  /** False when the stream has ended. */
  boolean welcome() {
    synchronized (sending) {
      if (!ended) {
        out.onNext(
            ToSensor.newBuilder()
                .setWelcome(
                    Welcome.newBuilder()
                        .setProtocol(Protocol.VERSION)
                        .setVersion(shared.settings().version())
                        .setWindow(shared.settings().window()))
                .build());
        welcomed = true;
      }
      return !ended;
    }
  }

  /** Returns what is to be run when the entry is stored; a second run does nothing. */
  Runnable taken(long sequence) {
    shared.counters().count(EntryOutcome.TAKEN);
    changed(receipts.take(sequence));
    return new Done(() -> receipts.done(sequence));
  }

  /**
   * As {@link #taken}, of a match that is kept until its window is over. Empty when there is no
   * place for one more.
   *
   * @param contributor whose match it is
   */
  Optional<Runnable> kept(long sequence, Contributor contributor) {
    if (!places.take(contributor)) {
      return Optional.empty();
    }
    shared.counters().count(EntryOutcome.TAKEN);
    changed(receipts.keep(sequence));
    return Optional.of(
        new Done(
            () -> {
              places.release(contributor);
              return receipts.released(sequence);
            }));
  }

  void refused(long sequence) {
    changed(receipts.refuse(sequence));
  }

  private final class Done implements Runnable {
    private final IntSupplier settling;
    private boolean isDone;

    /**
     * @param settling writes it into the account
     */
    Done(IntSupplier settling) {
      this.settling = settling;
    }

    @Override
    public void run() {
      synchronized (this) {
        if (isDone) {
          return;
        }
        isDone = true;
      }
      shared.counters().count(EntryOutcome.DONE);
      changed(settling.getAsInt());
    }
  }

  private void changed(int pending) {
    if (ended) {
      return;
    }
    if (pending == 1) {
      var unused = shared.later(shared.settings().receiptDelay(), this::sendReceipt);
    } else if (pending == RECEIPT_BATCH) {
      var unused = shared.later(Duration.ZERO, this::sendReceipt);
    }
  }

  private void sendReceipt() {
    synchronized (sending) {
      // When the sensor does not read, the account waits here and not in gRPC's buffers.
      if (!ended && welcomed && out.isReady()) {
        receipts
            .next()
            .ifPresent(each -> out.onNext(ToSensor.newBuilder().setReceipt(each).build()));
      }
    }
  }

  /** Sends what receipts there are and ends the stream; false when it had ended before. */
  boolean end(Status status) {
    synchronized (sending) {
      if (ended) {
        return false;
      }
      sendReceipt();
      ended = true;
      if (status.isOk()) {
        out.onCompleted();
      } else if (!out.isCancelled()) {
        out.onError(status.asRuntimeException());
      }
      return true;
    }
  }
}
