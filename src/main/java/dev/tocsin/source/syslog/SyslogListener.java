package dev.tocsin.source.syslog;

import dev.tocsin.listen.Connections;
import dev.tocsin.source.EventQueue;
import dev.tocsin.source.sysmon.SysmonDecoder;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Listens for syslog at one address and puts the executions that Sysmon reports into the queue. */
public sealed interface SyslogListener extends AutoCloseable permits TcpListener, UdpListener {

  /**
   * What senders may do.
   *
   * @param messageBytes the longest message
   * @param connections at the same time; further ones are closed at once, unless another address
   *     has more
   * @param idle how long a connection may bring nothing
   * @param unfinished how long a message may take from its first byte to its last
   */
  record Limits(
      int messageBytes, Connections.Limits connections, Duration idle, Duration unfinished) {
    public static final Limits DEFAULT =
        new Limits(
            SysmonDecoder.MAX_LENGTH,
            new Connections.Limits(1_024, 128),
            Duration.ofMinutes(30),
            Duration.ofSeconds(30));
  }

  /**
   * Binds the address and begins to listen.
   *
   * @throws IOException names the address that cannot be bound
   */
  static SyslogListener start(SyslogAddress address, EventQueue queue, Limits limits)
      throws IOException {
    try {
      return switch (address.protocol()) {
        case TCP -> TcpListener.start(address, queue, limits);
        case UDP -> UdpListener.start(address, queue);
      };
    } catch (IOException e) {
      throw new IOException("cannot listen for syslog on " + address + ": " + e.getMessage(), e);
    }
  }

  /** With the port that was bound. It is also the source of what is received. */
  SyslogAddress address();

  SyslogCounters counters();

  /** From host to events that found no room in the queue, since the last time. */
  Map<String, Long> takeLosses();

  /** Ends it. Nothing is put into the queue after this returns. */
  @Override
  void close();
}
