package dev.tocsin.source;

import dev.tocsin.event.EventKind;
import dev.tocsin.source.proto.FineGuidanceSensorsGrpc;
import dev.tocsin.source.proto.GetInfoRequest;
import dev.tocsin.source.proto.GetVersionRequest;
import dev.tocsin.source.proto.ListTracingPoliciesRequest;
import dev.tocsin.source.proto.TracingPolicyMode;
import dev.tocsin.source.proto.TracingPolicyState;
import dev.tocsin.source.proto.TracingPolicyStatus;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ManagedChannelRegistry;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * One connection to an agent: the calls that Tocsin makes, all of which only read. A new one is
 * made for each attempt, so that name, certificates and socket are looked up again.
 */
final class Agent implements AutoCloseable {
  private static final int HOOK_LOADED = 1;

  /** An agent answers a client that pings more often than each 5 minutes with GOAWAY. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(310);

  /** An event can have some 100 KB. */
  private static final int MAX_MESSAGE = 64 << 20;

  private final ManagedChannel channel;
  private final Duration deadline;

  private Agent(ManagedChannel channel, Duration deadline) {
    this.channel = channel;
    this.deadline = deadline;
  }

  /**
   * Does not connect yet: the first call does.
   *
   * @param deadline of each call but the stream
   * @throws IOException when a certificate or key cannot be read
   */
  static Agent of(TetragonTarget target, Duration deadline) throws IOException {
    ManagedChannelBuilder<?> builder =
        builder(target)
            .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
            .maxInboundMessageSize(MAX_MESSAGE)
            .disableRetry()
            // what is done with a message is short and never waits
            .directExecutor();
    ReadingLoops.use(builder, target.address());
    if (target.tls() != null && target.tls().authority() != null) {
      builder.overrideAuthority(target.tls().authority());
    }
    return new Agent(builder.build(), deadline);
  }

  private static ManagedChannelBuilder<?> builder(TetragonTarget target) throws IOException {
    try {
      return Grpc.newChannelBuilder(target.address().target(), credentials(target));
    } catch (IllegalArgumentException | ManagedChannelRegistry.ProviderNotFoundException e) {
      // gRPC's ways to say that a certificate or key is none
      throw new IOException(e.getMessage(), e);
    }
  }

  private static ChannelCredentials credentials(TetragonTarget target) throws IOException {
    TetragonTarget.Tls tls = target.tls();
    if (tls == null) {
      return InsecureChannelCredentials.create();
    }
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
    if (tls.authorities() != null) {
      builder.trustManager(tls.authorities().toFile());
    }
    if (tls.certificate() != null && tls.key() != null) {
      builder.keyManager(tls.certificate().toFile(), tls.key().toFile());
    }
    return builder.build();
  }

  private FineGuidanceSensorsGrpc.FineGuidanceSensorsBlockingStub calls() {
    return FineGuidanceSensorsGrpc.newBlockingStub(channel)
        .withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * @throws StatusRuntimeException when the agent does not answer in time
   */
  String version() {
    return calls().getVersion(GetVersionRequest.getDefaultInstance()).getVersion();
  }

  /** The agent's flags; absent for an agent before 1.7. */
  Optional<Map<String, String>> options() {
    try {
      return Optional.of(AgentOptions.of(calls().getInfo(GetInfoRequest.getDefaultInstance())));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * @throws StatusRuntimeException when the agent does not answer in time
   */
  List<TetragonState.AgentTracingPolicy> tracingPolicies() {
    return calls()
        .listTracingPolicies(ListTracingPoliciesRequest.getDefaultInstance())
        .getPoliciesList()
        .stream()
        .map(Agent::tracingPolicy)
        .toList();
  }

  private static TetragonState.AgentTracingPolicy tracingPolicy(TracingPolicyStatus policy) {
    return new TetragonState.AgentTracingPolicy(
        policy.getNamespace(),
        policy.getName(),
        policy.getState() == TracingPolicyState.UNRECOGNIZED
            ? Integer.toString(policy.getStateValue())
            : policy.getState().name(),
        policy.getMode() == TracingPolicyMode.UNRECOGNIZED
            ? Integer.toString(policy.getModeValue())
            : policy.getMode().name(),
        policy.getError(),
        policy.getHookStatusesList().stream()
            .map(
                hook ->
                    new TetragonState.AgentTracingPolicy.Hook(
                        hook.getHookDescription(), hook.getState() == HOOK_LOADED))
            .toList());
  }

  EventStream subscribe(
      Set<EventKind> kinds, AgentIntake intake, BiConsumer<EventStream, Status> ended) {
    return EventStream.open(channel, kinds, intake, ended);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
