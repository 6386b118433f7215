package dev.tocsin.transport.sensor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** A name, or a numeric address, and a port. */
record OperatorAddress(String host, int port) {

  /**
   * @param text {@code host:port}, {@code 10.0.0.1:port} or {@code [2001:db8::1]:port}
   * @throws IllegalArgumentException when it is none of them
   */
  static OperatorAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      host = "";
    }
    int port = 0;
    try {
      port = Integer.parseInt(text.substring(colon + 1));
    } catch (NumberFormatException e) {
      // said below
    }
    if (host.isEmpty() || port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "the operator's address \"" + text + "\" is not host:port");
    }
    return new OperatorAddress(host, port);
  }

  /** All replicas that it stands for now. */
  List<InetSocketAddress> resolve() throws UnknownHostException {
    return Stream.of(InetAddress.getAllByName(host))
        .map(each -> new InetSocketAddress(each, port))
        .toList();
  }
}
