package dev.tocsin.transport.sensor;

import dev.tocsin.source.Certificates;
import dev.tocsin.transport.proto.Hello;
import dev.tocsin.transport.proto.Range;
import dev.tocsin.transport.proto.Receipt;
import dev.tocsin.transport.proto.SensorServiceGrpc;
import dev.tocsin.transport.proto.ToOperator;
import dev.tocsin.transport.proto.ToSensor;
import dev.tocsin.transport.proto.Welcome;
import dev.tocsin.transport.protocol.Protocol;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An operator that does what a test says, on a real port. */
public final class FakeOperator implements AutoCloseable {
  public final List<ToOperator> messages = new CopyOnWriteArrayList<>();
  final List<Hello> hellos = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();

  /** Before anything else, when set. */
  public volatile @Nullable Status refusal;

  volatile boolean silent;
  volatile int protocol = Protocol.VERSION;
  volatile int window = 10;
  private volatile @Nullable StreamObserver<ToSensor> stream;
  private final Server server;

  private FakeOperator(ServerCredentials credentials, String host, int port) throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(host, port), credentials)
            .addService(new Service())
            .intercept(new Reading())
            .permitKeepAliveTime(1, TimeUnit.SECONDS)
            .build()
            .start();
  }

  public static FakeOperator plain() throws IOException {
    return new FakeOperator(InsecureServerCredentials.create(), "127.0.0.1", 0);
  }

  static FakeOperator plain(String host, int port) throws IOException {
    return new FakeOperator(InsecureServerCredentials.create(), host, port);
  }

  static FakeOperator tls(Certificates certificates, String name) throws IOException {
    return new FakeOperator(
        TlsServerCredentials.create(
            certificates.certificate(name).toFile(), certificates.key(name).toFile()),
        "127.0.0.1",
        0);
  }

  int port() {
    return server.getPort();
  }

  public String address() {
    return "127.0.0.1:" + port();
  }

  /** Sequences of the entries that came, in the order of their coming. */
  public List<Long> sequences() {
    return messages.stream()
        .filter(ToOperator::hasEntry)
        .map(each -> each.getEntry().getSequence())
        .toList();
  }

  public List<String> ids() {
    return messages.stream()
        .filter(ToOperator::hasEntry)
        .map(each -> each.getEntry().getFinding().getId())
        .toList();
  }

  public void send(Receipt receipt) {
    Objects.requireNonNull(stream).onNext(ToSensor.newBuilder().setReceipt(receipt).build());
  }

  void received(long sequence) {
    send(Receipt.newBuilder().setReceived(sequence).build());
  }

  public static Receipt done(long received, long first, long last) {
    return Receipt.newBuilder()
        .setReceived(received)
        .addDone(Range.newBuilder().setFirst(first).setLast(last))
        .build();
  }

  void end(Status status) {
    Objects.requireNonNull(stream).onError(status.asRuntimeException());
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private final class Reading implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      authorizations.add(
          String.valueOf(
              headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER))));
      Status status = refusal;
      if (status != null) {
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }

  private final class Service extends SensorServiceGrpc.SensorServiceImplBase {
    @Override
    public StreamObserver<ToOperator> report(StreamObserver<ToSensor> responses) {
      return new StreamObserver<>() {
        @Override
        public void onNext(ToOperator message) {
          messages.add(message);
          if (message.hasHello() && !silent) {
            stream = responses;
            responses.onNext(
                ToSensor.newBuilder()
                    .setWelcome(
                        Welcome.newBuilder()
                            .setProtocol(protocol)
                            .setVersion("9.9")
                            .setWindow(window))
                    .build());
            hellos.add(message.getHello());
          }
        }

        @Override
        public void onError(Throwable failure) {
          // the sensor went away
        }

        @Override
        public void onCompleted() {
          responses.onCompleted();
        }
      };
    }
  }
}
