package dev.tocsin.source;

import dev.tocsin.source.proto.EventType;
import dev.tocsin.source.proto.FineGuidanceSensorsGrpc;
import dev.tocsin.source.proto.GetEventsRequest;
import dev.tocsin.source.proto.GetHealthStatusRequest;
import dev.tocsin.source.proto.GetHealthStatusResponse;
import dev.tocsin.source.proto.GetInfoRequest;
import dev.tocsin.source.proto.GetInfoResponse;
import dev.tocsin.source.proto.GetVersionRequest;
import dev.tocsin.source.proto.GetVersionResponse;
import dev.tocsin.source.proto.HealthStatus;
import dev.tocsin.source.proto.HealthStatusResult;
import dev.tocsin.source.proto.HealthStatusType;
import dev.tocsin.source.proto.ListTracingPoliciesRequest;
import dev.tocsin.source.proto.ListTracingPoliciesResponse;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A Tetragon agent for tests and demonstrations: a real gRPC server on a unix socket or a TCP port
 * that says what recordings hold, and behaves as the real one does where that matters. It honours
 * {@code event_set}, sends headers only with the first event, queues 10,000 events for each client
 * and drops what a slow one does not fetch, and ends streams as a stopping agent does.
 *
 * <p>It can misbehave on request: {@link #stop}, {@link #hang}, {@link #slowDown}.
 */
public final class EmbeddedTetragon implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Listening listening;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final AtomicLong subscriptions = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong versionsAsked = new AtomicLong();
  private final Gate gate = new Gate();

  private volatile String version = "v1.7.0";
  private volatile @Nullable GetInfoResponse info = GetInfoResponse.getDefaultInstance();
  private volatile ListTracingPoliciesResponse policies =
      ListTracingPoliciesResponse.getDefaultInstance();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean filtering = true;
  private volatile boolean stopping;

  private @Nullable Server server;
  private @Nullable ExecutorService executor;

  private EmbeddedTetragon(Listening listening) {
    this.listening = listening;
  }

  /** Starts one where {@code listening} says. */
  public static EmbeddedTetragon start(Listening listening) {
    EmbeddedTetragon tetragon = new EmbeddedTetragon(listening);
    tetragon.start();
    return tetragon;
  }

  /** What a client is to dial: {@code unix:///...} or {@code localhost:port}. */
  public String address() {
    return listening.address();
  }

  /** Starts it again after {@link #stop}, at the same address. */
  public void start() {
    stopping = false;
    gate.open();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      server =
          listening
              .builder()
              .executor(threads)
              .permitKeepAliveTime(5, TimeUnit.MINUTES)
              .addService(service())
              .intercept(new RefusalWhileStopping())
              .build()
              .start();
      executor = threads;
      listening.started(server);
    } catch (IOException e) {
      threads.shutdownNow();
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Streams end before the connections do: a client that comes back in between would find an agent,
   * and lose it again.
   */
  private final class RefusalWhileStopping implements ServerInterceptor {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      if (stopping) {
        call.close(Status.UNAVAILABLE.withDescription("the agent stops"), new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("tetragon.FineGuidanceSensors")
        .addMethod(
            TetragonMethods.GET_EVENTS, ServerCalls.asyncServerStreamingCall(this::getEvents))
        .addMethod(
            FineGuidanceSensorsGrpc.getGetVersionMethod(),
            ServerCalls.asyncUnaryCall(this::getVersion))
        .addMethod(
            FineGuidanceSensorsGrpc.getGetHealthMethod(),
            ServerCalls.asyncUnaryCall(this::getHealth))
        .addMethod(
            FineGuidanceSensorsGrpc.getGetInfoMethod(), ServerCalls.asyncUnaryCall(this::getInfo))
        .addMethod(
            FineGuidanceSensorsGrpc.getListTracingPoliciesMethod(),
            ServerCalls.asyncUnaryCall(this::listTracingPolicies))
        .build();
  }

  private void getEvents(GetEventsRequest request, StreamObserver<byte[]> responses) {
    Subscriber subscriber =
        new Subscriber(
            request,
            (ServerCallStreamObserver<byte[]>) responses,
            gate,
            () -> delay,
            () -> filtering,
            dropped);
    synchronized (subscribers) {
      subscribers.add(subscriber);
      subscriptions.incrementAndGet();
      subscribers.notifyAll();
    }
    // not on this thread: gRPC calls back on it, when the client can take more and when it goes
    Thread.ofVirtual()
        .name("subscriber")
        .start(
            () -> {
              subscriber.run();
              subscribers.remove(subscriber);
            });
  }

  private void getVersion(GetVersionRequest request, StreamObserver<GetVersionResponse> response) {
    gate.pass();
    versionsAsked.incrementAndGet();
    answer(response, GetVersionResponse.newBuilder().setVersion(version).build());
  }

  private void getHealth(
      GetHealthStatusRequest request, StreamObserver<GetHealthStatusResponse> response) {
    gate.pass();
    answer(
        response,
        GetHealthStatusResponse.newBuilder()
            .addHealthStatus(
                HealthStatus.newBuilder()
                    .setEvent(HealthStatusType.HEALTH_STATUS_TYPE_STATUS)
                    .setStatus(HealthStatusResult.HEALTH_STATUS_RUNNING)
                    .setDetails("running"))
            .build());
  }

  private void getInfo(GetInfoRequest request, StreamObserver<GetInfoResponse> response) {
    gate.pass();
    GetInfoResponse current = info;
    if (current == null) {
      response.onError(
          Status.UNIMPLEMENTED.withDescription("unknown method GetInfo").asRuntimeException());
    } else {
      answer(response, current);
    }
  }

  private void listTracingPolicies(
      ListTracingPoliciesRequest request, StreamObserver<ListTracingPoliciesResponse> response) {
    gate.pass();
    answer(response, policies);
  }

  private static <T> void answer(StreamObserver<T> response, T message) {
    response.onNext(message);
    response.onCompleted();
  }

  /** What GetVersion answers. */
  public EmbeddedTetragon version(String version) {
    this.version = version;
    return this;
  }

  /** What GetInfo answers; null: unimplemented, as in an agent before 1.7. */
  public EmbeddedTetragon info(@Nullable GetInfoResponse info) {
    this.info = info;
    return this;
  }

  /** What ListTracingPolicies answers. */
  public EmbeddedTetragon tracingPolicies(ListTracingPoliciesResponse policies) {
    this.policies = policies;
    return this;
  }

  /** Sends an event to every subscriber that asked for its kind. Never waits. */
  public void send(byte[] message) {
    for (Subscriber subscriber : subscribers) {
      subscriber.offer(message);
    }
  }

  /** Sends events in a row, as fast as they go. */
  public void send(List<byte[]> messages) {
    messages.forEach(this::send);
  }

  /**
   * Sends events in the pace in which they happened, and returns when the last one is sent.
   *
   * @param speed 1: as recorded; 10: ten times as fast
   */
  public void replay(List<byte[]> messages, double speed) throws InterruptedException {
    new Pace(speed).replay(messages, this::send);
  }

  /**
   * Stops as an agent does: streams end with this status (an agent's end in CANCELLED or
   * UNAVAILABLE), and nobody listens any more.
   */
  public void stop(Status status) {
    stopping = true;
    gate.open();
    subscribers.forEach(subscriber -> subscriber.end(status));
    shutDown();
  }

  /**
   * Starts again, and sends what a starting agent sends first: every running process as an exec
   * with the flag procFS and the time at which it began. It waits for a subscriber.
   */
  public void restart(List<byte[]> running) throws InterruptedException {
    start();
    awaitSubscribers(1);
    send(running);
  }

  /** From now on nothing is answered or sent, and connections stay open. */
  public void hang() {
    gate.close();
  }

  /** Ends {@link #hang}. */
  public void resume() {
    gate.open();
  }

  /** From now on every event goes to every subscriber, as if the agent knew no filters. */
  public void ignoreFilters() {
    filtering = false;
  }

  /** Ends the streams that are open, and stays. */
  public void endStreams(Status status) {
    subscribers.forEach(subscriber -> subscriber.end(status));
  }

  /** From now on each event takes this long to send. */
  public void slowDown(Duration perEvent) {
    delay = perEvent;
  }

  /** Waits until so many streams are open. */
  public void awaitSubscribers(int count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (subscribers) {
      while (subscribers() < count) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new IllegalStateException("no " + count + " subscribers within " + PATIENCE);
        }
        TimeUnit.NANOSECONDS.timedWait(subscribers, left);
      }
    }
  }

  /** How many streams are open now. */
  public int subscribers() {
    return (int) subscribers.stream().filter(Subscriber::isOpen).count();
  }

  /** How many streams were opened so far. */
  public long subscriptions() {
    return subscriptions.get();
  }

  /** What the open streams asked for. */
  public List<Set<EventType>> requested() {
    return subscribers.stream().filter(Subscriber::isOpen).map(Subscriber::wanted).toList();
  }

  /** How many events wait for the slowest subscriber. */
  public int waiting() {
    return subscribers.stream().mapToInt(Subscriber::waiting).max().orElse(0);
  }

  /** How many events slow subscribers lost. */
  public long dropped() {
    return dropped.get();
  }

  /** How often the version was asked for. */
  public long versionsAsked() {
    return versionsAsked.get();
  }

  @Override
  public void close() {
    stop(Status.UNAVAILABLE);
    listening.close();
  }

  private void shutDown() {
    if (server != null) {
      server.shutdownNow();
      try {
        server.awaitTermination();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      server = null;
    }
    if (executor != null) {
      executor.shutdownNow();
      executor = null;
    }
  }
}
