package dev.tocsin.listen;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.tocsin.listen.ListenerStats.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves HTTP/1.1, over TLS or not, to peers that nobody has authenticated. The server of the JDK
 * has no limit for one peer and no deadline for those who send slowly; this one does little else.
 * Each connection is read on a virtual thread of its own, and holds one request at a time.
 */
public final class HttpListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
  private static final int BACKLOG = 128;

  /** After a failure to accept, of which most come from having no file descriptors left. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** A server keeps sessions for clients that come back: they are few, and need no keeping. */
  private static final int KEPT_SESSIONS = 64;

  private static final int CHECKS_PER_DEADLINE = 10;

  /**
   * What peers may do.
   *
   * @param headBytes of one request
   * @param bodyBytes of one request
   * @param request how long it may take from the first byte of a request, or from the beginning of
   *     the connection, to the last of its answer
   * @param idle how long a connection may bring no further request
   */
  public record Limits(
      Connections.Limits connections,
      int headBytes,
      long bodyBytes,
      Duration request,
      Duration idle) {}

  /** Answers requests; called from any thread. */
  @FunctionalInterface
  public interface Handler {
    /**
     * @throws RefusedException for an answer that counts as a refusal
     * @throws IOException of the request's body
     */
    Answer answer(Request request) throws IOException;
  }

  private final String name;
  private final ServerSocket server;
  private final @Nullable SSLSocketFactory tls;
  private final Limits limits;
  private final Handler handler;
  private final Connections connections;
  private final Map<HttpConnection, Thread> threads = new ConcurrentHashMap<>();
  private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);
  private final ScheduledThreadPoolExecutor watch;
  private final Thread acceptor;

  private HttpListener(
      String name,
      ServerSocket server,
      @Nullable SSLContext context,
      Limits limits,
      Handler handler) {
    this.name = name;
    this.server = server;
    this.limits = limits;
    this.handler = handler;
    this.connections = new Connections(limits.connections());
    this.tls = context == null ? null : context.getSocketFactory();
    for (Refusal each : Refusal.values()) {
      refused.put(each, new LongAdder());
    }
    watch =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name(name + " deadlines").daemon().factory());
    acceptor = Thread.ofVirtual().name(name).unstarted(this::accept);
  }

  /**
   * Listens from now on.
   *
   * @param name for threads and logs
   * @param address port 0 takes any free one
   * @param tls null: none
   * @throws IOException when the address cannot be bound
   */
  public static HttpListener start(
      String name,
      InetSocketAddress address,
      @Nullable SSLContext tls,
      Limits limits,
      Handler handler)
      throws IOException {
    if (tls != null) {
      tls.getServerSessionContext().setSessionCacheSize(KEPT_SESSIONS);
    }
    ServerSocket server = new ServerSocket();
    try {
      server.bind(address, BACKLOG);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    HttpListener listener = new HttpListener(name, server, tls, limits, handler);
    long look = limits.request().dividedBy(CHECKS_PER_DEADLINE).toMillis();
    listener.watch.scheduleWithFixedDelay(
        listener::checkDeadlines, look, look, TimeUnit.MILLISECONDS);
    listener.acceptor.start();
    return listener;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        begin(server.accept());
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("{}: a connection cannot be accepted: {}", name, e.toString());
          Uninterruptibles.sleepUninterruptibly(PAUSE);
        }
      }
    }
  }

  private void begin(Socket socket) throws IOException {
    Optional<Connections.Place> place =
        connections.admit(socket.getInetAddress(), () -> HttpConnection.close(socket));
    if (place.isEmpty()) {
      socket.close();
      return;
    }
    HttpConnection connection = new HttpConnection(socket, tls, place.get(), limits, handler);
    Thread thread =
        Thread.ofVirtual()
            .name(name + " " + socket.getRemoteSocketAddress())
            .unstarted(() -> serve(connection, place.get()));
    threads.put(connection, thread);
    thread.start();
  }

  private void serve(HttpConnection connection, Connections.Place place) {
    try {
      connection.serve(refusal -> count(refusal));
    } catch (RuntimeException e) {
      // a mistake in this program costs this connection, and no other
      LOG.error("{}: a connection ends", name, e);
    } finally {
      connection.close();
      threads.remove(connection);
      place.close();
    }
  }

  private void checkDeadlines() {
    long now = System.nanoTime();
    for (HttpConnection each : threads.keySet()) {
      if (each.closeWhenLate(now)) {
        count(Refusal.TOO_SLOW);
      }
    }
  }

  private void count(Refusal refusal) {
    LongAdder adder = refused.get(refusal);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + refusal);
    }
    adder.increment();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  public ListenerStats stats() {
    Map<Refusal, Long> sums = new EnumMap<>(Refusal.class);
    refused.forEach((refusal, adder) -> sums.put(refusal, adder.sum()));
    sums.put(Refusal.TOO_MANY, connections.refused());
    sums.put(Refusal.DISPLACED, connections.evicted());
    return new ListenerStats(connections.open(), Collections.unmodifiableMap(sums));
  }

  /** Stops listening and ends all connections; requests under way come to nothing. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.warn("{}: cannot be closed: {}", name, e.toString());
    }
    Uninterruptibles.joinUninterruptibly(acceptor);
    watch.shutdownNow();
    Set.copyOf(threads.entrySet())
        .forEach(
            each -> {
              each.getKey().close();
              Uninterruptibles.joinUninterruptibly(each.getValue());
            });
  }
}
