package dev.tocsin.source.syslog;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.tocsin.source.EventQueue;
import dev.tocsin.source.sysmon.SysmonDecoder;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One message in each datagram, RFC 5426. What the kernel has no room for is gone uncounted. */
final class UdpListener implements SyslogListener {
  private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);
  private static final int MAX_DATAGRAM = 65_535;

  /** What is asked of the kernel; it gives what its own limit allows. */
  private static final int RECEIVE_BUFFER = 4 << 20;

  private final SyslogAddress address;
  private final DatagramSocket socket;
  private final SyslogIntake intake;
  private final Thread thread;

  private UdpListener(SyslogAddress address, DatagramSocket socket, EventQueue queue) {
    this.address = address;
    this.socket = socket;
    this.intake = new SyslogIntake(address.toString(), queue);
    this.thread = Thread.ofVirtual().name("syslog " + address).unstarted(this::receive);
  }

  static UdpListener start(SyslogAddress address, EventQueue queue) throws IOException {
    DatagramSocket socket =
        new DatagramSocket(
            new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
    UdpListener listener = new UdpListener(address.at(socket.getLocalPort()), socket, queue);
    listener.thread.start();
    return listener;
  }

  private void receive() {
    SysmonDecoder decoder = new SysmonDecoder();
    DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
    while (!socket.isClosed()) {
      try {
        packet.setLength(MAX_DATAGRAM);
        socket.receive(packet);
        intake.take(decoder, packet.getData(), packet.getLength(), packet.getSocketAddress());
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.warn("{}: a datagram cannot be received", address, e);
        }
      } catch (RuntimeException e) {
        // a mistake in this program must not end the listening for good
        LOG.error("{}: a datagram cannot be taken", address, e);
      }
    }
  }

  @Override
  public SyslogAddress address() {
    return address;
  }

  @Override
  public SyslogCounters counters() {
    return new SyslogCounters(intake.outcomes(), 0, Map.of());
  }

  @Override
  public Map<String, Long> takeLosses() {
    return intake.takeLosses();
  }

  @Override
  public void close() {
    socket.close();
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
