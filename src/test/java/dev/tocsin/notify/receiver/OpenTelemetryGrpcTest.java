package dev.tocsin.notify.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import dev.tocsin.api.v1alpha1.AlertOutputSpec;
import dev.tocsin.api.v1alpha1.HttpCredentials;
import dev.tocsin.api.v1alpha1.OpenTelemetryOutput;
import dev.tocsin.api.v1alpha1.SecretKey;
import dev.tocsin.notify.Lane;
import dev.tocsin.notify.LaneScene;
import dev.tocsin.notify.progress.LaneState;
import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.OutputTls;
import dev.tocsin.notify.reach.Secrets;
import dev.tocsin.source.Certificates;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server of the protocol's own definition, with answers that the test sets. */
class OpenTelemetryGrpcTest {
  private static Certificates certificates;
  private final LaneScene scene = new LaneScene();
  private final Logs logs = new Logs();
  private @Nullable Server server;

  private static final class Logs extends LogsServiceGrpc.LogsServiceImplBase
      implements ServerInterceptor {
    final Queue<Status> script = new ConcurrentLinkedQueue<>();
    final List<ExportLogsServiceRequest> taken = new CopyOnWriteArrayList<>();
    final List<String> tokens = new CopyOnWriteArrayList<>();
    volatile int rejected;
    volatile boolean hangs;
    volatile @Nullable RetryInfo retryInfo;

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      String token =
          headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
      tokens.add(token == null ? "" : token);
      return next.startCall(call, headers);
    }

    @Override
    public void export(
        ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> answer) {
      if (hangs) {
        hangs = false;
        return;
      }
      Status status = script.poll();
      if (status != null) {
        answer.onError(failure(status));
        return;
      }
      taken.add(request);
      answer.onNext(
          ExportLogsServiceResponse.newBuilder()
              .setPartialSuccess(
                  ExportLogsPartialSuccess.newBuilder().setRejectedLogRecords(rejected))
              .build());
      answer.onCompleted();
    }

