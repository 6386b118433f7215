package dev.tocsin.transport.server;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets calls through that carry a sensor's token, before any message of theirs is read. A replica
 * that does not lead says so first, and asks nobody about tokens.
 */
final class AuthenticationInterceptor implements ServerInterceptor {
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final Logger LOG = LoggerFactory.getLogger(AuthenticationInterceptor.class);
  private static final String BEARER = "Bearer ";

  private final Streams streams;
  private final SensorConnections connections;
  private final Authenticator authenticator;
  private final ServerCounters counters;

  AuthenticationInterceptor(
      Streams streams,
      SensorConnections connections,
      Authenticator authenticator,
      ServerCounters counters) {
    this.streams = streams;
    this.connections = connections;
    this.authenticator = authenticator;
    this.counters = counters;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Optional<Status> refusal = streams.refusal();
    if (refusal.isPresent()) {
      return refuse(call, StreamOutcome.NOT_LEADING, refusal.get());
    }
    String authorization = headers.get(AUTHORIZATION);
    if (authorization == null || !authorization.startsWith(BEARER)) {
      return refuse(
          call,
          StreamOutcome.NO_TOKEN,
          Status.UNAUTHENTICATED.withDescription("the call carries no bearer token"));
    }
    return switch (authenticator.authenticate(
        authorization.substring(BEARER.length()), peer(call))) {
      case Authenticator.Authentication.Accepted(NodeIdentity identity) ->
          accept(identity, call, headers, next);
      case Authenticator.Authentication.Refused(Authenticator.Reason reason, String message) ->
          refuse(call, StreamOutcome.of(reason), Status.UNAUTHENTICATED.withDescription(message));
      case Authenticator.Authentication.Unavailable(String message) ->
          refuse(call, StreamOutcome.NOT_REVIEWED, Status.UNAVAILABLE.withDescription(message));
    };
  }

  private <Q, A> ServerCall.Listener<Q> accept(
      NodeIdentity identity,
      ServerCall<Q, A> call,
      Metadata headers,
      ServerCallHandler<Q, A> next) {
    SocketAddress remote = remote(call);
    connections.proven(remote);
    return new SimpleForwardingServerCallListener<>(
        Contexts.interceptCall(
            Context.current().withValue(SensorService.IDENTITY, identity), call, headers, next)) {
      @Override
      public void onComplete() {
        connections.unproven(remote);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        connections.unproven(remote);
        super.onCancel();
      }
    };
  }

  private static SocketAddress remote(ServerCall<?, ?> call) {
    return Objects.requireNonNull(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
  }

  /** Without the port. */
  private static String peer(ServerCall<?, ?> call) {
    return remote(call) instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : String.valueOf(remote(call));
  }

  private <Q, A> ServerCall.Listener<Q> refuse(
      ServerCall<Q, A> call, StreamOutcome outcome, Status status) {
    counters.count(outcome);
    // Anybody who reaches the port can cause this: for those who look for it, not for every log.
    LOG.debug("a stream is refused: {}: {}", outcome, status.getDescription());
    call.close(status, new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
