package dev.tocsin.transport.sensor;

import dev.tocsin.transport.proto.SensorServiceGrpc;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one replica, made again for each attempt: with the authorities and the token as
 * their files have them now.
 */
final class ReplicaConnection implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final String address;
  private final @Nullable ServerTrust trust;
  private final ManagedChannel channel;
  private final Channel withToken;

  private ReplicaConnection(
      String address, @Nullable ServerTrust trust, ManagedChannel channel, Channel withToken) {
    this.address = address;
    this.trust = trust;
    this.channel = channel;
    this.withToken = withToken;
  }

  /**
   * Does not connect yet: the first call does.
   *
   * @throws LinkException when a file cannot be read
   */
  static ReplicaConnection to(InetSocketAddress replica, LinkSettings settings)
      throws LinkException {
    LinkSettings.Tls tls = settings.tls();
    ServerTrust trust = tls == null ? null : ServerTrust.of(tls);
    Metadata headers = new Metadata();
    Path token = settings.token();
    if (token != null) {
      headers.put(AUTHORIZATION, "Bearer " + read(token));
    }
    String host = replica.getAddress().getHostAddress();
    ManagedChannelBuilder<?> builder =
        Grpc.newChannelBuilderForAddress(host, replica.getPort(), credentials(trust))
            .keepAliveTime(settings.timing().keepAlive().toNanos(), TimeUnit.NANOSECONDS)
            .keepAliveTimeout(settings.timing().keepAliveAnswer().toNanos(), TimeUnit.NANOSECONDS)
            .disableRetry()
            // what is done with a message is short and never waits
            .directExecutor();
    if (tls != null) {
      builder.overrideAuthority(tls.serverName());
    }
    ManagedChannel channel = builder.build();
    return new ReplicaConnection(
        text(replica),
        trust,
        channel,
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)));
  }

  static String text(InetSocketAddress replica) {
    String host = replica.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + replica.getPort();
  }

  private static ChannelCredentials credentials(@Nullable ServerTrust trust) {
    return trust == null
        ? InsecureChannelCredentials.create()
        : TlsChannelCredentials.newBuilder().trustManager(trust).build();
  }

  private static String read(Path file) throws LinkException {
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty() || !token.chars().allMatch(each -> each > ' ' && each < 127)) {
        // what is in it is nobody's business
        throw new LinkException(file + " holds no token");
      }
      return token;
    } catch (NoSuchFileException e) {
      throw new LinkException(file + " does not exist", e);
    } catch (IOException e) {
      throw new LinkException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  SensorServiceGrpc.SensorServiceStub calls() {
    return SensorServiceGrpc.newStub(withToken);
  }

  String address() {
    return address;
  }

  /** Why a stream ended, in words. */
  String problem(Status status) {
    String certificate = trust == null ? null : trust.problem();
    if (certificate != null) {
      return "the certificate of " + address + " " + certificate;
    }
    Throwable cause = status.getCause();
    if (Stream.iterate(cause, each -> each != null, Throwable::getCause)
        .anyMatch(ReplicaConnection::isRefusal)) {
      return "connection refused at " + address;
    }
    String said = status.getDescription() == null ? "no reason given" : status.getDescription();
    return switch (status.getCode()) {
      case UNAUTHENTICATED -> "token refused by " + address + ": " + said;
      case PERMISSION_DENIED, FAILED_PRECONDITION -> address + " refuses this sensor: " + said;
      case UNAVAILABLE ->
          cause == null ? address + ": " + said : address + " cannot be reached: " + text(cause);
      default -> address + ": " + status.getCode() + ": " + said;
    };
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof ConnectException
        && String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
  }

  private static String text(Throwable cause) {
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
