package dev.tocsin.event;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The connection an event is about. Ports are 0 and texts {@code ""} where the event does not say;
 * not {@link #present} where it is about none. It belongs to its event: see {@link Event#wrap}.
 *
 * <p>An IPv4 peer of an IPv6 socket, which the agent sends as {@code ::ffff:10.0.0.1}, reads as the
 * IPv4 address it is: else a policy that compares with a network could be evaded by the choice of
 * the socket. Other addresses of IPv6 have one spelling too: see {@link Ipv6Text}.
 */
public final class ConnectionView {
  private static final byte[] IPPROTO = "IPPROTO_".getBytes(StandardCharsets.US_ASCII);

  private final FoundText sourceIP = new FoundText();
  private final FoundText destinationIP = new FoundText();
  private final FoundText protocol = new FoundText();
  private int sourcePort;
  private int destinationPort;

  ConnectionView() {}

  /** Turns to what an Isovalent {@code process_connect} says. */
  void read(Fields connect) {
    connect.encoded(InnerLayout.SOURCE_IP, sourceIP.next());
    connect.encoded(InnerLayout.DESTINATION_IP, destinationIP.next());
    connect.encoded(InnerLayout.PROTOCOL, protocol.next());
    sourcePort = connect.signed(InnerLayout.SOURCE_PORT);
    destinationPort = connect.signed(InnerLayout.DESTINATION_PORT);
    normalise();
  }

  /**
   * Turns to the first {@code sock} argument, else to the first {@code sockaddr}: where a function
   * binds, that is the source, else the destination.
   */
  void find(List<Argument> arguments, EncodedText function) {
    clear();
    int sock = first(ArgumentKind.SOCK, arguments);
    int address = sock < 0 ? first(ArgumentKind.SOCKADDR, arguments) : -1;
    if (sock >= 0) {
      Argument argument = arguments.get(sock);
      argument.text(ArgumentField.SOCK_SADDR, sourceIP.next());
      argument.text(ArgumentField.SOCK_DADDR, destinationIP.next());
      argument.text(ArgumentField.SOCK_PROTOCOL, protocol.next());
      sourcePort = (int) argument.number(ArgumentField.SOCK_SPORT);
      destinationPort = (int) argument.number(ArgumentField.SOCK_DPORT);
    } else if (address >= 0) {
      Argument argument = arguments.get(address);
      int port = (int) argument.number(ArgumentField.SOCKADDR_PORT);
      if (FunctionName.binds(function)) {
        argument.text(ArgumentField.SOCKADDR_ADDR, sourceIP.next());
        sourcePort = port;
      } else {
        argument.text(ArgumentField.SOCKADDR_ADDR, destinationIP.next());
        destinationPort = port;
      }
    }
    normalise();
  }

  private void clear() {
    sourceIP.clear();
    destinationIP.clear();
    protocol.clear();
    sourcePort = 0;
    destinationPort = 0;
  }

  /** The position of the first argument of the kind; -1 when there is none. */
  private static int first(ArgumentKind kind, List<Argument> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).kind() == kind) {
        return i;
      }
    }
    return -1;
  }

  private void normalise() {
    Ipv6Text.canonicalise(sourceIP.encoded());
    Ipv6Text.canonicalise(destinationIP.encoded());
    EncodedText name = protocol.encoded();
    name.toUpperCase();
    if (name.startsWith(IPPROTO)) {
      name.skip(IPPROTO.length);
    }
  }

  public boolean present() {
    return !destinationIP.isEmpty() || !sourceIP.isEmpty();
  }

  /** Whether it says where to: false for a socket that listens. */
  boolean hasDestination() {
    return !destinationIP.isEmpty() && destinationPort != 0;
  }

  public String sourceIP() {
    return sourceIP.text();
  }

  /** Turns {@code text} to the {@link #sourceIP}. */
  public void sourceIP(EncodedText text) {
    text.set(sourceIP.encoded());
  }

  public int sourcePort() {
    return sourcePort;
  }

  public String destinationIP() {
    return destinationIP.text();
  }

  /** Turns {@code text} to the {@link #destinationIP}. */
  public void destinationIP(EncodedText text) {
    text.set(destinationIP.encoded());
  }

  public int destinationPort() {
    return destinationPort;
  }

  /**
   * {@code TCP}, {@code UDP}, or another name without the kernel's {@code IPPROTO_}; {@code ""}
   * when only the peer's address is known.
   */
  public String protocol() {
    return protocol.text();
  }

  /** Turns {@code text} to the {@link #protocol}. */
  public void protocol(EncodedText text) {
    text.set(protocol.encoded());
  }
}