    private Throwable failure(Status status) {
      RetryInfo info = retryInfo;
      com.google.rpc.Status.Builder details =
          com.google.rpc.Status.newBuilder()
              .setCode(status.getCode().value())
              .setMessage("no: t0ken");
      if (info != null) {
        details.addDetails(Any.pack(info));
      }
      return StatusProto.toStatusRuntimeException(details.build());
    }
  }

  @BeforeAll
  static void issue(@TempDir Path folder) {
    certificates =
        Certificates.in(folder)
            .issue("receiver", "receiver.example")
            .issue("other", "other.example");
  }

  @AfterEach
  void end() {
    if (server != null) {
      server.shutdownNow();
    }
  }

  private int serve(@Nullable String certificate) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(logs)
            .intercept(logs);
    if (certificate != null) {
      builder.sslContext(
          GrpcSslContexts.forServer(
                  certificates.certificate(certificate).toFile(),
                  certificates.key(certificate).toFile())
              .build());
    }
    Server started = builder.build().start();
    server = started;
    return started.getPort();
  }

  private Lane lane(String scheme, int port, AddressRule addresses) throws Exception {
    Secrets secrets =
        new Secrets(
            name ->
                Map.of(
                    "token",
                    Base64.getEncoder().encodeToString("t0ken".getBytes(StandardCharsets.UTF_8))),
            scene.clock);
    return scene.lane(
        new OpenTelemetryGrpc(
            new OpenTelemetryOutput(
                scheme + "://receiver.example:" + port,
                new HttpCredentials(new SecretKey("own", "token"), null, null),
                null,
                OpenTelemetryOutput.Protocol.GRPC),
            new HttpCalls.Settings(
                Duration.ofSeconds(2),
                OutputTls.of(
                    new AlertOutputSpec.Tls(Files.readString(certificates.authority()), null, null),
                    secrets),
                addresses),
            host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
            secrets,
            scene.clock));
  }

  private Lane lane() throws Exception {
    return lane("http", serve(null), AddressRule.unrestricted());
  }

  @Test
  void anAlertIsARecordAndTheTokenGoesWithIt() throws Exception {
    try (Lane lane = lane()) {
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofSeconds(5));
      lane.changed(scene.alert("a", 2, 1, true));
      scene.run(lane, Duration.ofSeconds(5));
      assertThat(logs.taken)
          .extracting(
              each -> each.getResourceLogs(0).getScopeLogs(0).getLogRecords(0).getEventName())
          .containsExactly("dev.tocsin.alert.opened", "dev.tocsin.alert.closed");
      assertThat(logs.tokens).containsOnly("Bearer t0ken");
    }
  }

  @Test
  void overTlsTheNameIsChecked() throws Exception {
    try (Lane lane = lane("https", serve("receiver"), AddressRule.unrestricted())) {
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofSeconds(5));
      assertThat(scene.progress.delivered()).isEqualTo(1);
    }
    end();
    try (Lane lane = lane("https", serve("other"), AddressRule.unrestricted())) {
      lane.changed(scene.alert("b", 1, 1, false));
      scene.run(lane, Duration.ofSeconds(5));
      assertThat(scene.progress.delivered()).isEqualTo(1);
      assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.RETRYING);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CANCELLED, RETRYING",
    "ABORTED, RETRYING",
    "OUT_OF_RANGE, RETRYING",
    "UNAVAILABLE, RETRYING",
    "DATA_LOSS, RETRYING",
    "UNAUTHENTICATED, UNHEALTHY",
    "PERMISSION_DENIED, UNHEALTHY",
    "UNIMPLEMENTED, UNHEALTHY",
  })
  void whatMayBeSentAgainIs(Status.Code code, LaneState.Kind kind) throws Exception {
    logs.script.add(code.toStatus());
    try (Lane lane = lane()) {
      lane.changed(scene.alert("a", 1, 1, false));
      lane.step();
      lane.step();
      lane.step();
      assertThat(scene.progress.state().kind()).isEqualTo(kind);
      assertThat(scene.progress.state().message()).isEqualTo("the receiver answered " + code);
      scene.run(lane, Duration.ofMinutes(2));
      assertThat(scene.progress.delivered()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"INVALID_ARGUMENT", "INTERNAL", "UNKNOWN", "NOT_FOUND"})
  void whatMustNotBeSentAgainIsGivenUp(Status.Code code) throws Exception {
    logs.script.add(code.toStatus());
    try (Lane lane = lane()) {
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofMinutes(2));
      assertThat(scene.progress.refused()).isEqualTo(1);
      assertThat(logs.taken).isEmpty();
    }
  }

  @Test
  void anExhaustedReceiverIsSentMoreWhenItSaysWhen() throws Exception {
    logs.script.add(Status.RESOURCE_EXHAUSTED);
    logs.retryInfo =
        RetryInfo.newBuilder()
            .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(60))
            .build();
    try (Lane lane = lane()) {
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofSeconds(59));
      assertThat(scene.progress.delivered()).isZero();
      scene.run(lane, Duration.ofSeconds(2));
      assertThat(scene.progress.delivered()).isEqualTo(1);
    }
  }

  @Test
  void aRejectedRecordIsGivenUp() throws Exception {
    logs.rejected = 1;
    try (Lane lane = lane()) {
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofMinutes(2));
      assertThat(logs.taken).hasSize(1);
      assertThat(scene.progress.refused()).isEqualTo(1);
    }
  }

  @Test
  void oneThatHangsIsLeftAfterTheTimeout() throws Exception {
    logs.hangs = true;
    try (Lane lane = lane()) {
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofMinutes(2));
      assertThat(scene.progress.retried()).isEqualTo(1);
      assertThat(scene.progress.delivered()).isEqualTo(1);
    }
  }

  @Test
  void oneThatIsAwayIsTriedAgain() throws Exception {
    int port = serve(null);
    end();
    try (Lane lane = lane("http", port, AddressRule.unrestricted())) {
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofSeconds(10));
      assertThat(scene.progress.state().message()).isEqualTo("no connection to the receiver");
      assertThat(scene.progress.refused()).isZero();
    }
  }

  @Test
  void aTenantReachesNoLoopback() throws Exception {
    try (Lane lane = lane("http", serve(null), new AddressRule(true, Set.of(), Set.of()))) {
      lane.changed(scene.alert("a", 1, 1, false));
      scene.run(lane, Duration.ofMinutes(1));
      assertThat(scene.progress.state().kind()).isEqualTo(LaneState.Kind.ADDRESS_FORBIDDEN);
      assertThat(logs.tokens).isEmpty();
    }
  }
}
