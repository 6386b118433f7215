package dev.tocsin.notify.syslog;

import dev.tocsin.notify.reach.AddressRule;
import dev.tocsin.notify.reach.HttpCalls;
import dev.tocsin.notify.reach.ReceiverAnswer;
import dev.tocsin.notify.reach.UnreachableReceiverException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;

/** Syslog over UDP, RFC 5426: one datagram for each message, which may get lost. */
final class SyslogDatagrams implements SyslogTransport {
  private final String host;
  private final int port;
  private final AddressRule addresses;
  private final HttpCalls.Resolver resolver;

  SyslogDatagrams(String host, int port, AddressRule addresses, HttpCalls.Resolver resolver) {
    this.host = host;
    this.port = port;
    this.addresses = addresses;
    this.resolver = resolver;
  }

  @Override
  public ReceiverAnswer send(List<byte[]> messages) {
    try (DatagramSocket socket = new DatagramSocket()) {
      InetAddress address = addresses.addresses(host, resolver)[0];
      for (byte[] each : messages) {
        socket.send(new DatagramPacket(each, each.length, address, port));
      }
      return ReceiverAnswer.ACCEPTED;
    } catch (UnreachableReceiverException e) {
      return e.answer();
    } catch (IOException e) {
      return new ReceiverAnswer.Retry("no datagram can be sent to the receiver", null);
    }
  }

  @Override
  public void close() {
    // each sending has its own socket
  }
}
