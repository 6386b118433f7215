package dev.tocsin.source.syslog;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.tocsin.listen.Connections;
import dev.tocsin.source.EventQueue;
import dev.tocsin.source.syslog.SyslogCounters.End;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections, each of which is read on a thread of its own. */
final class TcpListener implements SyslogListener {
  private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
  private static final int BACKLOG = 128;

  /** After a failure to accept, of which most come from having no file descriptors left. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final SyslogAddress address;
  private final ServerSocket server;
  private final SyslogIntake intake;
  private final Limits limits;
  private final Connections places;
  private final Map<TcpConnection, Thread> connections = new ConcurrentHashMap<>();
  private final Map<End, LongAdder> ended = new EnumMap<>(End.class);
  private final Thread acceptor;

  private TcpListener(SyslogAddress address, ServerSocket server, EventQueue queue, Limits limits) {
    this.address = address;
    this.server = server;
    this.limits = limits;
    this.places = new Connections(limits.connections());
    this.intake = new SyslogIntake(address.toString(), queue);
    for (End end : End.values()) {
      ended.put(end, new LongAdder());
    }
    this.acceptor = Thread.ofVirtual().name("syslog " + address).unstarted(this::accept);
  }

  static TcpListener start(SyslogAddress address, EventQueue queue, Limits limits)
      throws IOException {
    ServerSocket server =
        new ServerSocket(address.port(), BACKLOG, InetAddress.getByName(address.host()));
    TcpListener listener =
        new TcpListener(address.at(server.getLocalPort()), server, queue, limits);
    listener.acceptor.start();
    return listener;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        begin(server.accept());
      } catch (IOException e) {
        if (!server.isClosed()) {
          LOG.warn("{}: a connection cannot be accepted", address, e);
          pause();
        }
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      // closed: the loop sees to it
    }
  }

  private void begin(Socket socket) throws IOException {
    TcpConnection connection = new TcpConnection(socket, intake, limits);
    Optional<Connections.Place> place = places.admit(socket.getInetAddress(), connection::displace);
    if (place.isEmpty()) {
      count(End.REFUSED);
      connection.close();
      return;
    }
    Thread thread =
        Thread.ofVirtual()
            .name("syslog " + connection)
            .unstarted(() -> serve(connection, place.get()));
    connections.put(connection, thread);
    thread.start();
  }

  private void serve(TcpConnection connection, Connections.Place place) {
    try {
      count(connection.read());
    } catch (RuntimeException e) {
      // a mistake in this program costs this connection, and no other
      LOG.error("{}: the connection of {} ends", address, connection, e);
      count(End.FAILED);
    } finally {
      connection.close();
      connections.remove(connection);
      place.close();
    }
  }

  private void count(End end) {
    LongAdder adder = ended.get(end);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + end);
    }
    adder.increment();
  }

  @Override
  public SyslogAddress address() {
    return address;
  }

  @Override
  public SyslogCounters counters() {
    Map<End, Long> ends = new EnumMap<>(End.class);
    ended.forEach((end, adder) -> ends.put(end, adder.sum()));
    return new SyslogCounters(intake.outcomes(), connections.size(), ends);
  }

  @Override
  public Map<String, Long> takeLosses() {
    return intake.takeLosses();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.warn("{}: cannot be closed", address, e);
    }
    acceptor.interrupt();
    Uninterruptibles.joinUninterruptibly(acceptor);
    connections.forEach(
        (connection, thread) -> {
          connection.close();
          Uninterruptibles.joinUninterruptibly(thread);
        });
  }
}
