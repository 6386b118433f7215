package dev.tocsin.transport.server;

import dev.tocsin.listen.ListenerStats;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;

/**
 * Where sensors report to, over TLS. It answers UNAVAILABLE until {@link #lead} is called.
 *
 * <p>What is in memory for a sensor is bounded, whatever it sends: one message, and of the entries
 * that were taken and are not done, no more than {@code held} and {@code window} together, and
 * {@code keptMatches}. A sensor that does not keep to its window is cut off.
 *
 * <p>At the end: {@link #stopTaking}, then whatever it takes to get done what was taken, then
 * {@link #close}.
 */
public final class SensorServer implements AutoCloseable {

  /**
   * How it serves.
   *
   * @param version of this build, for people
   * @param window entries that a sensor may have under way beyond those that were received
   * @param held findings of one sensor that may be received and not done
   * @param keptMatches matches of one sensor that may wait for windows over nodes; half of them,
   *     which is what one pod may have, is as many as a window may want
   * @param entryBytes the largest entry
   * @param policyWait how long an entry may wait for a policy that the operator has not observed
   * @param helloWait how long a new stream may say nothing
   * @param receiptDelay how long a receipt waits for others
   */
  public record Settings(
      InetSocketAddress address,
      String version,
      int window,
      int held,
      int keptMatches,
      int entryBytes,
      Duration policyWait,
      Duration helloWait,
      Duration receiptDelay) {

    public static Settings defaults(InetSocketAddress address, String version) {
      return new Settings(
          address,
          version,
          1_024,
          4_000,
          20_000,
          1 << 20,
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofMillis(50));
    }
  }

  /** Beyond the largest entry, so that one that is too large can be recognised and refused. */
  private static final int MOST_MESSAGE_BYTES = 4 << 20;

  /** A token is about 1,500 bytes. */
  private static final int MOST_HEADER_BYTES = 16 << 10;

  private static final int CALLS_PER_CONNECTION = 4;

  /** What a stream may bring before it is asked for more; grows with what is taken from it. */
  private static final int FIRST_WINDOW = 64 << 10;

  private static final Duration EVENT_LOOPS_END = Duration.ofSeconds(1);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(20);
  private static final Duration KEEP_ALIVE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SHORTEST_CLIENT_KEEP_ALIVE = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);
  private static final Duration END = Duration.ofSeconds(2);

  private final Server server;
  private final SensorConnections connections = new SensorConnections();
  private final EventLoopGroup acceptor = eventLoops(1, "sensor acceptor");
  private final EventLoopGroup workers = eventLoops(0, "sensor connections");
  private final Streams streams;
  private final ServerCounters counters = new ServerCounters();
  private final ScheduledThreadPoolExecutor timer;
  private final ExecutorService calls;

  /**
   * @param key what the server shows; asked at each handshake, so that it can change
   * @param clock that tokens expire by
   */
  public SensorServer(
      Settings settings,
      KeyManager key,
      Authenticator authenticator,
      KnownPolicies policies,
      Intake intake,
      InstantSource clock) {
    streams = new Streams(intake::disconnected);
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("sensor receipts").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    calls = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sensor ", 0).factory());
    StreamContext shared =
        new StreamContext(
            settings,
            streams,
            new SpoolEntryReader(
                new PolicyLookup(policies, settings.policyWait()), settings.entryBytes()),
            new ReportReader(clock),
            intake,
            counters,
            timer);
    server =
        NettyServerBuilder.forAddress(
                settings.address(), TlsServerCredentials.newBuilder().keyManager(key).build())
            .channelFactory(() -> new LimitedServerChannel(connections))
            .bossEventLoopGroup(acceptor)
            .workerEventLoopGroup(workers)
            .initialFlowControlWindow(FIRST_WINDOW)
            .executor(calls)
            .addService(new SensorService(shared, clock))
            .intercept(new AuthenticationInterceptor(streams, connections, authenticator, counters))
            .maxInboundMessageSize(MOST_MESSAGE_BYTES)
            .maxInboundMetadataSize(MOST_HEADER_BYTES)
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
            .keepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(KEEP_ALIVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveTime(SHORTEST_CLIENT_KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .maxConnectionIdle(IDLE.toMillis(), TimeUnit.MILLISECONDS)
            .handshakeTimeout(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS)
            .build();
  }

  /**
   * @param threads 0: as many as Netty thinks fit for the processors
   */
  private static EventLoopGroup eventLoops(int threads, String name) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
  }

  /**
   * Listens from now on.
   *
   * @throws IOException when the address cannot be bound
   */
  public void start() throws IOException {
    server.start();
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Takes in what sensors send from now on. */
  public void lead() {
    streams.lead();
  }

  /**
   * Ends all streams, and refuses others from now on; when it returns, the intake receives nothing
   * more.
   *
   * @param leader who is to be asked instead, {@code ""} when not known
   */
  public void follow(String leader) {
    streams.follow(leader);
  }

  /**
   * Takes nothing in from now on, for good; when it returns, the intake observes no more entries.
   * Streams stay open, so that sensors hear of what gets done.
   */
  public void stopTaking() {
    streams.stopTaking();
  }

  /** Who was let in, and who not. */
  public ListenerStats listening() {
    return connections.stats();
  }

  public ServerStats stats() {
    return counters.stats(streams.count(), streams.open());
  }

  /** Sends the last receipts, ends all streams and stops listening. */
  @Override
  public void close() {
    streams.stopTaking();
    streams.endAll(Status.UNAVAILABLE.withDescription("this replica is stopping"));
    server.shutdown();
    try {
      if (!server.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    acceptor.shutdownGracefully(0, EVENT_LOOPS_END.toMillis(), TimeUnit.MILLISECONDS);
    workers.shutdownGracefully(0, EVENT_LOOPS_END.toMillis(), TimeUnit.MILLISECONDS);
    timer.shutdownNow();
    calls.shutdown();
  }
}
