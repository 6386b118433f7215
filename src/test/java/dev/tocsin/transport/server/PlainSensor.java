package dev.tocsin.transport.server;

import static org.awaitility.Awaitility.await;

import dev.tocsin.transport.proto.Entry;
import dev.tocsin.transport.proto.Hello;
import dev.tocsin.transport.proto.Range;
import dev.tocsin.transport.proto.Receipt;
import dev.tocsin.transport.proto.SensorServiceGrpc;
import dev.tocsin.transport.proto.ToOperator;
import dev.tocsin.transport.proto.ToSensor;
import dev.tocsin.transport.proto.Welcome;
import dev.tocsin.transport.protocol.Protocol;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** One stream of the generated stub, over TLS, that a test drives and that remembers answers. */
public final class PlainSensor implements AutoCloseable, StreamObserver<ToSensor> {
  private static final int MOST_REMEMBERED = 10_000;

  private final ManagedChannel channel;
  private final StreamObserver<ToOperator> up;
  private final List<ToSensor> answers = new ArrayList<>();
  private Status end;
  private volatile long lastReceived;

  /**
   * @param authority PEM of those whose certificates are believed
   * @param serverName that the certificate must carry
   * @param token none when null
   */
  public PlainSensor(int port, String authority, String serverName, String token) {
    try {
      channel =
          NettyChannelBuilder.forAddress(
                  "127.0.0.1",
                  port,
                  TlsChannelCredentials.newBuilder()
                      .trustManager(
                          new ByteArrayInputStream(authority.getBytes(StandardCharsets.UTF_8)))
                      .build())
              .overrideAuthority(serverName)
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Metadata headers = new Metadata();
    if (token != null) {
      headers.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    }
    up =
        SensorServiceGrpc.newStub(
                ClientInterceptors.intercept(
                    channel, MetadataUtils.newAttachHeadersInterceptor(headers)))
            .report(this);
  }

  public PlainSensor hello(String node) {
    return send(
        ToOperator.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setProtocol(Protocol.VERSION)
                    .setVersion("test")
                    .setNode(node)
                    .setSpool("spool-1"))
            .build());
  }

  PlainSensor send(ToOperator message) {
    up.onNext(message);
    return this;
  }

  PlainSensor send(Entry entry) {
    return send(ToOperator.newBuilder().setEntry(entry).build());
  }

  @Override
  public synchronized void onNext(ToSensor answer) {
    if (answer.hasReceipt()) {
      lastReceived = answer.getReceipt().getReceived();
    }
    if (answers.size() < MOST_REMEMBERED) {
      answers.add(answer);
    }
    notifyAll();
  }

  @Override
  public synchronized void onError(Throwable failure) {
    end = Status.fromThrowable(failure);
  }

  @Override
  public synchronized void onCompleted() {
    end = Status.OK;
  }

  void complete() {
    up.onCompleted();
  }

  public Welcome awaitWelcome() {
    awaitWelcomeOrEnd()
        .ifPresent(
            status -> {
              throw new AssertionError("the stream ended: " + status);
            });
    synchronized (this) {
      return answers.getFirst().getWelcome();
    }
  }

  /** Empty when it was welcomed. */
  public Optional<Status> awaitWelcomeOrEnd() {
    await().until(() -> answerCount() > 0 || isEnded());
    synchronized (this) {
      return answers.isEmpty() ? Optional.of(end) : Optional.empty();
    }
  }

  public Status awaitEnd() {
    await().until(this::isEnded);
    synchronized (this) {
      return end;
    }
  }

  public synchronized boolean isEnded() {
    return end != null;
  }

  private synchronized int answerCount() {
    return answers.size();
  }

  synchronized List<Receipt> receipts() {
    return answers.stream().filter(ToSensor::hasReceipt).map(ToSensor::getReceipt).toList();
  }

  long received() {
    List<Receipt> receipts = receipts();
    return receipts.isEmpty() ? 0 : receipts.getLast().getReceived();
  }

  /** In the order in which they were told. */
  List<Long> done() {
    return receipts().stream()
        .flatMap(each -> each.getDoneList().stream())
        .flatMapToLong(PlainSensor::sequences)
        .boxed()
        .toList();
  }

  private static LongStream sequences(Range range) {
    return LongStream.rangeClosed(range.getFirst(), range.getLast());
  }

  /** However many receipts came. */
  long lastReceived() {
    return lastReceived;
  }

  /** Until something has come, or for that long. */
  synchronized void awaitAnswer(Duration time) {
    try {
      wait(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  long refused() {
    return receipts().stream().mapToLong(Receipt::getRefused).sum();
  }

  /** Breaks the connection as a crash would. */
  @Override
  public void close() {
    channel.shutdownNow();
  }
}
