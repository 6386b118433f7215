package dev.tocsin.notify.receiver;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import dev.tocsin.api.v1alpha1.OpenTelemetryOutput;
import dev.tocsin.notify.format.LogRecordFormat;
import dev.tocsin.notify.format.Message;
import dev.tocsin.notify.reach.AnswerReader;
import dev.tocsin.notify.reach.HttpAnswers;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.OutputTls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.ReceiverCredentials;
import dev.tocsin.notify.reach.ReceiverUrl;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.notify.reach.UnreachableReceiverException;
import dev.tocsin.notify.reach.UnreadableSecretException;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNames;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkSslContext;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of OTLP over gRPC. CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE
 * and DATA_LOSS may be sent again, RESOURCE_EXHAUSTED only where RetryInfo says so;
 * UNAUTHENTICATED, PERMISSION_DENIED and UNIMPLEMENTED are the output's fault; all else, and a
 * record that was rejected, must not be sent again. Source: opentelemetry.io, "OTLP Specification
 * 1.9.0", OTLP/gRPC Response.
 */
public final class OpenTelemetryGrpc implements Destination {
  private static final int PORT = 4317;

  private final OpenTelemetryOutput settings;
  private final HttpCalls.Settings connection;
  private final HttpCalls.Resolver resolver;
  private final Secrets secrets;
  private final InstantSource clock;
  private volatile @Nullable Connected connected;

  /** One address at a time: a name that resolves to another one is connected to again. */
  private record Connected(InetAddress address, @Nullable SSLContext tls, ManagedChannel channel) {}

  public OpenTelemetryGrpc(
      OpenTelemetryOutput settings,
      HttpCalls.Settings connection,
      HttpCalls.Resolver resolver,
      Secrets secrets,
      InstantSource clock) {
    this.settings = settings;
    this.connection = connection;
    this.resolver = resolver;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public void readSecrets() throws UnreadableSecretException {
    url();
    metadata();
    connection.tls().context();
  }

  @Override
  public ReceiverAnswer deliver(List<Message> messages, boolean brief) throws InterruptedException {
    Message message = brief ? messages.getFirst().brief() : messages.getFirst();
    Instant now = clock.instant();
    ExportLogsServiceRequest request =
        settings.body() == OpenTelemetryOutput.Body.OCSF
            ? LogRecordFormat.ocsf(message, now)
            : LogRecordFormat.text(message, now);
    try {
      Metadata metadata = metadata();
      ExportLogsServiceResponse response =
          LogsServiceGrpc.newBlockingStub(channel())
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
              .withMaxInboundMessageSize(AnswerReader.LONGEST)
              .withDeadlineAfter(connection.timeout().toMillis(), TimeUnit.MILLISECONDS)
              .export(request);
      return response.getPartialSuccess().getRejectedLogRecords() > 0
          ? new ReceiverAnswer.Refused("the receiver rejected the record")
          : ReceiverAnswer.ACCEPTED;
    } catch (StatusRuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return meaning(e);
    } catch (UnreachableReceiverException e) {
      return e.answer();
    } catch (UnreadableSecretException e) {
      return new ReceiverAnswer.NoSecret(String.valueOf(e.getMessage()));
    }
  }

  /** Only the code is shown: a description is the receiver's, and may repeat a secret. */
  private static ReceiverAnswer meaning(StatusRuntimeException failure) {
    Status.Code code = failure.getStatus().getCode();
    String reason = reason(failure);
    return switch (code) {
      case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS ->
          new ReceiverAnswer.Retry(reason, retryAfter(failure));
      case UNAUTHENTICATED, PERMISSION_DENIED, UNIMPLEMENTED ->
          new ReceiverAnswer.Unhealthy(reason);
      case RESOURCE_EXHAUSTED -> {
        Duration after = retryAfter(failure);
        yield after == null
            ? new ReceiverAnswer.TooLarge(reason)
            : new ReceiverAnswer.Retry(reason, after);
      }
      case OK,
          UNKNOWN,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          FAILED_PRECONDITION,
          INTERNAL ->
          new ReceiverAnswer.Refused(reason);
    };
  }

  /** Without a connection there is no answer, though gRPC has a status for it. */
  private static String reason(StatusRuntimeException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException tls) {
        return "TLS: " + OutputTls.reason(tls);
      }
      if (cause instanceof ConnectException) {
        return HttpCalls.NO_CONNECTION;
      }
    }
    return "the receiver answered " + failure.getStatus().getCode();
  }

  /** Null where it does not say. */
  private static @Nullable Duration retryAfter(StatusRuntimeException failure) {
    com.google.rpc.Status details = StatusProto.fromThrowable(failure);
    if (details == null) {
      return null;
    }
    for (Any each : details.getDetailsList()) {
      if (each.is(RetryInfo.class)) {
        try {
          Duration asked =
              Duration.ofSeconds(each.unpack(RetryInfo.class).getRetryDelay().getSeconds());
          return asked.compareTo(HttpAnswers.LONGEST_WAIT) > 0 ? HttpAnswers.LONGEST_WAIT : asked;
        } catch (InvalidProtocolBufferException e) {
          return null; // a hint that cannot be read: the usual backoff holds
        }
      }
    }
    return null;
  }

  private Metadata metadata() throws UnreadableSecretException {
    Metadata metadata = new Metadata();
    for (Map.Entry<String, String> each :
        ReceiverCredentials.headers(settings.credentials(), secrets).entrySet()) {
      metadata.put(
          Metadata.Key.of(each.getKey().toLowerCase(Locale.ROOT), Metadata.ASCII_STRING_MARSHALLER),
          each.getValue());
    }
    return metadata;
  }

  private URI url() throws UnreadableSecretException {
    return ReceiverUrl.of(settings.url(), null, secrets);
  }

  private ManagedChannel channel() throws UnreachableReceiverException, UnreadableSecretException {
    URI url = url();
    InetAddress address = connection.addresses().addresses(url.getHost(), resolver)[0];
    SSLContext tls = url.getScheme().equals("https") ? connection.tls().context() : null;
    Connected latest = connected;
    if (latest == null || !latest.address.equals(address) || latest.tls != tls) {
      close();
      latest = new Connected(address, tls, connect(url, address, tls));
      connected = latest;
    }
    return latest.channel;
  }

  private ManagedChannel connect(URI url, InetAddress address, @Nullable SSLContext tls) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(address, url.getPort() < 0 ? PORT : url.getPort()))
            .overrideAuthority(connection.tls().nameFor(url.getHost()))
            .disableRetry()
            .proxyDetector(target -> null)
            .userAgent("tocsin");
    return tls == null ? builder.usePlaintext().build() : builder.sslContext(secured(tls)).build();
  }

  private static JdkSslContext secured(SSLContext tls) {
    return new JdkSslContext(
        tls,
        true,
        null,
        IdentityCipherSuiteFilter.INSTANCE,
        new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            ApplicationProtocolNames.HTTP_2),
        ClientAuth.NONE,
        null,
        false);
  }

  @Override
  public void forgetSecrets() {
    secrets.forget();
  }

  @Override
  public void close() {
    Connected latest = connected;
    connected = null;
    if (latest != null) {
      latest.channel.shutdownNow();
    }
  }
}
