package dev.tocsin.source;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.tocsin.source.proto.EventType;
import dev.tocsin.source.proto.Filter;
import dev.tocsin.source.proto.GetEventsRequest;
import dev.tocsin.source.proto.GetEventsResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One stream of the embedded agent, with the queue that the real one has for it: what does not fit
 * is dropped, and the client is not told.
 */
final class Subscriber {
  private static final int QUEUE = 10_000;

  private final @Nullable Set<EventType> wanted;
  private final ServerCallStreamObserver<byte[]> responses;
  private final Gate gate;
  private final Supplier<Duration> delay;
  private final BooleanSupplier filtering;
  private final AtomicLong dropped;
  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Semaphore ready = new Semaphore(0);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Status end;
  private volatile boolean over;

  private sealed interface Item {
    record Event(byte[] message) implements Item {}

    record Wake() implements Item {}
  }

  Subscriber(
      GetEventsRequest request,
      ServerCallStreamObserver<byte[]> responses,
      Gate gate,
      Supplier<Duration> delay,
      BooleanSupplier filtering,
      AtomicLong dropped) {
    this.wanted = wanted(request.getAllowListList());
    this.responses = responses;
    this.gate = gate;
    this.delay = delay;
    this.filtering = filtering;
    this.dropped = dropped;
    responses.setOnReadyHandler(ready::release);
    responses.setOnCancelHandler(this::cancelled);
  }

  /** Null: everything, as an empty list means. */
  private static @Nullable Set<EventType> wanted(List<Filter> allowList) {
    if (allowList.isEmpty()) {
      return null;
    }
    EnumSet<EventType> types = EnumSet.noneOf(EventType.class);
    allowList.forEach(filter -> types.addAll(filter.getEventSetList()));
    return types;
  }

  Set<EventType> wanted() {
    return wanted == null ? EnumSet.allOf(EventType.class) : wanted;
  }

  boolean isOpen() {
    return !over;
  }

  /** As in the real agent, an event takes its place in the queue before it is filtered. */
  void offer(byte[] message) {
    if (!over && !queue.offer(new Item.Event(message))) {
      dropped.incrementAndGet();
    }
  }

  int waiting() {
    return queue.size();
  }

  void end(Status status) {
    end = status;
    cancelled();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancelled() {
    over = true;
    queue.clear();
    queue.add(new Item.Wake());
    ready.release();
  }

  /** Sends until the stream is over. */
  void run() {
    try {
      while (!over) {
        if (queue.take() instanceof Item.Event(byte[] message) && matches(message)) {
          send(message);
        }
      }
      Status status = end;
      if (status != null) {
        responses.onError(status.asRuntimeException());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      over = true;
      ended.countDown();
    }
  }

  private void send(byte[] message) throws InterruptedException {
    gate.pass();
    Duration pause = delay.get();
    if (pause.isPositive()) {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }
    while (!over && !responses.isReady()) {
      ready.acquire();
    }
    if (!over) {
      responses.onNext(message);
    }
  }

  private boolean matches(byte[] message) {
    return wanted == null || !filtering.getAsBoolean() || wanted.contains(type(message));
  }

  private EventType type(byte[] message) {
    try {
      EventType type =
          EventType.forNumber(GetEventsResponse.parseFrom(message).getEventCase().getNumber());
      return type == null ? EventType.UNDEF : type;
    } catch (InvalidProtocolBufferException e) {
      // broken on purpose: goes to everyone
      return wanted().iterator().next();
    }
  }
}
